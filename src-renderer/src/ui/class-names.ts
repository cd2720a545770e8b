/** The classes that apply, as one text for `className`. */
export function classNames(...classes: readonly (string | false | undefined)[]): string {
  return classes.filter((name) => name !== false && name !== undefined && name !== '').join(' ');
}
