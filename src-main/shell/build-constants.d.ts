/** The version in package.json, put in by the bundler: a sandboxed preload cannot read a file. */
declare const __APP_VERSION__: string;
