import type { Bench, Row } from '../bench.ts';
import { extractedTree, tinyTree } from '../corpora/tiny-tree.ts';
import { runProduct } from '../extract.ts';
import { alternate, count, median, milliseconds, perSecond, spread, times } from '../measure.ts';
import { FIND_FORMAT, findFiles } from '../rivals/find.ts';
import { settle } from '../settle.ts';
import { startUpMs } from '../start-up.ts';

const FILES_PER_S = 100_000;
const SHARE_OF_FIND = 0.2;

interface Round {
  readonly oursMs: number;
  readonly startUpMs: number;
  readonly findMs: number;
  readonly findStartUpMs: number;
}

export const warm: Row = {
  id: 'warm',
  method:
    'A tree of 100,000 tiny files of which every one is in the cache, `metaextract extract TREE --data-dir D`, less the same command over an empty folder; ' +
    `against \`find TREE -type f -printf '${FIND_FORMAT}'\` into a file, less the same over an empty folder.`,
  measure: async (bench) => {
    const files = bench.sizes.treeFiles;
    const rounds = await measureRounds(bench);
    const startUp = median(rounds.map((round) => round.startUpMs));
    const findStartUp = median(rounds.map((round) => round.findStartUpMs));
    const ours = rounds.map(({ oursMs }) => perSecond(files, oursMs - startUp));
    const theirs = rounds.map(({ findMs }) => perSecond(files, findMs - findStartUp));
    const ratios = ours.map((rate, round) => rate / (theirs[round] ?? Number.NaN));
    const ratio = median(ratios);
    const rate = median(ours);
    const oursInWords = `${count(rate)} files/s`;
    const wall = median(rounds.map(({ oursMs }) => oursMs));
    return [
      {
        what: `Warm, ${count(files)} unchanged files`,
        ours: oursInWords,
        target: `≥ ${count(FILES_PER_S)} files/s`,
        met: rate >= FILES_PER_S,
        note: `whole command ${milliseconds(wall)}, of it start-up ${milliseconds(startUp)}`,
      },
      {
        what: 'Warm, against find -printf',
        ours: oursInWords,
        theirs: `${count(median(theirs))} files/s`,
        ratio: times(ratio),
        target: '≥ 0.2 ×',
        met: ratio >= SHARE_OF_FIND,
        note: `ratios ${spread(ratios)}; find ${milliseconds(median(rounds.map(({ findMs }) => findMs)))}, of it start-up ${milliseconds(findStartUp)}`,
      },
    ];
  },
};

async function measureRounds(bench: Bench): Promise<Round[]> {
  const tree = await tinyTree(bench);
  const data = await extractedTree(bench);
  const empty = bench.scratch.emptyFolder('empty');
  await findFiles(bench, tree);
  const rounds = await alternate(bench.options.runs, async (run) => {
    bench.say(`warm, round ${(run + 1).toString()}`);
    await settle(bench.scratch.folder);
    const ours = await runProduct(bench, ['extract', tree, '--data-dir', data]);
    await settle(bench.scratch.folder);
    const find = await findFiles(bench, tree);
    if (find.files !== bench.sizes.treeFiles) throw new Error(`find found ${find.files.toString()} files.`);
    return {
      oursMs: ours.wallMs,
      findMs: find.wallMs,
      startUpMs: await startUpMs(bench, data),
      findStartUpMs: (await findFiles(bench, empty)).wallMs,
    };
  });
  bench.scratch.drop(data);
  return rounds;
}
