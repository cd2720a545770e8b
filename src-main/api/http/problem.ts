import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { Fault } from './call-fault.ts';

/** An error as RFC 9457 has it. Programs look at `code`; `detail` is a sentence for a person. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  /** What is wrong with the input, and where. */
  readonly issues?: readonly ProblemIssue[];
  /** Of an unexpected error: the log has the rest under this id. */
  readonly id?: string;
}

interface ProblemIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** With more, the answer to a large wrong request would be larger still. */
const ISSUES_MAX = 100;

const IssuePart = z.union([z.string(), z.number(), z.object({ key: z.union([z.string(), z.number()]) })]);
const FaultData = z.object({
  id: z.string().optional(),
  issues: z.array(z.object({ message: z.string(), path: z.array(IssuePart).default([]) })).optional(),
});

export function problem(status: number, code: string, detail: string): Problem {
  return { type: `urn:metaextract:fault:${code}`, title: STATUS_CODES[status] ?? 'Error', status, detail, code };
}

/** The code of a fault of the contract, as problem documents have it: `not-found`. */
export function problemCode(code: string): string {
  return code.toLowerCase().replaceAll('_', '-');
}

/** The same fault that a call over another carrier gets, as a problem document. */
export function problemOf(error: Fault): Problem {
  const { issues, id } = FaultData.safeParse(error.data).data ?? {};
  return {
    ...problem(error.status, problemCode(error.code), error.message),
    ...(issues === undefined ? {} : { issues: issues.slice(0, ISSUES_MAX).map(plainIssue) }),
    ...(id === undefined ? {} : { id }),
  };
}

function plainIssue({ path, message }: { path: z.infer<typeof IssuePart>[]; message: string }): ProblemIssue {
  return { path: path.map((part) => (typeof part === 'object' ? part.key : part)), message };
}

/** The whole answer in the form that a socket takes on which there is no response object (yet). */
export function rawProblem(found: Problem, headers: Readonly<Record<string, string>> = {}): string {
  const body = JSON.stringify(found);
  const lines = {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body).toString(),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
    ...headers,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${found.status} ${found.title}\r\n${head.join('')}\r\n${body}`;
}

/** Answers with a problem; where something was answered already, all that is left is to end the connection. */
export function sendProblem(response: ServerResponse, found: Problem, headers: OutgoingHttpHeaders = {}): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify(found);
  response.writeHead(found.status, {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
