import { DAY_MICROSECONDS } from '#src/domain/time';
import { parseStamp } from '#sim/scenario/calendar';
import { checkDemandEntries, hasCustomers } from '#sim/scenario/demandEntryChecks';
import { checkDemandSection } from '#sim/scenario/demandSectionChecks';
import { durationMicroseconds } from '#sim/scenario/duration';
import type { Path, Remark } from '#sim/scenario/finding';
import { expandNames } from '#sim/scenario/names';
import { nearest } from '#sim/scenario/nearest';
import type { Parts } from '#sim/scenario/parts';
import { alternatives } from '#sim/scenario/resolve';
import type { DaysOfCover } from '#sim/scenario/schema';
import { serverNames, serverStock } from '#sim/scenario/topology';
import type { StopRule } from '#sim/plan';

/** Customers come from rates, from counts or from recorded sales, and a stock rule looks at counts. */
export function checkDemand(parts: Parts, stop: StopRule): Remark[] {
  if (parts.demand === null) return [];
  const { counts, replay } = parts.demand ?? {};
  return [
    ...(counts === undefined && replay === undefined ? checkRates(parts) : []),
    ...(counts === undefined ? ruleWithoutCounts(parts) : checkCounted(parts, stop)),
    ...checkDemandEntries(parts),
    ...checkDemandSection(parts, stop),
    ...checkRules(parts),
  ];
}

function checkRates(parts: Parts): Remark[] {
  if (hasCustomers(parts) || parts.servers.length === 0) return [];
  return [
    {
      severity: 'error',
      path: ['servers'],
      atKey: true,
      found: 'no customers at any server',
      expected: 'some demand',
      advice: 'write demandPerHour: beside the levels of a variety, or demand: with counts',
    },
  ];
}

function ruleWithoutCounts(parts: Parts): Remark[] {
  if (!parts.stockRule) return [];
  return [
    {
      severity: 'error',
      path: ['stockRule'],
      atKey: true,
      found: 'a stock rule without counts',
      expected: 'demand: with counts, whose past sets the levels',
      advice: 'add demand with counts, or give each server its own levels',
    },
  ];
}

function checkCounted(parts: Parts, stop: StopRule): Remark[] {
  const remarks: Remark[] = [];
  if (parts.starts === undefined) {
    remarks.push({
      severity: 'error',
      path: ['starts'],
      found: 'nothing',
      expected: 'the calendar day of the start, since the demand comes from a calendar',
      advice: 'write starts: and a day of the counts, such as 2015-01-01',
    });
  }
  if (parts.until === undefined && stop.until === null && stop.sales !== null) {
    remarks.push({
      severity: 'error',
      path: ['until'],
      found: 'nothing',
      expected: 'the length of the run, since counts end somewhere',
      advice: 'write until: such as 365 d',
    });
  }
  const mix = Object.keys(parts.demand?.counts?.varieties ?? {});
  const known = parts.varieties ? expandNames(parts.varieties) : mix;
  for (const variety of mix) {
    const path: Path = ['demand', 'counts', 'varieties', variety];
    if (!known.includes(variety)) {
      const meant = nearest(variety, known);
      remarks.push({
        severity: 'error',
        path,
        atKey: true,
        found: `the unknown variety ${JSON.stringify(variety)}`,
        expected: `one of ${known.join(', ')}`,
        advice: meant === null ? 'add it to varieties, or name another' : `write ${meant}`,
      });
      continue;
    }
    const without = parts.servers.flatMap((entry) =>
      entry && !serverStock(entry).some(([stocked]) => stocked === variety) ? serverNames(entry) : [],
    );
    if (without.length === 0) continue;
    remarks.push({
      severity: 'error',
      path,
      atKey: true,
      found: `demand for ${variety} at ${without[0] ?? ''}, which does not stock it`,
      expected: 'a variety that every server stocks',
      advice: `add ${variety} to the stock of ${without.join(', ')}, or take it out of the mix`,
    });
  }
  return remarks;
}

function checkRules(parts: Parts): Remark[] {
  if (parts.alternatives === null || parts.stockRule === null) return [];
  const written = { alternatives: parts.alternatives, stockRule: parts.stockRule };
  return alternatives(written).flatMap(({ rule }, index) => {
    const alternative = parts.alternatives?.[index];
    const changed: Path = ['alternatives', index, 'daysOfCover'];
    if (rule === null) {
      if (alternative?.daysOfCover === undefined) return [];
      return [
        {
          severity: 'error',
          path: changed,
          atKey: true,
          found: 'days of cover without a stock rule',
          expected: 'a stockRule that they change',
          advice: 'add stockRule: with daysOfCover and the days from and to',
        },
      ];
    }
    // Say once what is wrong with the rule itself, and again only what an alternative changes.
    const path = alternative?.daysOfCover === undefined ? ['stockRule', 'daysOfCover'] : changed;
    if (index > 0 && path[0] === 'stockRule') return [];
    return checkRule(rule, alternative?.daysOfCover ?? rule, path);
  });
}

function checkRule(rule: DaysOfCover, own: DaysOfCover, path: Path): Remark[] {
  const remarks: Remark[] = [];
  for (const [key, expected, example] of RULE_KEYS) {
    if (rule[key] !== undefined) continue;
    remarks.push({
      severity: 'error',
      path: [...path, key],
      found: 'nothing',
      expected,
      advice: `write ${example}`,
    });
  }
  const place = (key: keyof DaysOfCover): Path =>
    own[key] === undefined ? ['stockRule', 'daysOfCover', key] : [...path, key];
  const from = parseStamp(rule.from ?? '');
  const to = parseStamp(rule.to ?? '');
  if (from !== null && to !== null && to < from) {
    remarks.push({
      severity: 'error',
      path: place('to'),
      found: rule.to ?? '',
      expected: `a day that is not before from, which is ${rule.from}`,
      advice: 'exchange the two days',
    });
  }
  if (rule.low !== undefined && rule.desired !== undefined) {
    if (durationMicroseconds(rule.low) >= durationMicroseconds(rule.desired)) {
      remarks.push({
        severity: 'error',
        path: place('low'),
        found: rule.low,
        expected: `less cover than desired, which is ${rule.desired}`,
        advice: 'lower low or raise desired',
      });
    }
  }
  if (rule.low !== undefined && rule.high !== undefined) {
    if (durationMicroseconds(rule.high) < durationMicroseconds(rule.low)) {
      remarks.push({
        severity: 'error',
        path: place('high'),
        found: rule.high,
        expected: `at least the cover of low, which is ${rule.low}`,
        advice: 'raise high, or remove it if nothing may be recalled',
      });
    }
  }
  return remarks;
}

const RULE_KEYS = [
  ['from', 'the first day that sets the levels', 'from: 2014-01-01'],
  ['to', 'the last day that sets the levels', 'to: 2014-12-31'],
  ['low', 'the cover at which to order', 'low: 2 d'],
  ['desired', 'the cover up to which to order', 'desired: 4 d'],
] as const satisfies readonly (readonly [keyof DaysOfCover, string, string])[];

/** Microseconds from the first day of a rule to the end of its last, or null when a day is missing. */
export function ruleWindow(rule: DaysOfCover): { readonly from: number; readonly end: number } | null {
  const from = parseStamp(rule.from ?? '');
  const to = parseStamp(rule.to ?? '');
  return from === null || to === null ? null : { from, end: to + DAY_MICROSECONDS };
}
