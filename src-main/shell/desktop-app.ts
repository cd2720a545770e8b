import { join } from 'node:path';
import { app, nativeTheme } from 'electron';
import type { BrowserWindow, MessagePortMain } from 'electron';
import { Cleanup } from '../cleanup.ts';
import { wordsOf } from '../cli/error-words.ts';
import type { Service } from '../compose-service.ts';
import { keepHeapSmall } from '../config/small-heap.ts';
import { createFileLog } from '../log/file-log.ts';
import { DesktopState } from './desktop-state.ts';
import { Ending } from './ending.ts';
import { JobSigns } from './job-signs.ts';
import { setMenu } from './menu.ts';
import { PageActions } from './page-actions.ts';
import { PageLink } from './page-link.ts';
import type { PageRequests } from './page-requests.ts';
import { servePage } from './page-scheme.ts';
import { askToReload, askToWait, showDataProblem } from './problem-dialogs.ts';
import { bringToFront, loadPage, openWindow, whenShown } from './window.ts';

export interface DesktopParts {
  readonly dataFolder: string;
  /** For what the window itself keeps. */
  readonly ownFolder: string;
  readonly requests: PageRequests;
}

/** What the window has once the data folder is open. */
interface Opened {
  readonly service: Service;
  readonly serve: (port: MessagePortMain) => void;
}

/** A system that ends the program ends each of its processes by itself: the page's may be the first. */
const SYSTEM_ENDS_ALL_WITHIN_MS = 300;

/** The program as a window: the window itself, the service behind it, and what connects the two. Electron must be ready. */
export class Desktop {
  readonly #dataFolder: string;
  readonly #state: DesktopState;
  readonly #requests: PageRequests;
  readonly #log: ReturnType<typeof createFileLog>;
  readonly #cleanup = new Cleanup();
  readonly #opened: Promise<Opened>;
  readonly #open: () => void;
  readonly #actions: PageActions;
  readonly #link: PageLink;
  readonly #ending: Ending;
  #isOpening = false;
  #signs: JobSigns | undefined;
  #window: BrowserWindow | undefined;

