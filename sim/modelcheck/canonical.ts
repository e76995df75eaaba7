/**
 * One text for each value of plain data, whatever the order of its fields. Contexts share most of their parts from
 * one state to the next, so the text of each part is remembered.
 */
export function canonicalText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = texts.get(value);
  if (text === undefined) {
    text = Array.isArray(value) ? `[${value.map(canonicalText).join()}]` : textOfFields(value, NOTHING, '');
    texts.set(value, text);
  }
  return text;
}

const texts = new WeakMap<object, string>();
const NOTHING: ReadonlySet<string> = new Set();

/** The text of a context without the fields in `left`, named from the outside in, such as "stock.sold". */
export function contextText(context: object, left: ReadonlySet<string>): string {
  return textOfFields(context, left, '');
}

function textOfFields(value: object, left: ReadonlySet<string>, path: string): string {
  const parts: string[] = [];
  for (const [field, part] of Object.entries(value).sort(byName)) {
    const name = path + field;
    if (!left.has(name)) parts.push(`${field}:${textWithout(part, left, name)}`);
  }
  return `{${parts.join()}}`;
}

function textWithout(value: unknown, left: ReadonlySet<string>, path: string): string {
  const isWhole = typeof value !== 'object' || value === null || !hasBelow(left, path);
  if (isWhole) return canonicalText(value);
  // A field of the elements of a list is named as if the list were not there.
  if (Array.isArray(value)) return `[${value.map((one) => textWithout(one, left, path)).join()}]`;
  return textOfFields(value, left, `${path}.`);
}

function hasBelow(left: ReadonlySet<string>, path: string): boolean {
  for (const name of left) if (name.startsWith(`${path}.`)) return true;
  return false;
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
