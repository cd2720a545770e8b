// Who may import whom. Each rule's name says what holds; docs and reasons are in the comments.

const protocol = '^src-protocol/';
const ports = '^src-main/coordinator/ports\\.ts$';
const ownCode = '^src-';

/**
 * A part of src-main that sees only itself, the protocol, the ports and what is named here.
 *
 * @param {string} part
 * @param {string[]} also
 */
const leafOfMain = (part, ...also) => ({
  name: `${part}-sees-ports-and-protocol`,
  comment: 'Parts of the main process are put together in compose.ts, and by nothing else.',
  severity: 'error',
  from: { path: `^src-main/${part}/` },
  to: { path: ownCode, pathNot: [`^src-main/${part}/`, protocol, ports, ...also] },
});

export default {
  forbidden: [
    {
      name: 'electron-only-in-shell',
      comment: 'Everything else also runs without Electron: in the command, the server and the workers.',
      severity: 'error',
      from: { pathNot: '^(src-main/shell|e2e)/' },
      to: { path: '^(node_modules/)?electron($|/)' },
    },
    {
      name: 'protocol-is-neutral',
      comment:
        'Every process and the web page share it, so it has neither Node nor a DOM, nor any package but zod and, for the contract, that of oRPC which describes one.',
      severity: 'error',
      from: { path: protocol },
      to: { pathNot: [protocol, '^(node_modules/)?(zod|@orpc/contract)($|/)'] },
    },
    {
      name: 'coordinator-core',
      comment: 'The heart depends on its own ports; the others implement them.',
      severity: 'error',
      from: { path: '^src-main/coordinator/' },
      to: { path: '^src-main/(?!coordinator/)|^src-(worker|renderer)/' },
    },
    leafOfMain('intake', '^src-worker/file/'),
    leafOfMain('store'),
    leafOfMain('links', '^src-worker/(supervisor|file)/', '^src-link/'),
    leafOfMain('export'),
    leafOfMain('config'),
    leafOfMain('log'),
    leafOfMain('resources'),
    leafOfMain('tracing'),
    // the contract's implementation is glue: it sees what it makes accessible, and no more
    leafOfMain(
      'api',
      '^src-main/(config|log|coordinator|store|export|links|resources|intake)/',
      '^src-worker/supervisor/',
    ),
    {
      name: 'compose-alone-wires',
      comment: 'What the shell needs of the engine it gets from compose.ts.',
      severity: 'error',
      from: { path: '^src-main/shell/' },
      to: { path: '^src-main/(coordinator|store|intake|links|export)/', pathNot: ports },
    },
    {
      name: 'command-reads-and-exports',
      comment:
        'The command also reads the store beside its owner, and writes exports; what runs a job comes from compose.ts.',
      severity: 'error',
      from: { path: '^src-main/cli/' },
      to: { path: '^src-main/(coordinator|intake|links)/', pathNot: ports },
    },
    {
      name: 'nothing-imports-the-shell',
      severity: 'error',
      from: { path: ownCode, pathNot: '^src-main/shell/' },
      to: { path: '^src-main/shell/' },
    },
    {
      name: 'link-is-shared',
      comment: 'What two computers say to each other and how they know each other: the same at both ends.',
      severity: 'error',
      from: { path: '^src-link/' },
      to: { path: ownCode, pathNot: ['^src-link/', protocol] },
    },
    {
      name: 'main-starts-workers-but-is-not-one',
      comment: 'Extraction happens in processes of its own, so that a bad file cannot take the coordinator with it.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/(compose|cli/worker-command)\\.ts$' },
      to: { path: '^src-worker/(?!(supervisor|file)/)' },
    },
    {
      name: 'worker-stands-alone',
      comment: 'A worker runs on other machines too, without the rest.',
      severity: 'error',
      from: { path: '^src-worker/' },
      to: { path: '^src-(main|renderer)/' },
    },
    {
      name: 'runtime-knows-no-extractor',
      comment: 'It sees the interface that extractors have in common; the entries hand it the extractors themselves.',
      severity: 'error',
      from: { path: '^src-worker/runtime/' },
      to: { path: '^src-worker/(extractors/[^/]+/|extractors/registry|entry|supervisor)' },
    },
    {
      name: 'file-functions-are-leaves',
      comment: 'What a worker and the intake both ask of a file: names, fingerprints, faults of the file system.',
      severity: 'error',
      from: { path: '^src-worker/file/' },
      to: { path: ownCode, pathNot: ['^src-worker/file/', protocol] },
    },
    {
      name: 'worker-host-knows-no-extractor',
      comment: 'It runs processes that extract, and brings them files; it is handed what it says of extractors.',
      severity: 'error',
      from: { path: '^src-worker/host/' },
      to: { path: '^src-worker/(extractors|runtime|entry)/' },
    },
    {
      name: 'supervisor-knows-the-protocol-only',
      severity: 'error',
      from: { path: '^src-worker/supervisor/' },
      to: { path: ownCode, pathNot: ['^src-worker/supervisor/', protocol] },
    },
    {
      name: 'extractors-are-leaves',
      severity: 'error',
      from: { path: '^src-worker/extractors/' },
      to: { path: '^src-worker/(runtime|supervisor|entry)/' },
    },
    {
      name: 'extractors-do-not-cross',
      severity: 'error',
      from: { path: '^src-worker/extractors/([^/]+)/' },
      to: { path: '^src-worker/extractors/[^/]+/', pathNot: '^src-worker/extractors/$1/' },
    },
    {
      name: 'renderer-is-a-web-page',
      comment: 'It never touches Node: every screen also works in a browser.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-(main|worker)/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-do-not-cross',
      severity: 'error',
      from: { path: '^src-renderer/src/features/([^/]+)/' },
      to: { path: '^src-renderer/src/features/', pathNot: '^src-renderer/src/features/$1/' },
    },
    {
      name: 'ui-is-dumb',
      comment: 'A component of ui/ shows what it is given, wherever that came from.',
      severity: 'error',
      from: { path: '^src-renderer/src/ui/' },
      to: { path: '^src-renderer/src/(bridge|state|features)/' },
    },
    {
      name: 'bridge-carries-alone',
      comment: 'How the contract travels is known in one place.',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: '^src-renderer/src/bridge/' },
      to: { path: '^(node_modules/)?@orpc/' },
    },
    {
      name: 'sources-do-not-import-tools',
      severity: 'error',
      from: { path: ownCode },
      to: { path: '^(test|e2e|bench|scripts|bin)/' },
    },
    {
      name: 'run-time-needs-are-dependencies',
      comment:
        'The main process and the workers are not bundled with their packages; a package only for development is not there.',
      severity: 'error',
      from: { path: '^src-(main|worker|protocol)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/electron/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'imports-resolve',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
  ],
  options: {
    // Imports of types count as well: a boundary that types may cross is none.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
