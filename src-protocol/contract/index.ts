import { cache } from './cache.ts';
import { cluster } from './cluster.ts';
import { data, uploads } from './data.ts';
import { events } from './events.ts';
import { resultExports } from './exports.ts';
import { jobs } from './jobs.ts';
import { machines } from './machines.ts';
import { queue } from './queue.ts';
import { results } from './results.ts';
import { settings, system } from './system.ts';
import { workers } from './workers.ts';

/** All that a person or a program can ask of the coordinator. */
export const contract = {
  jobs,
  results,
  exports: resultExports,
  workers,
  machines,
  cluster,
  queue,
  cache,
  data,
  uploads,
  events,
  system,
  settings,
};
export type Contract = typeof contract;

/** Where the paths of the contract begin over HTTP. */
export const API_PREFIX = '/api/v1';
