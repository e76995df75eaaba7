import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseAxis, valuesOf } from '#sim/experiment/axis';
import type { Axis } from '#sim/experiment/axis';
import { placesOf } from '#sim/experiment/places';
import { factorialSize, fullFactorial, latinPoints } from '#sim/experiment/points';
import { formatPath } from '#sim/scenario/finding';
import { applySettings } from '#sim/scenario/setting';
import { messages, resolved, SOUND } from '../scenarioFixtures.ts';

function axis(text: string): Axis {
  const parsed = parseAxis(text);
  if ('expected' in parsed) throw new Error(`${parsed.expected}; ${parsed.advice}`);
  return parsed;
}

const document: unknown = parse(SOUND);

function places(path: string): string[] | string {
  const found = placesOf(document, path);
  return 'found' in found ? `${found.found}; ${found.advice}` : found.map(formatPath);
}

describe('The values of --vary', () => {
  it.each([
    ['a=1', [1]],
    ['a=1,2.5,-3', [1, 2.5, -3]],
    ['a=lost, backorder', ['lost', 'backorder']],
    ['a=whole orders,true', ['whole orders', true]],
    ['a=10..50:20', [10, 30, 50]],
    ['a=10..49:20', [10, 30]],
    ['a=-5..5:5', [-5, 0, 5]],
    ['a=0.1..0.5:0.1', [0.1, 0.2, 0.3, 0.4, 0.5]],
    ['a=1 d..3 d:0.5 d', ['1 d', '1.5 d', '2 d', '2.5 d', '3 d']],
    ['a=1..3 d:1', ['1 d', '2 d', '3 d']],
    ['a=12 h..2 d:12 h', ['12 h', '1 d', '36 h', '2 d']],
    ['a=2 %..4 %:1 %', ['2 %', '3 %', '4 %']],
    ['a=6 h,1 d..2 d:1 d', ['6 h', '1 d', '2 d']],
    ['a=2015-01-01', ['2015-01-01']],
  ])('%s', (text, values) => {
    expect(valuesOf(axis(text))).toEqual(values);
  });

  it.each([
    ['lowWatermark', 'a path and values'],
    ['=3', 'a path and values'],
    ['a=', 'a value between commas'],
    ['a=1,,2', 'a value between commas'],
    ['a=5..1:1', 'write the lower end of 5..1:1 first'],
    ['a=1..5:0', 'a step above 0'],
    ['a=1 d..3 km:1 h', 'in the same unit'],
    ['a=low..high:1', 'write numbers'],
    ['a=0..1e9:1', 'write numbers'],
    ['a=0..1000000000:1', 'at most 100000 values'],
  ])('%s is refused: %s', (text, complaint) => {
    expect(() => axis(text)).toThrow(complaint);
  });

  it('of several make all combinations, the last running fastest', () => {
    const axes = [axis('a=1,2'), axis('b=x,y')];
    expect(factorialSize(axes)).toBe(4);
    expect(fullFactorial(axes)).toEqual([
      [1, 'x'],
      [1, 'y'],
      [2, 'x'],
      [2, 'y'],
    ]);
    expect(fullFactorial([])).toEqual([[]]);
    expect(factorialSize([axis('a=1..9')])).toBeNull();
  });

  it('spread over ranges and lists in a Latin hypercube', () => {
    const axes = [
      axis('a=10..19'),
      axis('b=0.5..1.0'),
      axis('c=1 d..3 d'),
      axis('d=x,y'),
      axis('e=0..40:10'),
    ];
    const points = latinPoints(axes, 10, 7);
    const column = (index: number) => points.map((point) => point[index]);
    expect(column(0).toSorted()).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(column(1).every((value) => Number(value) >= 0.5 && Number(value) <= 1)).toBe(true);
    expect(column(2).every((value) => /^[123](\.\d{1,3})? d$/.test(String(value)))).toBe(true);
    expect(column(3).toSorted()).toEqual(['x', 'x', 'x', 'x', 'x', 'y', 'y', 'y', 'y', 'y']);
    expect(column(4).toSorted((a, b) => Number(a) - Number(b))).toEqual([
      0, 0, 10, 10, 20, 20, 30, 30, 40, 40,
    ]);
    expect(latinPoints(axes, 10, 7)).toEqual(points);
    expect(latinPoints(axes, 10, 8)).not.toEqual(points);
  });

  it('are as many as the range says, from end to end', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 0, max: 50 }),
        (from, step, steps) => {
          const values = valuesOf(axis(`a=${from}..${from + step * steps}:${step}`))!;
          expect(values).toHaveLength(steps + 1);
          expect(values.at(-1)).toBe(from + step * steps);
        },
      ),
    );
  });
});

