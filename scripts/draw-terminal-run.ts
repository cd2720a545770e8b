// Draws docs/terminal-run.svg from a real run of the built command over generated files: `node scripts/draw-terminal-run.ts`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCollection } from '../test/fixtures/collection.ts';

interface Run {
  readonly middle: string;
  readonly end: readonly string[];
}

type Line = readonly [kind: 'prompt' | 'bar' | 'text', text: string];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const work = mkdtempSync(join(tmpdir(), 'metaextract-picture-'));
const folder = join(work, 'Pictures');

try {
  await writeCollection({ folder, count: 2_000, seed: 7, paddingScale: 0.2 });
  const first = await run();
  const second = await run();
  const lines: Line[] = [
    ['prompt', '$ npm start -- extract ~/Pictures -o pictures.jsonl'],
    ['bar', first.middle],
    ...first.end.map((line) => ['text', line] as const),
    ['text', ''],
    ['prompt', '$ npm start -- extract ~/Pictures -o pictures.jsonl      # again'],
    ...second.end.map((line) => ['text', line] as const),
  ];
  writeFileSync(join(root, 'docs', 'terminal-run.svg'), draw(lines));
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Runs an extraction; gives the bar as it stood half-way and the lines of the end. */
function run(): Promise<Run> {
  const args = [
    'out/main/cli.js',
    'extract',
    folder,
    '-o',
    join(work, 'pictures.jsonl'),
    '--data-dir',
    join(work, 'data'),
  ];
  const child = spawn(process.execPath, [...args, '--progress', 'bar'], {
    cwd: root,
    env: { ...process.env, COLUMNS: '110' },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`the run ended with ${String(code)}: ${said}`));
      const frames = said.split('\r\u001b[K').map((frame) => frame.split('\n')[0] ?? '');
      const bars = frames.filter((frame) => frame.includes('files/s') && frame.includes('left'));
      const end = said
        .slice(said.lastIndexOf('\r\u001b[K') + 4)
        .trimEnd()
        .split('\n');
      resolve({
        middle: bars[Math.floor(bars.length / 2)] ?? '',
        end: end.map((line) => line.replaceAll(`${work}/`, '')),
      });
    });
  });
}

function draw(lines: readonly Line[]): string {
  const lineHeight = 21;
  const width = 1_080;
  const height = lines.length * lineHeight + 64;
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const rows = lines.map(
    ([kind, text], index) =>
      `<text class="${kind}" x="24" y="${(62 + index * lineHeight).toString()}" xml:space="preserve">${escape(text)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toString()} ${height.toString()}" width="${width.toString()}" height="${height.toString()}" role="img" aria-label="MetaExtract in a terminal: a first run, and an instant second one">
<style>text{font:14px ui-monospace,"JetBrains Mono","DejaVu Sans Mono",Menlo,Consolas,monospace;fill:#c9d0d8}.prompt{fill:#8fe0d8}.bar{fill:#e8ebee}</style>
<rect width="${width.toString()}" height="${height.toString()}" rx="12" fill="#121417"/><rect width="${width.toString()}" height="36" rx="12" fill="#181b1f"/><rect y="24" width="${width.toString()}" height="12" fill="#181b1f"/><path d="M0 36.5h${width.toString()}" stroke="#2a2f36"/>
<circle cx="22" cy="18" r="5" fill="#3a414a"/><circle cx="40" cy="18" r="5" fill="#3a414a"/><circle cx="58" cy="18" r="5" fill="#3a414a"/>
${rows.join('\n')}
</svg>
`;
}
