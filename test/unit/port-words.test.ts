import { expect, test } from 'vitest';
import { CommandFault } from '../../src-main/cli/exit.ts';
import { withPortWords } from '../../src-main/cli/port-words.ts';

const failing = (code: string) => Promise.reject(Object.assign(new Error(`listen ${code}`), { code }));

test('a port that cannot be had is named, with the option that names another', async () => {
  await expect(withPortWords(failing('EADDRINUSE'), 7_461, '--port')).rejects.toEqual(
    new CommandFault('Port 7461 is used by another program. Name another with --port.'),
  );
  await expect(withPortWords(failing('EACCES'), 80, '--health-port')).rejects.toThrow(
    'Port 80 may not be opened by this user. Name another with --health-port.',
  );
});

test('what has nothing to do with the port is left as it is', async () => {
  await expect(withPortWords(failing('EADDRNOTAVAIL'), 80, '--port')).rejects.toThrow('listen EADDRNOTAVAIL');
  await expect(withPortWords(Promise.resolve(7_461), 7_461, '--port')).resolves.toBe(7_461);
});
