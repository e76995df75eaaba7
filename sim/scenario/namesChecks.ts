import type { Path, Remark } from '#sim/scenario/finding';
import { expandName } from '#sim/scenario/names';
import type { Parts } from '#sim/scenario/parts';
import type { ServerEntry } from '#sim/scenario/schema';
import { serverStock, terminalNames } from '#sim/scenario/topology';

interface Named {
  readonly name: string;
  readonly what: string;
  readonly path: Path;
}

/** Whatever shares a namespace must differ in name: varieties, alternatives, and all nodes of the network. */
export function checkNames(parts: Parts): Remark[] {
  const varieties = (parts.varieties ?? []).map((name, index): Named => ({
    name,
    what: 'variety',
    path: ['varieties', index],
  }));
  const alternatives = (parts.alternatives ?? []).map(({ name }, index): Named => ({
    name,
    what: 'alternative',
    path: ['alternatives', index, 'name'],
  }));
  const listed = parts.servers.flatMap((entry, index) =>
    entry && Array.isArray(entry.stock)
      ? duplicates(
          serverStock(entry).map(([name], at) => ({
            name,
            what: 'variety',
            path: ['servers', index, 'stock', at],
          })),
        )
      : [],
  );
  return [...duplicates(varieties), ...duplicates(nodes(parts)), ...listed, ...duplicates(alternatives)];
}

function nodes(parts: Parts): Named[] {
  const hub: Named[] = parts.hub
    ? [{ name: parts.hub.name ?? 'hub', what: 'hub', path: ['hub', 'name'] }]
    : [];
  const suppliers = parts.suppliers.flatMap((entry, index): Named[] =>
    entry ? [{ name: entry.name, what: 'supplier', path: ['suppliers', index, 'name'] }] : [],
  );
  const servers = parts.servers.flatMap((entry, index) => (entry ? serverNodes(entry, index) : []));
  return [...hub, ...suppliers, ...servers];
}

function serverNodes(entry: ServerEntry, index: number): Named[] {
  const written: [string, Path][] =
    entry.names === undefined
      ? [[entry.name ?? '', ['servers', index, 'name']]]
      : entry.names.map((name, at) => [name, ['servers', index, 'names', at]]);
  return written.flatMap(([range, path]) =>
    (expandName(range) ?? []).flatMap((name): Named[] => [
      { name, what: 'server', path },
      ...terminalNames(name, entry.terminals).map((terminal, at): Named => {
        const inList: Path = Array.isArray(entry.terminals) ? [at] : [];
        return { name: terminal, what: 'terminal', path: ['servers', index, 'terminals', ...inList] };
      }),
    ]),
  );
}

function duplicates(named: readonly Named[]): Remark[] {
  const first = new Map<string, Named>();
  const reported = new Set<string>();
  const remarks: Remark[] = [];
  for (const one of named) {
    const other = first.get(one.name);
    if (other === undefined) {
      first.set(one.name, one);
      continue;
    }
    // A server that is there twice has every terminal twice: once is enough.
    const key = `${one.name.split(':')[0] ?? ''} ${one.path.slice(0, 2).join(' ')}`;
    if (one.name.includes(':') && reported.has(key)) continue;
    reported.add(key);
    remarks.push({
      severity: 'error',
      path: one.path,
      found: `the name ${JSON.stringify(one.name)}, which ${one.what === other.what ? 'another' : 'the'} ${other.what} has`,
      expected: NAMESPACES[one.what] ?? 'a name that nothing else in the network has',
      advice: 'rename one of the two, or remove it',
    });
  }
  return remarks;
}

const NAMESPACES: Readonly<Record<string, string>> = {
  variety: 'each variety once',
  alternative: 'a name that no other alternative has',
};
