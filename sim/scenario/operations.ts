import { joined } from '#sim/operations';
import type { Operation } from '#sim/operations';
import { beginningOf, parseStamp } from '#sim/scenario/calendar';
import { durationMicroseconds } from '#sim/scenario/duration';
import type { Path, Remark } from '#sim/scenario/finding';
import { nearest } from '#sim/scenario/nearest';
import type { OperationEntry } from '#sim/scenario/operationsSchema';
import type { Parts } from '#sim/scenario/parts';
import { serverNames } from '#sim/scenario/topology';
import type { StopRule } from '#sim/plan';

export function resolveOperations(entries: readonly OperationEntry[], starts: string | null): Operation[] {
  const operations = entries.map((given): Operation => {
    const from = beginningOf(given.from, starts) ?? 0;
    return {
      kind: given.outage === undefined ? 'offline' : 'outage',
      node: given.outage ?? given.offline ?? '',
      from,
      until: from + durationMicroseconds(given.lasts),
    };
  });
  return joined(operations);
}

/** Operations befall nodes that are there, during the run. */
export function checkOperations(parts: Parts, stop: StopRule): Remark[] {
  const own = (parts.operations ?? []).flatMap((given, index) =>
    checkOperation(parts, stop, given, ['operations', index]),
  );
  const others = (parts.alternatives ?? []).flatMap((alternative, at) =>
    (alternative.operations ?? []).flatMap((given, index) =>
      checkOperation(parts, stop, given, ['alternatives', at, 'operations', index]),
    ),
  );
  return [...own, ...others];
}

function checkOperation(parts: Parts, stop: StopRule, given: OperationEntry, path: Path): Remark[] {
  return [...checkNode(parts, given, path), ...checkBeginning(parts, stop, given, path)];
}

function checkNode({ hub, servers, suppliers }: Parts, given: OperationEntry, path: Path): Remark[] {
  // What is broken there is reported there, and may have been meant here.
  if (!hub || servers.includes(null) || suppliers.includes(null)) return [];
  const others =
    given.outage === undefined
      ? servers.flatMap((one) => (one ? serverNames(one) : []))
      : suppliers.flatMap((one) => (one ? [one.name] : []));
  const names = [hub.name ?? 'hub', ...others];
  const kind = given.outage === undefined ? 'offline' : 'outage';
  const node = given.outage ?? given.offline ?? '';
  if (names.includes(node)) return [];
  const meant = nearest(node, names);
  return [
    {
      severity: 'error',
      path: [...path, kind],
      found: `${JSON.stringify(node)}`,
      expected: kind === 'outage' ? 'the hub or a supplier' : 'the hub or a server',
      advice: meant === null ? `write ${hub.name ?? 'hub'}, or another of them` : `write ${meant}`,
    },
  ];
}

function checkBeginning({ starts }: Parts, { until }: StopRule, given: OperationEntry, path: Path): Remark[] {
  if (starts === null) return [];
  const from = beginningOf(given.from, starts ?? null);
  if (from !== null && from >= 0) {
    if (from < (until ?? Infinity)) return [];
    return [
      {
        severity: 'warning',
        path: [...path, 'from'],
        found: `${given.from}, after the end of the run`,
        expected: 'an operation during the run',
        advice: 'leave it, or write another time',
      },
    ];
  }
  const needsDay = from === null;
  return [
    {
      severity: 'error',
      path: [...path, 'from'],
      found: given.from,
      expected: needsDay
        ? 'a time since the start, because the scenario starts on no calendar day'
        : `a day from ${starts ?? ''} on, when the run begins`,
      advice: needsDay ? 'write a time such as 3 d, or starts: and a day at the top' : 'write a later day',
    },
  ];
}

/** In a sentence, for the report. */
export function describeOperation({ outage, offline, from, lasts }: OperationEntry): string {
  const when = parseStamp(from) === null ? `${from} after the start` : `on ${from}`;
  const what =
    outage === undefined
      ? `${offline ?? ''} hands its stock over and is offline`
      : `${outage} does nothing, and what is sent to it waits,`;
  return `${when.charAt(0).toUpperCase()}${when.slice(1)} ${what} for ${lasts}.`;
}