  constructor({ dataFolder, ownFolder, requests }: DesktopParts) {
    this.#dataFolder = dataFolder;
    this.#state = new DesktopState(ownFolder);
    this.#requests = requests;
    this.#log = createFileLog(join(dataFolder, 'logs', 'desktop.log'), 'info');
    const { promise, open } = onceAsked(() => this.#openService());
    this.#opened = promise;
    this.#open = open;
    this.#actions = new PageActions({
      window: () => this.#window,
      service: async () => (await this.#opened).service,
      state: this.#state,
      dataFolder,
    });
    this.#link = this.#linkPage();
    this.#ending = new Ending({
      window: () => this.#window,
      runningJobs: () => this.#signs?.work.jobs ?? 0,
      close: () => this.#close(),
      log: this.#log,
    });
  }

  /** The window comes first; what takes longer follows while the page is being shown. */
  async start(): Promise<void> {
    this.#logTroubles();
    nativeTheme.themeSource = this.#state.kept.theme;
    this.#setMenu(this.#actions);
    await Promise.all([servePage(), whenShown(this.#openWindow())]);
    this.#log.info({ sinceStartMs: sinceStartMs() }, 'window.shown');
    if (this.#ending.isEnding) return;
    this.#isOpening = true;
    this.#open();
    this.#opened.then(
      () => {
        this.#log.info({ sinceStartMs: sinceStartMs() }, 'data.opened');
      },
      (error: unknown) => this.#cannotOpen(error),
    );
  }

  /** Brings the window to the front, also where it was closed. */
  show(): void {
    if (this.#window === undefined) this.#openWindow();
    else bringToFront(this.#window);
  }

  #openWindow(): BrowserWindow {
    const window = openWindow(this.#state);
    this.#window = window;
    this.#ending.watch(window);
    window.once('closed', () => {
      this.#link.reset();
      this.#window = undefined;
    });
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#link.reset();
    });
    this.#standCrashes(window);
    loadPage(window).catch((error: unknown) => {
      this.#log.error({ error: String(error) }, 'page.not-loaded');
    });
    return window;
  }

  #standCrashes(window: BrowserWindow): void {
    let isToReload = false;
    const reload = () => {
      if (!window.isDestroyed()) window.webContents.reload();
    };
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      this.#link.reset();
      this.#log.error({ reason, exitCode }, 'page.gone');
      if (reason === 'clean-exit') return;
      if (isToReload) setImmediate(reload);
      else setTimeout(() => void this.#offerReload(window, reason), SYSTEM_ENDS_ALL_WITHIN_MS);
      isToReload = false;
    });
    window.on('unresponsive', () => {
      this.#log.warn({}, 'page.unresponsive');
      void askToWait(window).then((isToWait) => {
        if (isToWait || window.isDestroyed()) return;
        isToReload = true;
        window.webContents.forcefullyCrashRenderer(); // a page that hangs does not let itself be loaded anew
      });
    });
  }

  async #offerReload(window: BrowserWindow, reason: string): Promise<void> {
    if (this.#ending.isEnding || window.isDestroyed() || !window.webContents.isCrashed()) return;
    const isToReload = await askToReload(window, reason);
    if (!isToReload) app.quit();
    else if (!window.isDestroyed()) window.webContents.reload();
  }

  async #openService(): Promise<Opened> {
    keepHeapSmall();
    const [{ openService }, { PortCarrier }] = await Promise.all([
      import('./open-service.ts'),
      import('../api/port-carrier.ts'),
    ]);
    const service = this.#cleanup.use(await openService(this.#dataFolder));
    const carrier = new PortCarrier(service.router, service.log);
    const signs = new JobSigns(service.events, {
      window: () => this.#window,
      onOpen: (jobId) => {
        this.show();
        this.#requests.send({ kind: 'show-job', jobId });
      },
    });
    this.#signs = this.#cleanup.use(signs);
    if (!this.#ending.isEnding) await service.resumeJobs();
    return {
      service,
      serve: (port) => {
        carrier.serve(port, { role: 'admin', name: 'window' });
        port.start();
      },
    };
  }

  async #cannotOpen(error: unknown): Promise<void> {
    this.#log.error({ error: String(error) }, 'data.not-opened');
    if (this.#ending.isEnding) return;
    await showDataProblem(this.#window, wordsOf(error));
    this.#ending.end(1);
  }

  #linkPage(): PageLink {
    return new PageLink({
      window: () => this.#window,
      requests: this.#requests,
      answer: (call) => this.#actions.answer(call),
      serve: (port) => {
        this.#opened.then(
          ({ serve }) => {
            serve(port);
          },
          () => undefined, // it is told by a dialog, and the program ends
        );
      },
      log: this.#log,
    });
  }

  #setMenu(actions: PageActions): void {
    setMenu({
      addSources: (what) => {
        void actions.chooseSources(what).then((paths) => {
          this.show();
          this.#requests.addSources(paths);
        });
      },
      command: (command) => {
        this.show();
        this.#requests.send({ kind: 'command', command });
      },
      openLogs: () => {
        actions.openLogs().catch((error: unknown) => {
          this.#log.warn({ error: String(error) }, 'logs.not-opened');
        });
      },
    });
  }

  #logTroubles(): void {
    app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
      if (reason !== 'clean-exit') this.#log.warn({ type, name, reason, exitCode }, 'process.gone');
    });
    process.on('unhandledRejection', (error) => {
      this.#log.error({ error: error instanceof Error ? error.stack : String(error) }, 'program.unhandled');
    });
  }

  /** Also what is just being opened: a program that ended meanwhile would leave its threads running, and wait for them. */
  async #close(): Promise<void> {
    if (this.#isOpening) await this.#opened.catch(() => undefined);
    try {
      await this.#cleanup[Symbol.asyncDispose]();
      this.#log.info({}, 'data.closed');
    } catch (error) {
      // what is not recorded is read again at the next start
      this.#log.error({ error: error instanceof Error ? error.stack : String(error) }, 'data.not-closed');
    } finally {
      this.#log[Symbol.dispose]();
    }
  }
}

function sinceStartMs(): number {
  return Math.round(Date.now() - (process.getCreationTime() ?? Date.now()));
}

/** A promise of what `work` gives, which begins only when it is asked for. */
function onceAsked<T>(work: () => Promise<T>): { readonly promise: Promise<T>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  }).then(work);
  return { promise, open };
}
