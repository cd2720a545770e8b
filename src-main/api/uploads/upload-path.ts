/** What file systems take: bytes of one name, and of a path that still fits below our own folder. */
const NAME_BYTES_MAX = 255;
const PATH_BYTES_MAX = 2_000;
const DEPTH_MAX = 64;

/** Names that are devices on Windows, with any ending and in either case of letters. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
/** `:` would write a stream beside the file, and the end of a name that is cut off would make it another. */
const NOT_ON_WINDOWS = /[<>:"|?*\u0001-\u001f]|[. ]$/;

/**
 * The parts of a path, relative and with `/`, under which a file may be put; undefined where it leads out of its folder or is
 * no name. Devices and backslashes are refused everywhere, so that a folder that was sent can be copied anywhere.
 */
export function uploadPath(path: string, platform: NodeJS.Platform = process.platform): readonly string[] | undefined {
  const parts = path.split('/');
  if (Buffer.byteLength(path) > PATH_BYTES_MAX || parts.length > DEPTH_MAX) return undefined;
  return parts.every((part) => isName(part, platform)) ? parts : undefined;
}

function isName(part: string, platform: NodeJS.Platform): boolean {
  if (part === '' || part === '.' || part === '..' || part.includes('\0') || part.includes('\\')) return false;
  if (Buffer.byteLength(part) > NAME_BYTES_MAX || DEVICE.test(part)) return false;
  return platform !== 'win32' || !NOT_ON_WINDOWS.test(part);
}
