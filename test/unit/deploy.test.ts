import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { healthRoutes } from '../../src-main/api/routes/health-routes.ts';
import { Metrics } from '../../src-main/api/metrics/metrics.ts';
import { createProgram } from '../../src-main/cli/program.ts';
import { DEFAULT_SETTINGS } from '../../src-protocol/contract/settings.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = readdirSync(join(root, 'deploy'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const ofType = (end: string) => files.filter((file) => file.endsWith(end));

const Container = z.object({
  args: z.array(z.string()),
  ports: z.array(z.object({ name: z.string(), containerPort: z.int() })),
  volumeMounts: z.array(z.object({ name: z.string() })),
});
const Workload = z.object({
  spec: z.object({
    replicas: z.int(),
    template: z.object({
      spec: z.object({ containers: z.tuple([Container]), volumes: z.array(z.object({ name: z.string() })) }),
    }),
    volumeClaimTemplates: z.array(z.object({ metadata: z.object({ name: z.string() }) })),
  }),
});
const Resource = z.looseObject({ apiVersion: z.string(), kind: z.string() });

function resourcesOf(file: string): z.infer<typeof Resource>[] {
  return parseAllDocuments(read(file)).map((document) => {
    expect(document.errors).toEqual([]);
    return Resource.parse(document.toJS());
  });
}

const manifests = ofType('.yaml').filter((file) => !file.endsWith('-values.yaml'));
const resources = manifests.flatMap(resourcesOf);
const workloads = resources
  .filter(({ kind }) => kind === 'StatefulSet')
  .map((resource) => {
    const { spec } = Workload.parse(resource);
    const { containers, volumes } = spec.template.spec;
    return { container: containers[0], volumes: [...volumes, ...spec.volumeClaimTemplates.map((one) => one.metadata)] };
  });

/** What is given to `metaextract`, word by word. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|[^\s"']+/g)].map(
    ([whole, double, single]) => double ?? single ?? whole,
  );
}

const stringsOf = (xml: string) => [...xml.matchAll(/<string>([^<]*)<\/string>/g)].map(([, text = '']) => text);
const afterProgram = (line: string) => line.replace(/^.*?(?:metaextract\.mjs|MacOS\/MetaExtract) /, '');
const lineOf = (text: string, pattern: RegExp) => pattern.exec(text)?.[1] ?? '';

const ownCommands: readonly (readonly [string, readonly string[]])[] = [
  ...ofType('.service').map((file): [string, string[]] => [
    file,
    words(afterProgram(lineOf(read(file), /^ExecStart=(.*)$/m)).replace(/ \$\w+_OPTIONS$/, '')),
  ]),
  ...ofType('.plist').map((file): [string, string[]] => {
    const [label, program, ...rest] = stringsOf(read(file));
    expect(label).toMatch(/^org\.metaextract\./);
    return [file, program === '/bin/sh' ? words(afterProgram(rest.at(-1) ?? '')) : rest];
  }),
  ...ofType('.xml').map((file): [string, string[]] => [
    file,
    words(lineOf(read(file), /<Arguments>(.*)<\/Arguments>/)),
  ]),
  ...ofType('Containerfile').map((file): [string, string[]] => [
    file,
    z.array(z.string()).parse(JSON.parse(lineOf(read(file), /^CMD (.*)$/m))),
  ]),
  ...workloads.map(({ container: { args } }): [string, string[]] => [
    `a StatefulSet's ${args[0] ?? ''}`,
    args.map((arg) => arg.replace('$(SLOTS)', '2')),
  ]),
];

/** The commands that a page names, those in its text too. */
function commandsIn(page: string): string[] {
  const names = createProgram(() => undefined).commands.map((command) => command.name());
  const command = new RegExp(
    String.raw`(?<!--namespace )(?:metaextract(?:\.mjs)?|MetaExtract(?:\.exe")?) ((?:${names.join('|')})\b[^\n\`|)#;]*)`,
    'g',
  );
  return [
    ...read(page)
      .replaceAll(/\\\n\s*/g, '')
      .matchAll(command),
  ].map(([, line = '']) => line.trim());
}

