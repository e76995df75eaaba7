/** A copy of `list` with another element at `index`: what `list.with` does, several times faster in today's V8. */
export function replaceAt<Element>(
  list: readonly Element[],
  index: number,
  element: Element,
): readonly Element[] {
  if (list.length === 1) return [element];
  const copy = list.slice();
  copy[index] = element;
  return copy;
}
