import { STATUS_CODES } from 'node:http';
import type { AnySchema, OpenAPI } from '@orpc/contract';
import { traverseContractProcedures } from '@orpc/server';
import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { CacheStatistics } from '../../../src-protocol/contract/cache.ts';
import { ClusterStatus } from '../../../src-protocol/contract/cluster.ts';
import { FolderEntry, Survey, Upload } from '../../../src-protocol/contract/data.ts';
import { Event } from '../../../src-protocol/contract/events.ts';
import { ExportView } from '../../../src-protocol/contract/exports.ts';
import { API_PREFIX, contract } from '../../../src-protocol/contract/index.ts';
import { Job, JobRequest, JobSummary } from '../../../src-protocol/contract/jobs.ts';
import type { Role } from '../../../src-protocol/model/role.ts';
import { FolderAccess, FoundMachine, Machine } from '../../../src-protocol/contract/machines.ts';
import { Condition, ResultFilter } from '../../../src-protocol/contract/results.ts';
import { Settings, SettingsChange } from '../../../src-protocol/contract/settings.ts';
import { Alert, Health, MetricsView, Token } from '../../../src-protocol/contract/system.ts';
import { LogLine } from '../../../src-protocol/model/log-line.ts';
import { LaneBlock, WorkerView } from '../../../src-protocol/contract/workers.ts';
import { JobProgress } from '../../../src-protocol/model/progress.ts';
import { problemCode } from './problem.ts';
import type { RawRoute } from './raw-route.ts';
import { leastRole } from './served-call.ts';

/** What has a name of its own in the document, for clients that are made from it. */
const INPUTS = { JobRequest, ResultFilter, Condition, SettingsChange };
const OUTPUTS = {
  Job,
  JobProgress,
  JobSummary,
  WorkerView,
  LaneBlock,
  Machine,
  FoundMachine,
  FolderAccess,
  ClusterStatus,
  CacheStatistics,
  ExportView,
  FolderEntry,
  Upload,
  Survey,
  Event,
  Alert,
  Health,
  LogLine,
  MetricsView,
  Token,
  Settings,
};

const TAGS = [
  { name: 'jobs', description: 'What is to be read, and how far it is' },
  { name: 'results', description: 'What was found in each file' },
  { name: 'exports', description: 'Results as files for other programs' },
  { name: 'workers', description: 'The processes that read files' },
  { name: 'machines', description: 'Other computers that work for this one' },
  { name: 'cluster', description: 'How many of them there are' },
  { name: 'queue', description: 'What waits, and why' },
  { name: 'cache', description: 'What is known of files that have not changed' },
  { name: 'data', description: 'Folders that the server can read' },
  { name: 'uploads', description: 'Files that are sent to the server' },
  { name: 'events', description: 'Everything that happens, as it happens' },
  { name: 'system', description: 'Health, load, log, backups and tokens' },
  { name: 'settings', description: 'What can be set' },
];

type ProblemSchema = OpenAPI.SchemaObject | OpenAPI.ReferenceObject;
const PROBLEM_REF: OpenAPI.ReferenceObject = { $ref: '#/components/schemas/Problem' };
const PROBLEM_SCHEMA: OpenAPI.SchemaObject = {
  type: 'object',
  description: 'An error as RFC 9457 has it',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'a sentence for a person' },
    code: { type: 'string', description: 'for programs' },
    issues: {
      type: 'array',
      description: 'what is wrong with the input, and where',
      items: {
        type: 'object',
        properties: { path: { type: 'array', items: { type: ['string', 'integer'] } }, message: { type: 'string' } },
        required: ['path', 'message'],
      },
    },
    id: { type: 'string', description: 'of an unexpected error: where the log has the rest' },
  },
  required: ['type', 'title', 'status', 'detail', 'code'],
};

/** The contract, and those raw routes under its prefix that say what they do, as an OpenAPI 3.1 document. */
export async function openApiDocument(version: string, raw: readonly RawRoute[] = []): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    info: {
      title: 'MetaExtract',
      version,
      description:
        'Pulls all the metadata out of large collections of files. Errors are problem documents whose code is for programs.',
    },
    servers: [{ url: API_PREFIX }],
    // On this computer no token is needed unless the server was told to ask for one.
    security: [{}, { token: [] }],
    tags: TAGS,
    commonSchemas: { ...named(INPUTS, 'input'), ...named(OUTPUTS, 'output') },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of the form `mx_<id>_<secret>`' },
      },
    },
    customErrorResponseBodySchema: (faults) => ({
      allOf: [PROBLEM_REF],
      properties: { code: { enum: faults.map(([code]) => problemCode(code)) } },
    }),
  });
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA },
  };
  const roles = rolesOfOperations();
  for (const operation of operationsOf(document)) {
    describeRole(operation, roles.get(operation.operationId ?? ''));
    describeParameters(operation);
    describeProblems(operation, document.components);
  }
  addRawRoutes(document, raw);
  return document;
}

function named(schemas: Readonly<Record<string, AnySchema>>, strategy: 'input' | 'output') {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, { schema, strategy }]));
}

function rolesOfOperations(): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>();
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
    roles.set(path.join('.'), leastRole(procedure['~orpc'].meta));
  });
  return roles;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

function* operationsOf(document: OpenAPI.Document): Generator<OpenAPI.OperationObject> {
  for (const path of Object.values(document.paths ?? {}))
    for (const method of METHODS) {
      const operation = path?.[method];
      if (operation !== undefined) yield operation;
    }
}

function describeRole(operation: OpenAPI.OperationObject, role: Role | undefined): void {
  if (role !== undefined) Object.assign(operation, { 'x-role': role });
}

/** A list in a query is its name once for each value, as programs and forms write it. */
function describeParameters({ parameters = [] }: OpenAPI.OperationObject): void {
  for (const parameter of parameters) {
    if (!('in' in parameter) || parameter.in !== 'query') continue;
    delete parameter.allowEmptyValue;
    delete parameter.allowReserved;
    const { schema } = parameter;
    if (schema === undefined || !('type' in schema) || schema.type !== 'array') continue;
    parameter.style = 'form';
    parameter.explode = true;
  }
}

/** Faults are the same everywhere, so the document says each of them once and refers to it. */
function describeProblems({ responses = {} }: OpenAPI.OperationObject, components: OpenAPI.ComponentsObject): void {
  const shared = (components.responses ??= { Problem: problemResponse('What else went wrong', PROBLEM_REF) });
  for (const [status, response] of Object.entries(responses)) {
    if ('$ref' in response || Number(status) < 400) continue;
    const schema = response.content?.['application/json']?.schema ?? PROBLEM_REF;
    const name = `Problem${status}`;
    shared[name] ??= problemResponse(STATUS_CODES[status] ?? status, schema);
    responses[status] = { $ref: `#/components/responses/${name}` };
  }
  responses['default'] = { $ref: '#/components/responses/Problem' };
}

function problemResponse(description: string, schema: ProblemSchema): OpenAPI.ResponseObject {
  return { description, content: { 'application/problem+json': { schema } } };
}

function addRawRoutes(document: OpenAPI.Document, raw: readonly RawRoute[]): void {
  document.paths ??= {};
  for (const { method, pattern, role, operation } of raw) {
    if (operation === undefined || !pattern.startsWith(`${API_PREFIX}/`)) continue;
    const path = pattern.slice(API_PREFIX.length).replace('{+', '{');
    const security = role === 'anybody' ? { security: [] } : { 'x-role': role };
    document.paths[path] = {
      ...document.paths[path],
      [method.toLowerCase()]: { ...operation, ...security },
    };
  }
}
