import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';
import { formatPath, type Path, type Remark } from '#sim/scenario/finding';
import type { Finding } from '#sim/scenario/scenario';

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Line and column of what is at a path: of its value, or of its key; where it is missing, of what it is missing from. */
function locate(document: Document, lines: LineCounter, path: Path, atKey: boolean): Place {
  let offset = start(document.contents);
  let node: unknown = document.contents;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = start(node) ?? offset;
    } else if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step));
      if (pair === undefined) break;
      const key = start(pair.key);
      const value = isEmptyScalar(pair.value) ? undefined : start(pair.value);
      const last = depth === path.length - 1;
      offset = (last && !atKey ? (value ?? key) : key) ?? offset;
      node = pair.value;
    } else {
      break;
    }
  }
  const { line, col } = lines.linePos(offset ?? 0);
  return { line, column: col };
}

/** A finder of places, bound to one file. */
export function locator(file: string, document: Document, lines: LineCounter): (remark: Remark) => Finding {
  return ({ severity, path, atKey, found, expected, advice }) => {
    const place = locate(document, lines, path, atKey ?? false);
    return { severity, file, ...place, path: formatPath(path), found, expected, advice };
  };
}

function start(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}

function isEmptyScalar(node: unknown): boolean {
  return node === null || (isScalar(node) && node.source === '');
}
