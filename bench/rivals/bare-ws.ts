import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';
import type { Bench } from '../bench.ts';
import { perSecond } from '../measure.ts';

const RECEIVER = fileURLToPath(new URL('./bare-ws-receiver.ts', import.meta.url));
const MESSAGE_BYTES = 1_048_576;
/** So much may wait in the sender: more would only take memory. */
const AHEAD_BYTES = 16 * MESSAGE_BYTES;
const READY_WITHIN_MS = 20_000;

/**
 * Bytes a second that `ws` brings over TLS from one process to another, which throws them away. Whoever has dialled masks
 * what it sends, with a copy of it, unless all masks are zero.
 */
export async function bareWsPerSecond(bench: Bench, bytes: number, { masks }: { masks: boolean }): Promise<number> {
  const receiver = fork(RECEIVER, [bench.scratch.emptyFolder('bare-ws'), bytes.toString()], {
    execPath: bench.program.node,
  });
  try {
    const [port] = (await once(receiver, 'message', { signal: AbortSignal.timeout(READY_WITHIN_MS) })) as [number];
    const socket = new WebSocket(`wss://127.0.0.1:${port.toString()}`, {
      rejectUnauthorized: false,
      ...(masks ? {} : { generateMask: (mask) => mask.fill(0) }),
    });
    await once(socket, 'open');
    const allReceived = once(receiver, 'message');
    const message = Buffer.alloc(MESSAGE_BYTES, 'file');
    const startedAt = performance.now();
    for (let sent = 0; sent < bytes; sent += MESSAGE_BYTES) {
      const isSent = new Promise((resolve) => {
        socket.send(message, resolve);
      });
      if (socket.bufferedAmount > AHEAD_BYTES) await isSent;
    }
    await allReceived;
    const elapsedMs = performance.now() - startedAt;
    socket.terminate();
    return perSecond(bytes, elapsedMs);
  } finally {
    receiver.kill('SIGKILL');
  }
}