/** Which of the words are options that the command does not have, or values that it does not take. */
function unknownOf(given: readonly string[]): string[] {
  let command: Command = createProgram(() => undefined);
  let rest = [...given];
  for (;;) {
    const next = command.commands.find((each) => each.name() === rest[0]);
    if (next === undefined) break;
    command = next;
    rest = rest.slice(1);
  }
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  if (command.parent === null) return [...given];
  return command.parseOptions(rest).unknown;
}

test('an option that a command does not have is found out', () => {
  expect(unknownOf(['worker', '--slots', '2', '--nowhere'])).toEqual(['--nowhere']);
  expect(() => unknownOf(['worker', '--slots', 'many'])).toThrow();
  expect(unknownOf(['wroker'])).toEqual(['wroker']);
});

test.each(ownCommands)('%s starts a command that there is, with options that it has', (_file, given) => {
  expect(given.length).toBeGreaterThan(0);
  expect(unknownOf(given)).toEqual([]);
});

const pages = ['deploy/README.md', 'docs/workers.md', 'docs/queue-server.md'];
test.each(pages)('%s names only commands and options that there are', (page) => {
  const lines = commandsIn(page);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => unknownOf(words(line)).length > 0)).toEqual([]);
});

test.each(pages)('what %s links to is there', (page) => {
  const folder = page.slice(0, page.lastIndexOf('/'));
  const links = [...read(page).matchAll(/(?:\]\(|src(?:set)?=")([^)"#]+)/g)].map(([, link = '']) => link);
  const own = links.filter((link) => !/^\w+:/.test(link));
  expect(own.filter((link) => !existsSync(join(root, folder, link)))).toEqual([]);
});

test('the messages that docs/workers.md explains are those of the program', () => {
  const sources = ['src-link', 'src-worker', 'src-main', 'src-protocol']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((name) => name.endsWith('.ts'))
    .map(read)
    .join('\n')
    .replaceAll(/['\`] \+\s*['\`]/g, '');
  const table = read('docs/workers.md').split('\n## Trouble\n')[1] ?? '';
  const messages = [...table.matchAll(/^\| ([^|]+?) +\|/gm)].map(([, message = '']) => message).slice(2);
  expect(messages.length).toBeGreaterThan(10);
  const parts = messages
    .flatMap((message) => message.split(/…|\((?:ECONNREFUSED|in time)\)/))
    .map((part) => part.trim());
  expect(parts.filter((part) => part.length > 1 && !sources.includes(part))).toEqual([]);
});

test('every container is asked for its health where it answers, and its volumes are there', () => {
  const metrics = { contentType: 'text/plain', text: () => Promise.resolve('') };
  const routes = healthRoutes(metrics, () => undefined);
  const asked = [
    ...manifests
      .map(read)
      .join('\n')
      .matchAll(/path: (\/\w*z)$/gm),
  ].map(([, path = '']) => path);
  expect(asked).toHaveLength(6);
  expect(new Set(asked)).toEqual(new Set(['/healthz', '/readyz']));
  const answered = routes.map(({ pattern }) => pattern);
  expect(asked.filter((path) => !answered.includes(path))).toEqual([]);
  for (const { container, volumes } of workloads) {
    const names = volumes.map(({ name }) => name);
    expect(container.volumeMounts.filter(({ name }) => !names.includes(name))).toEqual([]);
  }
});

describe('ports', () => {
  const defaultOf = (name: string, option: string): unknown =>
    createProgram(() => undefined)
      .commands.find((command) => command.name() === name)
      ?.options.find(({ long }) => long === option)?.defaultValue;

  test('are those at which the commands listen', () => {
    const ports = Object.fromEntries(
      workloads.flatMap(({ container }) => container.ports.map(({ name, containerPort }) => [name, containerPort])),
    );
    const health = ownCommands.find(([file]) => file.endsWith('worker.service'))?.[1] ?? [];
    expect(ports['api']).toBe(defaultOf('serve', '--port'));
    expect(ports['join']).toBe(DEFAULT_SETTINGS.machines.joinPort);
    expect(ports['health']).toBe(Number(health[health.indexOf('--health-port') + 1]));
  });

  test('of the image are all that there are', () => {
    const exposed = words(lineOf(read('deploy/container/Containerfile'), /^EXPOSE (.*)$/m)).map(Number);
    expect(exposed).toEqual([
      defaultOf('worker', '--port'),
      DEFAULT_SETTINGS.machines.joinPort,
      defaultOf('serve', '--port'),
    ]);
  });
});

test('the autoscaler goes by a metric that the coordinator has, and no further than the invitation', async () => {
  const Scaler = z.object({
    spec: z.object({
      maxReplicas: z.int(),
      metrics: z.tuple([z.object({ external: z.object({ metric: z.object({ name: z.string() }) }) })]),
    }),
  });
  const { spec } = Scaler.parse(resources.find(({ kind }) => kind === 'HorizontalPodAutoscaler'));
  const { name } = spec.metrics[0].external.metric;
  const help = await new Metrics(() => GAUGES).text();
  expect(help).toContain(`# TYPE ${name} gauge`);
  expect(read('deploy/kubernetes/autoscaling/prometheus-adapter-values.yaml')).toContain(`as: ${name}`);
  expect(read('deploy/README.md')).toContain(`--uses ${spec.maxReplicas} `);
});

test('what a list of manifests names is there, and every manifest is named', () => {
  for (const list of ofType('kustomization.yaml')) {
    const folder = list.slice(0, list.lastIndexOf('/') + 1);
    const { resources: named } = z.object({ resources: z.array(z.string()) }).parse(resourcesOf(list)[0]);
    const there = manifests.filter((file) => file !== list && file.slice(folder.length) === file.split('/').at(-1));
    expect(new Set(named.map((name) => `${folder}${name}`))).toEqual(
      new Set(there.filter((file) => file.startsWith(folder))),
    );
  }
});

test('the image takes from the sources what is there', () => {
  const containerfile = read('deploy/container/Containerfile');
  const kept = read('deploy/container/Containerfile.dockerignore').matchAll(/^!(.*)$/gm);
  const missing = [...kept]
    .map(([, name = '']) => name)
    .filter((name) => !name.includes('*') && !existsSync(join(root, name)));
  expect(missing).toEqual([]);
  expect(containerfile).toMatch(/^USER node$/m);
  expect(containerfile).toMatch(/^HEALTHCHECK /m);
});

test('services are kept from what they do not need', () => {
  for (const file of ofType('.service')) {
    const unit = read(file);
    for (const line of ['ProtectSystem=strict', 'NoNewPrivileges=yes', 'CapabilityBoundingSet=', 'User=metaextract'])
      expect(unit.split('\n'), file).toContain(line);
  }
  for (const file of ['coordinator', 'workers'])
    expect(read(`deploy/kubernetes/${file}.yaml`)).toContain('readOnlyRootFilesystem: true');
});

test('nothing was left to be filled in', () => {
  const open = /\b(?:todo|fixme|tbd|changeme|replace-?me)\b|example\.(?:com|org)|<your|xxx/i;
  expect([...files, ...pages].filter((file) => open.test(read(file)))).toEqual([]);
});

const GAUGES = {
  queuedFiles: { normal: 1 },
  runningJobs: 0,
  workers: {},
  busySlots: 0,
  slots: 0,
  workerMemoryBytes: {},
  cacheEntries: 0,
  cacheBytes: 0,
  rssBytes: 0,
  eventLoopP99Ms: 0,
  subscribers: 0,
  machines: [],
};
