import { readdir, readFile } from 'node:fs/promises';
import { arch, cpus } from 'node:os';
import { join } from 'node:path';
import type { MachineDescription } from '../../src-protocol/messages/link.ts';

export type Gpu = NonNullable<MachineDescription['gpu']>;

/** What every device that a driver is for can decode; more is not claimed. */
const CODECS_OF_DRIVERS: Readonly<Record<string, readonly string[]>> = {
  nvidia: ['h264', 'mpeg2', 'vc1'],
  amdgpu: ['h264'],
  i915: ['h264', 'mpeg2'],
  xe: ['h264', 'mpeg2', 'hevc', 'vp9', 'av1'],
};
const VENDORS: Readonly<Record<string, string>> = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel' };

/** The graphics processor, as far as the system tells without starting a program; undefined where it does not. */
export async function findGpu(platform: NodeJS.Platform = process.platform, root = '/'): Promise<Gpu | undefined> {
  if (platform === 'linux') return (await nvidiaGpu(root)) ?? (await drmGpu(root));
  const [cpu] = cpus();
  const isAppleChip = platform === 'darwin' && arch() === 'arm64' && cpu !== undefined;
  return isAppleChip ? { name: cpu.model, codecs: ['h264', 'hevc'] } : undefined;
}

async function nvidiaGpu(root: string): Promise<Gpu | undefined> {
  const folder = join(root, 'proc/driver/nvidia/gpus');
  for (const name of await namesIn(folder)) {
    const model = /^Model:\s*(.+)$/m.exec(await textOf(join(folder, name, 'information')))?.[1];
    if (model !== undefined) return gpu(model.trim(), 'nvidia');
  }
  return undefined;
}

async function drmGpu(root: string): Promise<Gpu | undefined> {
  const folder = join(root, 'sys/class/drm');
  for (const name of (await namesIn(folder)).filter((each) => /^card\d+$/.test(each))) {
    const device = join(folder, name, 'device');
    const vendor = VENDORS[(await textOf(join(device, 'vendor'))).trim()];
    if (vendor === undefined) continue; // that of a virtual machine decodes nothing
    const driver = /^DRIVER=(.+)$/m.exec(await textOf(join(device, 'uevent')))?.[1] ?? '';
    const id = (await textOf(join(device, 'device'))).trim();
    return gpu(id === '' ? vendor : `${vendor} ${id}`, driver);
  }
  return undefined;
}

function gpu(name: string, driver: string): Gpu {
  return { name: name.slice(0, 200), codecs: [...(CODECS_OF_DRIVERS[driver] ?? [])] };
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
