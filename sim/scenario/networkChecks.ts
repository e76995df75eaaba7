import { describeValue, type Path, type Remark } from '#sim/scenario/finding';
import type { CentralLevels, ServerLevels } from '#sim/scenario/levelsSchema';
import { expandKeys, expandNames } from '#sim/scenario/names';
import { nearest } from '#sim/scenario/nearest';
import type { Parts } from '#sim/scenario/parts';
import type { ServerEntry } from '#sim/scenario/schema';
import { serverStock } from '#sim/scenario/topology';

/** A supplier that fills nothing is probably a slip of the pen. */
export function checkSuppliers(parts: Parts): Remark[] {
  const { hub, suppliers } = parts;
  if (!hub) return [];
  const names = suppliers.map((supplier) => supplier?.name);
  const used = Object.values(hub.stock ?? {}).flatMap((levels) =>
    levels === 'unlimited' ? [] : [levels.supplier ?? (names.length === 1 ? names[0] : undefined)],
  );
  // A supplier that is missing or unknown is an error already, and may have been meant to be this one.
  if (used.some((name) => name === undefined || !names.includes(name))) return [];
  return suppliers.flatMap((supplier, index): Remark[] => {
    if (!supplier || used.includes(supplier.name)) return [];
    return [
      {
        severity: 'warning',
        path: ['suppliers', index, 'name'],
        found: `the supplier ${supplier.name}, from whom the hub orders nothing`,
        expected: 'a supplier of something under hub.stock',
        advice: 'name it in hub.stock, or remove it',
      },
    ];
  });
}

/** The hub must be able to get every variety, from somebody who is there. */
export function checkHub(parts: Parts): Remark[] {
  const { hub, suppliers } = parts;
  if (!hub || hub.stock === undefined || hub.supply !== undefined) return [];
  const varieties = parts.varieties ? expandNames(parts.varieties) : null;
  const stocked = new Set(expandKeys(hub.stock).map(([variety]) => variety));
  const remarks: Remark[] = [];
  for (const variety of varieties ?? []) {
    if (stocked.has(variety)) continue;
    remarks.push({
      severity: 'error',
      path: ['hub', 'stock'],
      atKey: true,
      found: `nothing for ${variety}`,
      expected: 'a stock of every variety, or no server could ever get it',
      advice: `add ${variety}: with its levels, or ${variety}: unlimited`,
    });
  }
  for (const [written, levels] of Object.entries(hub.stock)) {
    const path: Path = ['hub', 'stock', written];
    if (varieties) remarks.push(...unknownVarieties(written, varieties, path));
    if (levels === 'unlimited') continue;
    remarks.push(...missingLevels(levels, path), ...checkSupplier(levels, suppliers, path));
  }
  return remarks;
}

function checkSupplier(levels: CentralLevels, suppliers: Parts['suppliers'], path: Path): Remark[] {
  if (suppliers.includes(null)) return [];
  const names = suppliers.flatMap((entry) => (entry ? [entry.name] : []));
  if (levels.supplier === undefined) {
    if (names.length === 1) return [];
    return [
      {
        severity: 'error',
        path: [...path, 'supplier'],
        found: 'no supplier',
        expected: names.length === 0 ? 'a supplier, but the file has none' : `one of ${names.join(', ')}`,
        advice:
          names.length === 0
            ? 'add one under suppliers, or write unlimited here'
            : 'write supplier: and its name',
      },
    ];
  }
  if (names.includes(levels.supplier)) return [];
  const meant = nearest(levels.supplier, names);
  return [
    {
      severity: 'error',
      path: [...path, 'supplier'],
      found: `the unknown supplier ${describeValue(levels.supplier)}`,
      expected: names.length === 0 ? 'a supplier of the file, but it has none' : `one of ${names.join(', ')}`,
      advice: meant === null ? 'add it under suppliers, or name another' : `write ${meant}`,
    },
  ];
}

