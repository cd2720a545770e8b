import type { AnySchema } from '@orpc/contract';
import { JsonSchemaCoercer } from '@orpc/json-schema';
import type { Context } from '@orpc/server';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { CallInterceptor } from './served-call.ts';

type InputSchema = ReturnType<ZodToJsonSchemaConverter['convert']>[1];

/**
 * A query is all text; the schema of the input says what each of it is meant to be. A list with one value looks like that
 * value. Bodies are JSON, which says by itself what is a number, so they are taken as they are.
 */
export function queryCoercion<T extends Context>(): CallInterceptor<T> {
  const converter = new ZodToJsonSchemaConverter();
  const coercer = new JsonSchemaCoercer();
  const schemas = new WeakMap<object, InputSchema>();

  const schemaOf = (input: Exclude<AnySchema, undefined>) => {
    const known = schemas.get(input);
    if (known !== undefined) return known;
    const [, schema] = converter.convert(input, { strategy: 'input' });
    schemas.set(input, schema);
    return schema;
  };

  return (options) => {
    const { inputSchema, route } = options.procedure['~orpc'];
    if (inputSchema === undefined || route.method !== 'GET') return options.next();
    const schema = schemaOf(inputSchema);
    return options.next({ ...options, input: coercer.coerce(schema, withLists(schema, options.input)) });
  };
}

function withLists(schema: InputSchema, input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const entries = Object.entries(input as Record<string, unknown>).map(([name, value]) => {
    const property = schema.properties?.[name];
    const isList = typeof property === 'object' && property.type === 'array';
    return [name, isList && typeof value === 'string' ? [value] : value];
  });
  return Object.fromEntries(entries);
}
