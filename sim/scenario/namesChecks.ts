import type { Path, Remark } from '#sim/scenario/finding';
import { expandNames } from '#sim/scenario/names';
import type { Parts } from '#sim/scenario/parts';
import type { HubEntry, ServerEntry } from '#sim/scenario/schema';
import { terminalNames } from '#sim/scenario/topology';

interface Named {
  readonly name: string;
  readonly what: string;
  readonly path: Path;
  readonly atKey?: boolean;
}

type HubStock = NonNullable<HubEntry['stock']>;

/** Whatever shares a namespace must differ in name: varieties, alternatives, and all nodes of the network. */
export function checkNames(parts: Parts): Remark[] {
  const varieties = (parts.varieties ?? []).flatMap((written, index) =>
    expandNames([written]).map((name): Named => ({ name, what: 'variety', path: ['varieties', index] })),
  );
  const alternatives = (parts.alternatives ?? []).map(({ name }, index): Named => ({
    name,
    what: 'alternative',
    path: ['alternatives', index, 'name'],
  }));
  const listed = parts.servers.flatMap((entry, index) =>
    entry ? duplicates(stocked(entry.stock, ['servers', index, 'stock'])) : [],
  );
  const central = duplicates(stocked(parts.hub?.stock ?? {}, ['hub', 'stock']));
  return [
    ...duplicates(varieties),
    ...duplicates(nodes(parts)),
    ...central,
    ...listed,
    ...duplicates(alternatives),
  ];
}

/** The varieties of one stock, which ranges may name twice. */
function stocked(stock: ServerEntry['stock'] | HubStock, path: Path): Named[] {
  const written: readonly string[] = Array.isArray(stock) ? stock : Object.keys(stock);
  return written.flatMap((range, at) =>
    expandNames([range]).map((name): Named => ({
      name,
      what: 'variety',
      path: [...path, Array.isArray(stock) ? at : range],
      atKey: !Array.isArray(stock),
    })),
  );
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
    expandNames([range]).flatMap((name): Named[] => [
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
      ...(one.atKey === true ? { atKey: true } : {}),
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
