// A line in a process of its own. It is told how to be by lines of JSON on standard input, and answers each with a line on
// standard output; the first says at which port it is. It ends when its input does.
import { createInterface } from 'node:readline';
import type { LineOrder } from './line-quality.ts';
import { Line } from './line.ts';

const [host = '', port = ''] = process.argv.slice(2);
const line = await Line.open({ at: '0.0.0.0', to: () => ({ host, port: Number(port) }) });
process.stdout.write(`${JSON.stringify({ port: line.port })}\n`);

for await (const text of createInterface({ input: process.stdin })) {
  const order = JSON.parse(text) as LineOrder;
  if (order.kind === 'reset') line.reset();
  else await line.change(order.quality);
  process.stdout.write('{}\n');
}
process.exit();
