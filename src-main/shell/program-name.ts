import { extname } from 'node:path';

/** What one of the systems runs when it is opened. A collection of files may come from anywhere. */
const PROGRAMS: ReadonlySet<string> = new Set(
  (
    'action app appimage appref-ms bat bin chm cmd com command cpl csh desktop exe gadget hta inf ins jar js jse jsx ksh ' +
    'lnk msc msh msi msix msp mst pif pkg ps1 psm1 py pyw rb reg run scf scpt scr service sh tool url vb vbe vbs webloc ' +
    'workflow ws wsc wsf wsh xbap'
  )
    .split(' ')
    .map((extension) => `.${extension}`),
);

/** Whether opening a file of this name would run it rather than show it. */
export function isProgram(path: string): boolean {
  return PROGRAMS.has(extname(path.replace(/[. ]+$/, '')).toLowerCase()); // Windows leaves dots and spaces at the end away
}
