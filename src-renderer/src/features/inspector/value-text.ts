/**
 * Any value of a tag as text for people: a list on one line, and of a structure one line for each field, those of what is
 * inside of it further in.
 */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return listText(value);
  if (typeof value === 'object') return fieldsText(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function listText(values: readonly unknown[]): string {
  if (values.every((value) => typeof value !== 'object')) return values.map(valueText).join(', ');
  return values.map((value) => `• ${valueText(value).replaceAll('\n', '\n  ')}`).join('\n');
}

function fieldsText(structure: object): string {
  return Object.entries(structure)
    .map(([name, value]) => {
      const text = valueText(value);
      const isBlock = typeof value === 'object' && text.includes('\n');
      return isBlock ? `${name}:\n  ${text.replaceAll('\n', '\n  ')}` : `${name}: ${text}`;
    })
    .join('\n');
}
