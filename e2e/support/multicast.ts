import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const MDNS_ADDRESS = '224.0.0.251';
const BACK_WITHIN_MS = 1_000;

/** Why what is sent to everybody on the network does not arrive here, in words; undefined where it does. */
export async function noMulticast(): Promise<string | undefined> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  try {
    const fault = once(socket, 'error').then(([error]: Error[]) => `multicast is refused: ${error?.message ?? ''}`);
    socket.bind(0);
    await once(socket, 'listening');
    socket.addMembership(MDNS_ADDRESS);
    socket.setMulticastLoopback(true);
    const back = once(socket, 'message').then(() => undefined);
    socket.send('metaextract', socket.address().port, MDNS_ADDRESS);
    const late = new Promise<string>((resolve) => {
      setTimeout(resolve, BACK_WITHIN_MS, 'multicast does not come back on this machine');
    });
    return await Promise.race([back, fault, late]);
  } catch (error) {
    return `there is no multicast here: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    socket.close();
  }
}
