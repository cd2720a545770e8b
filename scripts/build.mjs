// `npm run build`: builds out/ whether or not it is current.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

await setUp(dirname(dirname(fileURLToPath(import.meta.url))), { rebuild: true });
