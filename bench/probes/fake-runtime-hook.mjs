// Preloaded into the command and, as the environment is inherited, into its runtimes: these then run fake-runtime.ts in
// place of their own entry. Everything else is the built command as it is.
import { registerHooks } from 'node:module';

const standIn = new URL('./fake-runtime.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier.endsWith('/runtime-child.js') ? { url: standIn, shortCircuit: true } : next(specifier, context),
});
