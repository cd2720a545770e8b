/** A GIF of one pixel, with its number in a comment. */
export function tinyPicture(number: number): Buffer {
  const comment = Buffer.from(`picture ${number.toString()}`);
  const head = Buffer.from('47494638396101000100800000000000ffffff21fe', 'hex');
  const tail = Buffer.from('002c00000000010001000002024401003b', 'hex');
  return Buffer.concat([head, Buffer.from([comment.length]), comment, tail]);
}
