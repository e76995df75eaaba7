/**
 * How much an object holds: entries of all objects, arrays, maps and sets that can be reached from it, each once.
 * Unlike the size of the heap it is the same for every run.
 */
export function countEntries(root: unknown): number {
  const seen = new Set<object>();
  const open: unknown[] = [root];
  let entries = 0;
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (ArrayBuffer.isView(next)) entries += next.byteLength / 8;
    else {
      const children = childrenOf(next);
      entries += children.length;
      open.push(...children);
    }
  }
  return entries;
}

function childrenOf(value: object): unknown[] {
  if (value instanceof Map) return [...value].flat();
  if (value instanceof Set) return [...value];
  return Object.values(value);
}