/** Every server stocks known varieties at levels that are known, and somebody stocks each variety. */
export function checkServers(parts: Parts): Remark[] {
  const { servers, stockRule } = parts;
  const varieties = parts.varieties ? expandNames(parts.varieties) : null;
  const remarks: Remark[] = [];
  const stocked = new Set<string>();
  for (const [index, entry] of servers.entries()) {
    if (!entry) continue;
    for (const [variety] of serverStock(entry)) stocked.add(variety);
    for (const [at, [written, levels]] of writtenStock(entry).entries()) {
      const path: Path = ['servers', index, 'stock', Array.isArray(entry.stock) ? at : written];
      if (varieties) remarks.push(...unknownVarieties(written, varieties, path));
      if (stockRule === undefined) remarks.push(...missingLevels(levels, path));
      remarks.push(...doubtfulLevels(levels, entry.unmet ?? 'lost', path));
    }
  }
  if (servers.includes(null) || servers.length === 0) return remarks;
  for (const [index, written] of (parts.varieties ?? []).entries()) {
    for (const variety of expandNames([written])) {
      if (stocked.has(variety)) continue;
      remarks.push({
        severity: 'warning',
        path: ['varieties', index],
        found: `${variety}, which no server stocks`,
        expected: 'a variety that some server sells',
        advice: 'add it to the stock of a server, or remove it',
      });
    }
  }
  return remarks;
}

/** The stock of a server as the file has it, ranges of varieties not written out. */
function writtenStock(entry: ServerEntry): readonly (readonly [string, ServerLevels])[] {
  return Array.isArray(entry.stock)
    ? entry.stock.map((written) => [written, {}])
    : Object.entries(entry.stock);
}

function unknownVarieties(written: string, varieties: readonly string[], path: Path): Remark[] {
  return expandNames([written]).flatMap((variety) => unknownVariety(variety, varieties, path));
}

function unknownVariety(variety: string, varieties: readonly string[], path: Path): Remark[] {
  if (varieties.includes(variety)) return [];
  const meant = nearest(variety, varieties);
  return [
    {
      severity: 'error',
      path,
      atKey: true,
      found: `the unknown variety ${describeValue(variety)}`,
      expected: `one of ${varieties.join(', ')}`,
      advice: meant === null ? 'add it to varieties, or name another' : `write ${meant}`,
    },
  ];
}

function missingLevels(levels: ServerLevels | CentralLevels, path: Path): Remark[] {
  const missing = [
    levels.lowWatermark === undefined ? ['lowWatermark', 'a low watermark'] : [],
    levels.desiredLevel === undefined && levels.orderQuantity === undefined
      ? ['desiredLevel', 'a desired level, or an order quantity']
      : [],
  ];
  return missing.flatMap(([key, what]): Remark[] =>
    key === undefined || what === undefined
      ? []
      : [
          {
            severity: 'error',
            path: [...path, key],
            found: 'nothing',
            expected: what,
            advice: `write ${key}: and a whole number of PINs`,
          },
        ],
  );
}

function doubtfulLevels(levels: ServerLevels, unmet: string, path: Path): Remark[] {
  const { lowWatermark: low, desiredLevel: desired, highWatermark: high } = levels;
  const remarks: Remark[] = [];
  if (high !== undefined && desired !== undefined && high < desired && high >= (low ?? 0)) {
    remarks.push({
      severity: 'warning',
      path: [...path, 'highWatermark'],
      found: String(high),
      expected: `a high watermark at or above the desired level, which is ${desired}`,
      advice: 'raise highWatermark, unless the hub may recall what it has just delivered',
    });
  }
  if (low !== undefined && low < 0 && unmet === 'lost') {
    remarks.push({
      severity: 'warning',
      path: [...path, 'lowWatermark'],
      found: String(low),
      expected: '0 or more where unmet customers are lost, since stock never falls below 0 there',
      advice: 'raise lowWatermark, or write unmet: backorder; as it is, this stock is never filled again',
    });
  }
  return remarks;
}
