import { app, Notification, powerSaveBlocker } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Job } from '../../src-protocol/contract/jobs.ts';
import type { Service } from '../compose-service.ts';
import { JOB_EVENTS, JobWatch, type Work } from './job-watch.ts';
import { notificationOf } from './job-words.ts';

/** Who waited so long has turned to something else. */
const NOTIFY_AFTER_MS = 30_000;
const SHOW_INTERVAL_MS = 250;

export interface JobSignsPorts {
  readonly window: () => BrowserWindow | undefined;
  /** The notification about a job was clicked. */
  readonly onOpen: (jobId: number) => void;
}

/** Shows outside of the page that jobs run and how they ended, and keeps the computer awake for them. */
export class JobSigns implements AsyncDisposable {
  readonly #ports: JobSignsPorts;
  readonly #watch: JobWatch;
  readonly #end = new AbortController();
  readonly #following: Promise<void>;
  /** A notification that nobody holds is collected, and its click is not heard any more. */
  readonly #shown = new Set<Notification>();
  #awake: number | undefined;
  #hasFailed = false;

  constructor(events: Service['events'], ports: JobSignsPorts) {
    this.#ports = ports;
    this.#watch = new JobWatch((job) => {
      this.#ended(job);
    });
    app.on('browser-window-focus', this.#onFocus);
    this.#following = this.#follow(events);
  }

  get work(): Work {
    return this.#watch.work;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    app.off('browser-window-focus', this.#onFocus);
    await this.#following;
    this.#stayAwake(false);
  }

  async #follow(events: Service['events']): Promise<void> {
    const { signal } = this.#end;
    const happening = events.subscribe({ kinds: JOB_EVENTS, jobId: undefined, lastEventId: undefined, signal });
    let shownAtMs = -Infinity;
    for await (const { event } of happening) {
      this.#watch.hear(event);
      if (event.kind === 'progress' && performance.now() - shownAtMs < SHOW_INTERVAL_MS) continue;
      shownAtMs = performance.now();
      this.#show();
    }
  }

  #show(): void {
    const { jobs, share } = this.#watch.work;
    this.#stayAwake(jobs > 0);
    const window = this.#ports.window();
    if (window === undefined) return;
    if (jobs > 0)
      window.setProgressBar(share ?? INDETERMINATE, { mode: share === undefined ? 'indeterminate' : 'normal' });
    else if (this.#hasFailed) window.setProgressBar(1, { mode: 'error' });
    else window.setProgressBar(NO_BAR);
  }

  #ended(job: Job): void {
    const isWatched = this.#ports.window()?.isFocused() === true;
    if (isWatched) return;
    this.#hasFailed ||= job.state === 'failed';
    if (job.activeMs >= NOTIFY_AFTER_MS && Notification.isSupported()) this.#notify(job);
  }

  #notify(job: Job): void {
    const notification = new Notification(notificationOf(job));
    const forget = () => this.#shown.delete(notification);
    this.#shown.add(notification);
    notification.on('click', () => {
      forget();
      this.#ports.onOpen(job.id);
    });
    notification.on('close', forget);
    notification.show();
  }

  #stayAwake(isNeeded: boolean): void {
    if (isNeeded) this.#awake ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (this.#awake !== undefined) {
      powerSaveBlocker.stop(this.#awake);
      this.#awake = undefined;
    }
  }

  readonly #onFocus = () => {
    this.#hasFailed = false;
    this.#show();
  };
}

const INDETERMINATE = 2;
const NO_BAR = -1;
