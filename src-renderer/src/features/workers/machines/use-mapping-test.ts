import { useState } from 'react';
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
  const [latest, setLatest] = useState<{ readonly mapping: PathMapping; readonly found: TestWords }>();
  const [isTesting, setTesting] = useState(false);
  const test = async () => {
    if (mapping === undefined) return;
    setTesting(true);
    setLatest({ mapping, found: await foundBy(id, mapping) });
    setTesting(false);
  };
  const isOfThis = latest !== undefined && mapping !== undefined && isSame(latest.mapping, mapping);
  return { found: isOfThis && !isTesting ? latest.found : undefined, isTesting, test: () => void test() };
}

async function foundBy(id: string, mapping: PathMapping): Promise<TestWords> {
  try {
    return testWords(await api().machines.testMapping({ id, folder: mapping.from, mapping }), mapping);
  } catch (error) {
    return { isSeen: false, text: reasonOf(error) };
  }
}
