import type { RandomGenerator } from '#sim/random/generator';

/**
 * So many points of the unit cube, each a list of `generators.length` coordinates from 0 to 1: cut every axis into as
 * many equal parts as there are points, and each part holds one. Each axis has a random stream of its own, so a further
 * axis changes none of the others.
 */
export function latinHypercube(points: number, generators: readonly RandomGenerator[]): number[][] {
  const axes = generators.map((generator) =>
    shuffled(points, generator).map((part) => (part + generator.nextUniform()) / points),
  );
  return Array.from({ length: points }, (_, point) => axes.map((axis) => axis[point]!));
}

/** 0 to count - 1 in random order, by Fisher and Yates. */
function shuffled(count: number, generator: RandomGenerator): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(generator.nextUniform() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
