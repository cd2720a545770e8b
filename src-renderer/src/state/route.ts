import { create } from 'zustand';

export const SCREENS = [
  'add',
  'jobs',
  'results',
  'failures',
  'insights',
  'workers',
  'cache',
  'logs',
  'settings',
  'about',
] as const;
export type ScreenName = (typeof SCREENS)[number];

export interface Route {
  readonly screen: ScreenName;
  /** The job that it shows, where one was named. */
  readonly jobId?: number;
}

/** The address is the truth, so that reloading, going back and a link all lead to the same screen. */
export const useRoute = create<Route>(() => parseRoute(window.location.hash));

window.addEventListener('hashchange', () => {
  useRoute.setState(parseRoute(window.location.hash), true);
});

export function go(screen: ScreenName, jobId?: number): void {
  window.location.hash = jobId === undefined ? `/${screen}` : `/${screen}/${jobId}`;
}

function parseRoute(hash: string): Route {
  const [name = '', job = ''] = hash.replace(/^#\/?/, '').split('/');
  const screen = SCREENS.find((known) => known === name) ?? 'add';
  return /^[1-9]\d{0,15}$/.test(job) ? { screen, jobId: Number(job) } : { screen };
}
