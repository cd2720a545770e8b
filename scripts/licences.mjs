import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages that are needed only to build the page, as they are bundled into it; what they stand on is found by itself. */
const IN_THE_PAGE = [
  '@fontsource-variable/inter',
  '@fontsource-variable/jetbrains-mono',
  '@tanstack/react-query',
  '@tanstack/react-table',
  '@tanstack/react-virtual',
  'd3-geo',
  'lucide-react',
  'radix-ui',
  'react',
  'react-dom',
  'react-is',
  'recharts',
  'tailwindcss',
  'topojson-client',
  'world-atlas',
  'zustand',
];

/** What people know under another name than that of its package. */
const KNOWN_AS = new Map([
  ['@fontsource-variable/inter', 'Inter'],
  ['@fontsource-variable/jetbrains-mono', 'JetBrains Mono'],
  ['electron', 'Electron'],
]);

const EXIFTOOL_PACKAGE = /^exiftool-vendored\.(?:pl|exe)$/;
const EXIFTOOL_LICENCE = 'Artistic-1.0-Perl OR GPL-1.0-or-later';
const LICENCE_FILE = /^(?:licen[cs]e|copying)(?:[.-]|$)/i;

/**
 * @typedef {{ dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }} LockedPackage
 * @typedef {{ name: string, version: string, licence: string, text: string }} ShippedPackage
 */

/**
 * Writes what is shipped, with the licences as they lie in node_modules: `{packages}` as JSON.
 *
 * @param {string} root
 * @param {string} file
 */
export function writeLicences(root, file) {
  const packages = shippedFolders(root)
    .flatMap((folder) => shippedPackages(join(root, folder)))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const once = new Map(packages.map((shipped) => [`${shipped.name} ${shipped.version}`, shipped]));
  writeFileSync(file, JSON.stringify({ packages: [...once.values()] }));
}

/**
 * The folders of all packages that the program consists of.
 *
 * @param {string} root
 */
function shippedFolders(root) {
  /** @type {{ packages: Record<string, LockedPackage> }} */
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  /** @type {Set<string>} */
  const folders = new Set();
  /** @type {(from: string, names: readonly string[]) => void} */
  const add = (from, names) => {
    for (const name of names) {
      const folder = folderOf(packages, from, name);
      if (folder === undefined || folders.has(folder) || name.startsWith('@types/')) continue;
      if (!existsSync(join(root, folder))) continue; // for another system
      folders.add(folder);
      add(folder, namesOf(packages[folder]));
    }
  };
  add('', [...Object.keys(packages['']?.dependencies ?? {}), ...IN_THE_PAGE]);
  return [...folders, 'node_modules/electron']; // what Electron's package stands on only fetches Electron
}

/** @param {LockedPackage | undefined} locked */
function namesOf(locked) {
  return Object.keys({ ...locked?.dependencies, ...locked?.optionalDependencies });
}

/**
 * Where a package finds another one that it needs: in its own folder, or in one of those around it.
 *
 * @param {Record<string, LockedPackage>} packages
 * @param {string} from
 * @param {string} name
 */
function folderOf(packages, from, name) {
  for (let around = from; ;) {
    const folder = around === '' ? `node_modules/${name}` : `${around}/node_modules/${name}`;
    if (folder in packages) return folder;
    if (around === '') return undefined;
    around = around.slice(0, Math.max(0, around.lastIndexOf('/node_modules/')));
  }
}

/**
 * @param {string} folder
 * @returns {ShippedPackage[]}
 */
function shippedPackages(folder) {
  /** @type {{ name: string, version: string, license?: string }} */
  const { name, version, license = '' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const shipped = { name: KNOWN_AS.get(name) ?? name, version, licence: license, text: licenceText(folder) };
  if (!EXIFTOOL_PACKAGE.test(name)) return [shipped];
  const exiftool = { name: 'ExifTool', version: version.split('.').slice(0, 2).join('.'), licence: EXIFTOOL_LICENCE };
  return [shipped, { ...exiftool, text: shipped.text }];
}

/** @param {string} folder */
function licenceText(folder) {
  const name = readdirSync(folder)
    .sort()
    .find((entry) => LICENCE_FILE.test(entry));
  return name === undefined ? '' : readFileSync(join(folder, name), 'utf8');
}
