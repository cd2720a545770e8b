/** Under this name the bridge is a property of the page's `window`; in a browser there is none. */
export const BRIDGE_NAME = 'metaextract';

/** What `data` is of the message event that brings the page its port, as `ports[0]`; its `source` is the window itself. */
export const PORT_MESSAGE = 'metaextract:port';

export type DesktopPlatform = 'linux' | 'darwin' | 'win32';

export type DesktopTheme = 'system' | 'light' | 'dark';

/** What the menu of the window asks the page to do. */
export type DesktopCommand =
  | 'export'
  | 'settings'
  | 'about'
  | 'keyboard-help'
  | 'go-add-files'
  | 'go-jobs'
  | 'go-results'
  | 'go-failures'
  | 'go-insights'
  | 'go-workers'
  | 'go-cache'
  | 'go-logs';

/** What comes from outside of the page and is the page's to do. */
export type DesktopRequest =
  /** Absolute paths that were chosen in the menu, named on the command line, or dropped on the program's icon. */
  | { readonly kind: 'add-sources'; readonly paths: readonly string[] }
  /** A notification about this job was clicked. */
  | { readonly kind: 'show-job'; readonly jobId: number }
  | { readonly kind: 'command'; readonly command: DesktopCommand };

/**
 * What the desktop window lends its page beyond the contract. The page never says which file to open: it names a result or
 * an export, and the program finds the path. Whatever is refused rejects with an Error whose message is a sentence.
 */
export interface DesktopBridge {
  /** Of the program. */
  readonly version: string;
  readonly platform: DesktopPlatform;

  /** Asks for a port that speaks the contract. It comes with PORT_MESSAGE as soon as the program is ready for calls. */
  connect(): void;
  /** Where a dropped or chosen File lies on disk; '' where it does not. */
  pathOf(file: object): string;
  /** Lets a person choose, many at once; [] when it is dismissed. */
  chooseSources(kind: 'files' | 'folders'): Promise<string[]>;
  /** Lets a person choose where a complete export is put, and puts it there; undefined when it is dismissed. */
  saveExport(exportId: string, suggestedName: string): Promise<{ readonly path: string } | undefined>;
  /** Shows a saved export in its folder. */
  revealExport(exportId: string): Promise<void>;
  /** Opens the file of a result with the program that the system has for it. */
  openResult(jobId: number, itemId: number): Promise<void>;
  /** Shows the file of a result in its folder. */
  revealResult(jobId: number, itemId: number): Promise<void>;
  /** Opens a map of the world at a place, in degrees, in the browser. */
  openPlace(latitude: number, longitude: number): Promise<void>;
  /** Shows the folder of the log files. */
  openLogs(): Promise<void>;
  /** The theme that was chosen last, also in an earlier run. */
  chosenTheme(): Promise<DesktopTheme>;
  /** Sets the theme of the window and what `prefers-color-scheme` says, now and at the next start. */
  setTheme(theme: DesktopTheme): Promise<void>;
  /** Hears what comes from outside, also what came before anybody listened; gives the function that ends it. */
  onRequest(listener: (request: DesktopRequest) => void): () => void;
}
