import { useMutation } from '@tanstack/react-query';
import type { Machine } from '../../../../../src-protocol/contract/machines.ts';
import type { PathMapping } from '../../../../../src-protocol/model/path-mapping.ts';
import { reasonOf } from '../../../bridge/connection.ts';
import { api } from '../../../state/connection.ts';
import { isSame, type TestWords, testWords } from './mappings.ts';

interface MappingTest {
  /** Of the mapping as it is now. */
  readonly found: TestWords | undefined;
  readonly isTesting: boolean;
  readonly test: () => void;
}

/** Lets a machine look whether it sees the files of a folder under a mapping, by their content. */
export function useMappingTest({ id }: Machine, mapping: PathMapping | undefined): MappingTest {
  const { data, variables, isPending, mutate } = useMutation({
    mutationFn: (tested: PathMapping) => foundBy(id, tested),
  });
  const isOfThis = variables !== undefined && mapping !== undefined && isSame(variables, mapping);
  return {
    found: isOfThis ? data : undefined,
    isTesting: isPending,
    test: () => {
      if (mapping !== undefined) mutate(mapping);
    },
  };
}

async function foundBy(id: string, mapping: PathMapping): Promise<TestWords> {
  try {
    return testWords(await api().machines.testMapping({ id, folder: mapping.from, mapping }), mapping);
  } catch (error) {
    return { isSeen: false, text: reasonOf(error) };
  }
}
