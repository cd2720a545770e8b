import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parse, stringify, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { JobRequest } from '../../src-protocol/contract/jobs.ts';
import { CommandFault } from './exit.ts';

/** Reads what a job is to do from a JSON or YAML file; `-` is standard input. Faults: CommandFault, with all that is wrong. */
export function readJobFile(file: string): JobRequest {
  const name = file === '-' ? 'standard input' : file;
  const parsed = JobRequest.safeParse(parseText(read(file, name), name));
  if (parsed.success) return parsed.data;
  throw new CommandFault(`The job in ${name} is wrong:\n${z.prettifyError(parsed.error)}`);
}

/** The text of a file that makes the same job again; YAML unless the name says JSON. */
export function jobFileText(request: JobRequest, file: string): string {
  return extname(file).toLowerCase() === '.json' ? `${JSON.stringify(request, null, 2)}\n` : stringify(request);
}

function read(file: string, name: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new CommandFault(
      `The job file ${name} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
    );
  }
}

/** JSON is YAML too, so that one parser serves both. */
function parseText(text: string, name: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 }) as unknown;
  } catch (error) {
    const where = error instanceof YAMLParseError ? error.message : String(error);
    throw new CommandFault(`The job file ${name} is neither YAML nor JSON: ${where}`);
  }
}
