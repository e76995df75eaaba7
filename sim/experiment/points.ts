import { randomGenerator } from '#sim/random/generator';
import type { SettingValue } from '#sim/scenario/setting';
import { valueAt, valuesOf } from './axis.ts';
import type { Axis } from './axis.ts';
import { latinHypercube } from './latinHypercube.ts';

/** What one point of a sweep sets: a value for each axis, in the order of the axes. */
export type Point = readonly SettingValue[];

/** Every combination of the axes' values, the last axis running fastest. Each axis must have a step. */
export function fullFactorial(axes: readonly Axis[]): Point[] {
  let points: Point[] = [[]];
  for (const axis of axes) {
    const values = valuesOf(axis) ?? [];
    points = points.flatMap((point) => values.map((value) => [...point, value]));
  }
  return points;
}

/** How many combinations there are; null where an axis has a range without a step. */
export function factorialSize(axes: readonly Axis[]): number | null {
  let size = 1;
  for (const axis of axes) {
    const values = valuesOf(axis);
    if (values === null) return null;
    size *= values.length;
  }
  return size;
}

/** So many points that spread evenly over each axis, however many axes there are. The same for the same seed. */
export function latinPoints(axes: readonly Axis[], count: number, seed: number): Point[] {
  const generators = axes.map(({ path: who }) => randomGenerator({ seed, purpose: 'design', who }));
  return latinHypercube(count, generators).map((shares) =>
    shares.map((share, index) => valueAt(axes[index]!, share)),
  );
}