describe('The path of --vary', () => {
  it.each([
    ['until', ['until']],
    ['hub.stock.red.lowWatermark', ['hub.stock.red.lowWatermark']],
    ['servers.north.leadTime', ['servers[0].leadTime']],
    ['servers.1.leadTime', ['servers[1].leadTime']],
    ['servers[1].leadTime', ['servers[1].leadTime']],
    ['servers.*.leadTime', ['servers[0].leadTime', 'servers[1].leadTime']],
    [
      'servers.north.stock.*.lowWatermark',
      ['servers[0].stock.red.lowWatermark', 'servers[0].stock.blue.lowWatermark'],
    ],
    ['servers.south.lowWatermark', ['servers[1].stock.red.lowWatermark']],
    [
      'servers.*.lowWatermark',
      [
        'servers[0].stock.red.lowWatermark',
        'servers[0].stock.blue.lowWatermark',
        'servers[1].stock.red.lowWatermark',
      ],
    ],
    ['*.blue.desiredLevel', ['servers[0].stock.blue.desiredLevel']],
    ['varieties.0', ['varieties[0]']],
    ['hub.blue', ['hub.stock.blue']],
  ])('%s', (path, expected) => {
    expect(places(path)).toEqual(expected);
  });

  it.each([
    [
      'servers.*.lowWatermrk',
      'there is no "lowWatermrk" under servers.*; write lowWatermark instead of lowWatermrk',
    ],
    ['servers.nroth.leadTime', 'there is no "nroth" under servers; write north instead of nroth'],
    [
      'servers.west.leadTime',
      'there is no "west" under servers; write one of north or south, or put it into the file first',
    ],
    ['untill', 'there is no "untill" in the scenario; write until instead of untill'],
    ['until.days', 'there is no "days" under until; until is a value itself: end the path there'],
    [
      'servers.north',
      'servers.north is not a single value; name what is in it: servers.north.* or servers.north.name, servers.north.leadTime or servers.north.stock',
    ],
  ])('%s: %s', (path, complaint) => {
    expect(places(path)).toBe(complaint);
  });

  it('may lead through names with dots in them', () => {
    const found = placesOf({ stock: { 'v1.5': { low: 1 }, v1: { low: 2 } } }, 'stock.v1.5.low');
    expect(found).toEqual([['stock', 'v1.5', 'low']]);
  });
});

describe('A setting', () => {
  it('changes its places alone, also where an alias makes one value of two', () => {
    const aliased = parse('a: &x { low: 1 }\nb: *x\n') as object;
    const settings = [{ path: 'a.low', value: 5, places: [['a', 'low']] }];
    expect(applySettings(aliased, settings)).toEqual({ a: { low: 5 }, b: { low: 1 } });
    expect(aliased).toEqual({ a: { low: 1 }, b: { low: 1 } });
  });

  it('goes through the checks of the file, which name its place', () => {
    const setting = (value: string | number) => ({
      settings: [{ path: 'x', value, places: [['servers', 1, 'stock', 'red', 'lowWatermark']] }],
    });
    const { plans } = resolved(SOUND, setting(17));
    expect(plans[0]!.topology.servers[1]!.stock[0]!.lowWatermark).toBe(17);
    expect(messages(SOUND, null, setting(35))).toContain(
      '20:28  error  servers[1].stock.red.lowWatermark\n  found     35',
    );
    expect(messages(SOUND, null, setting('3 d'))).toContain('expected  a whole number of PINs');
  });
});
