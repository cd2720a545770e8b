import { expect, test } from 'vitest';
import { COORDINATOR_FRAMES, WORKER_FRAMES } from '../../src-link/frame-schemas.ts';
import { BadFrame, Inbox } from '../../src-link/inbox.ts';
import { randomOf } from '../fixtures/blocks/random.ts';
import { TO_COORDINATOR, TO_WORKER } from '../network/support/fuzz-link.ts';
import { brokenFrame, strangeFrame } from '../network/support/fuzzed-frames.ts';

const SEED = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Large texts are always the same few, and take long to read. */
const LARGE = 100_000;
const LARGE_MAX = 20;

test.each([
  ['a coordinator', new Inbox(COORDINATOR_FRAMES), TO_COORDINATOR],
  ['a worker', new Inbox(WORKER_FRAMES), TO_WORKER],
] as const)(
  `%s reads what is of its form, and says of all else why it is not (seed ${SEED.toString()})`,
  (_who, inbox, stock) => {
    const random = randomOf(SEED);
    const reasons = new Set<string>();
    let large = 0;
    for (let at = 0; at < 1_000; at++) {
      const { text, isSequenced } = strangeFrame(random, stock, inbox.received + 1);
      const before = inbox.received;
      expect([...inbox.read(text)]).toHaveLength(1);
      expect(inbox.received).toBe(before + (isSequenced ? 1 : 0));
      const broken = brokenFrame(random, stock, inbox.received + 1);
      if (typeof broken !== 'string' || isReceipt(broken)) continue;
      if (broken.length > LARGE && (large += 1) > LARGE_MAX) continue;
      const refused = new Inbox<never>(stock === TO_WORKER ? (WORKER_FRAMES as never) : (COORDINATOR_FRAMES as never));
      try {
        Array.from(refused.read(broken));
        throw new Error(`it was read: ${broken.slice(0, 300)}`);
      } catch (error) {
        expect(error).toBeInstanceOf(BadFrame);
        const { message } = error as BadFrame;
        expect(message.length).toBeLessThan(400);
        reasons.add(message);
      }
    }
    expect(reasons.size).toBeGreaterThan(10);
  },
);

/** Of its form: what it says is found to be wrong by whoever knows what was sent. */
function isReceipt(text: string): boolean {
  return text.startsWith('[[0,{"kind":"beat"');
}
