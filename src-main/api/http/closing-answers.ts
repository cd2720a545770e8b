import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Ends the connection of a request that was answered before all of it had arrived, such as one that is too large. To end it
 * at once would reset it, and the peer would lose the answer; to keep it would let the peer send for as long as it likes.
 */
export function closeAfterEarlyAnswer(request: IncomingMessage, response: ServerResponse, lingerMs: number): void {
  response.once('finish', () => {
    if (request.complete) return;
    const { socket } = request;
    request.resume();
    const late = setTimeout(() => socket.destroy(), lingerMs);
    request.once('end', () => {
      clearTimeout(late);
    });
    socket.once('close', () => {
      clearTimeout(late);
    });
  });
}

/** Says something on a connection that there is no response for, and ends it, whether the peer does so too or not. */
export function endWith(connection: Socket, text: string, lingerMs: number): void {
  const late = setTimeout(() => connection.destroy(), lingerMs);
  connection.once('close', () => {
    clearTimeout(late);
  });
  connection.end(text);
}
