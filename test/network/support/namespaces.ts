import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { killAtOnce } from '../../process/support/process-tree.ts';

const run = promisify(execFile);

/** Joined to nothing outside, so that it does not matter who else uses these addresses. */
const NETWORK = '10.77.0';
const LINK = 'lan0';

/** What a host sees otherwise than the others. */
export type Mount =
  | { readonly kind: 'bind'; readonly from: string; readonly at: string }
  /** An empty file system of its own, which can be full. */
  | { readonly kind: 'memory'; readonly sizeBytes: number; readonly at: string };

/** Hosts as namespaces, each with a cable to one switch, and with nothing else. */
export class Lan implements AsyncDisposable {
  readonly hosts: Host[] = [];
  readonly #switch: Space;

  private constructor(middle: Space) {
    this.#switch = middle;
  }

  static async open(): Promise<Lan> {
    const middle = await Space.open(['ip link add switch type bridge mcast_snooping 0', 'ip link set switch up']);
    return new Lan(middle);
  }

  /** Computers call themselves by their `name`. */
  async host(name: string, mounts: readonly Mount[] = []): Promise<Host> {
    const number = this.hosts.length + 1;
    const port = `port${number.toString()}`;
    const address = `${NETWORK}.${number.toString()}`;
    const space = await Space.open([`echo ${name} > /proc/sys/kernel/hostname`, ...mounts.map(mountStep)]);
    const host = new Host({ name, address, port, space, middle: this.#switch });
    this.hosts.push(host);
    const [here, there] = [space.pid.toString(), this.#switch.pid.toString()];
    await run('ip', ['link', 'add', LINK, 'netns', here, 'type', 'veth', 'peer', 'name', port, 'netns', there]);
    await this.#switch.ip('link', 'set', port, 'master', 'switch', 'up');
    await space.ip('link', 'set', 'lo', 'up');
    await space.ip('link', 'set', LINK, 'up');
    await space.ip('address', 'add', `${address}/24`, 'dev', LINK);
    await space.ip('route', 'add', '224.0.0.0/4', 'dev', LINK); // without it nothing is announced
    return host;
  }

  /** Ends every process of it at once, and leaves nothing of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const host of this.hosts) await host.end();
    await this.#switch.end();
  }
}

interface HostParts {
  readonly name: string;
  readonly address: string;
  readonly port: string;
  readonly space: Space;
  readonly middle: Space;
}

export class Host {
  readonly name: string;
  readonly address: string;
  readonly #parts: HostParts;

  constructor(parts: HostParts) {
    this.name = parts.name;
    this.address = parts.address;
    this.#parts = parts;
  }

  /** What stands before a command that is to run here. The process that is started is the command itself in the end. */
  get wrapper(): string[] {
    return this.#parts.space.wrapper;
  }

  /** Where a path of this host is for everybody else. */
  path(path: string): string {
    return `/proc/${this.#parts.space.pid.toString()}/root${path}`;
  }

  /** Pulls its cable out of the switch: nothing is refused, nothing arrives. */
  async cut(): Promise<void> {
    await this.#parts.middle.ip('link', 'set', this.#parts.port, 'down');
  }

  async heal(): Promise<void> {
    await this.#parts.middle.ip('link', 'set', this.#parts.port, 'up');
  }

  /** Of all processes that run here. */
  async pids(): Promise<number[]> {
    return this.#parts.space.pids();
  }

  async end(): Promise<void> {
    await this.#parts.space.end();
  }
}

/**
 * Namespaces without a name: a process holds them, and they are gone with it and with what was started in them. It ends with
 * this one, however that ends.
 */
class Space {
  readonly pid: number;
  readonly #holder: ChildProcess;

  private constructor(holder: ChildProcess, pid: number) {
    this.#holder = holder;
    this.pid = pid;
  }

  static async open(steps: readonly string[]): Promise<Space> {
    const script = [...steps, 'echo made', 'exec cat'].join('\n');
    const holder = spawn('unshare', ['--net', '--uts', '--mount', 'sh', '-ec', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]);
    if (holder.pid === undefined || holder.exitCode !== null) throw new Error('A host could not be made.');
    return new Space(holder, holder.pid);
  }

  get wrapper(): string[] {
    return ['nsenter', '--target', this.pid.toString(), '--net', '--uts', '--mount', '--wd'];
  }

  async ip(...args: readonly string[]): Promise<void> {
    await run('nsenter', ['--target', this.pid.toString(), '--net', 'ip', ...args]);
  }

  async pids(): Promise<number[]> {
    const [own, all] = await Promise.all([networkOf(this.pid), readdir('/proc')]);
    if (own === undefined) return [];
    const pids = all.map(Number).filter((pid) => pid > 0 && pid !== this.pid);
    const networks = await Promise.all(pids.map(networkOf));
    return pids.filter((_, at) => networks[at] === own);
  }

  async end(): Promise<void> {
    for (let pids = await this.pids(); pids.length > 0; pids = await this.pids()) {
      pids.forEach(killAtOnce);
      await delay(20);
    }
    const ended = once(this.#holder, 'exit');
    this.#holder.stdin?.end();
    await ended;
  }
}

/** Which network a process is in; undefined where it has ended, and only waits for its parent to look at its exit code. */
async function networkOf(pid: number): Promise<string | undefined> {
  return readlink(`/proc/${pid.toString()}/ns/net`).catch(() => undefined);
}

function mountStep(mount: Mount): string {
  return mount.kind === 'bind'
    ? `mount --bind ${quoted(mount.from)} ${quoted(mount.at)}`
    : `mount -t tmpfs -o size=${mount.sizeBytes.toString()} tmpfs ${quoted(mount.at)}`;
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
