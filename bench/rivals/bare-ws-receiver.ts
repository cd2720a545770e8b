import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { openIdentity } from '../../src-link/identity.ts';

/** `node bare-ws-receiver.ts FOLDER BYTES`: tells its port, receives so many bytes, and says that it has. */
const [folder, bytes] = process.argv.slice(2);
if (folder === undefined || bytes === undefined) throw new Error('usage: bare-ws-receiver.ts FOLDER BYTES');

const { keyPem, certPem } = await openIdentity(folder);
const server = createServer({ key: keyPem, cert: certPem, minVersion: 'TLSv1.3' }).listen(0, '127.0.0.1');
let received = 0;
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    received += data.length;
    if (received >= Number(bytes)) process.send?.('received');
  });
});
await once(server, 'listening');
process.send?.((server.address() as AddressInfo).port);
