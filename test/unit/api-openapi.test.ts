import { describe, expect, test } from 'vitest';
import { traverseContractProcedures } from '@orpc/server';
import { contract } from '../../src-protocol/contract/index.ts';
import { ask, serve } from './fakes/api-server.ts';

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly responses: Readonly<Record<string, unknown>>;
  readonly parameters?: readonly { readonly name: string }[];
  readonly 'x-role'?: string;
}

interface Document {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

async function document(): Promise<Document> {
  const { json, status } = await ask(await serve({ tokenRequired: true }), '/openapi.json');
  expect(status).toBe(200);
  return json as unknown as Document;
}

function operationsOf({ paths }: Document): readonly Operation[] {
  return Object.values(paths).flatMap((methods) => Object.values(methods));
}

describe('the document', () => {
  test('has every procedure of the contract with the least role that may call it', async () => {
    const operations = operationsOf(await document());
    const roles = new Map(operations.map((operation) => [operation.operationId, operation['x-role']]));
    const wanted = new Map<string, unknown>();
    traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
      wanted.set(path.join('.'), (procedure['~orpc'].meta as { role: unknown }).role);
    });
    wanted.set('uploads.putFile', 'admin'); // a raw route that describes itself
    expect(Object.fromEntries(roles)).toEqual(Object.fromEntries(wanted));
  });

  test('is of OpenAPI 3.1, says where the paths begin and how to give a token', async () => {
    const { openapi, info, servers, components, tags, ...rest } = await document();
    expect(openapi).toMatch(/^3\.1\./);
    expect(info.version).toBe('1.2.3');
    expect(servers).toEqual([{ url: '/api/v1' }]);
    expect(components['securitySchemes']?.['token']).toMatchObject({ type: 'http', scheme: 'bearer' });
    const used = new Set(
      operationsOf({ openapi, info, servers, components, tags, ...rest }).flatMap((one) => one.tags),
    );
    expect(new Set(tags.map(({ name }) => name))).toEqual(used);
  });

  test('refers only to what it has, and names faults with their codes', async () => {
    const whole = await document();
    const text = JSON.stringify(whole);
    const references = new Set(text.match(/"#\/components\/[^"]+"/g));
    for (const reference of references) {
      const [, , kind = '', name = ''] = reference.slice(1, -1).split('/');
      expect(whole.components[kind], reference).toHaveProperty(name);
    }
    expect(text).toContain('"not-allowed-path"');
    expect(text).toContain('application/problem+json');
    for (const { responses } of operationsOf(whole)) expect(responses).toHaveProperty('default');
  });
});

describe('its page', () => {
  test('is there without a token, and needs nothing but its own files', async () => {
    const server = await serve({ tokenRequired: true });
    const page = await ask(server, '/docs');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(files).toContain('/docs/docs.js');
    for (const file of files) expect(await ask(server, file)).toMatchObject({ status: 200 });
    expect(page.text).not.toMatch(/<style|style=|<script(?! type="module" src)|\son\w+=/);
  });
});
