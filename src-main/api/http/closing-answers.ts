import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a peer may go on sending what nobody wants any more, so that it gets to read the answer first. */
const LINGER_MS = 2_000;

/**
 * Ends the connection of a request that was answered before all of it had arrived, such as one that is too large. To end it
 * at once would reset it, and the peer would lose the answer; to keep it would let the peer send for as long as it likes.
 */
export function closeAfterEarlyAnswer(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.complete) return;
    const { socket } = request;
    request.resume();
    const late = setTimeout(() => socket.destroy(), LINGER_MS);
    request.once('end', () => {
      clearTimeout(late);
    });
    socket.once('close', () => {
      clearTimeout(late);
    });
  });
}

/** Says something on a connection that there is no response for, and ends it, whether the peer does so too or not. */
export function endWith(connection: Socket, text: string): void {
  const late = setTimeout(() => connection.destroy(), LINGER_MS);
  connection.once('close', () => {
    clearTimeout(late);
  });
  connection.end(text);
}
