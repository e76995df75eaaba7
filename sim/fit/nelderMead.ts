/** Finds a minimum by Nelder and Mead's simplex, "A Simplex Method for Function Minimization", Computer Journal 7 (1965). */
export function nelderMead(
  of: (point: readonly number[]) => number,
  start: readonly number[],
  step: number,
  most = 200,
): { readonly point: readonly number[]; readonly value: number } {
  const size = start.length;
  let corners = [
    start,
    ...start.map((_, axis) => start.map((x, index) => (index === axis ? x + step : x))),
  ].map((point) => ({ point, value: of(point) }));
  const asked = { times: corners.length };
  const along = (from: readonly number[], to: readonly number[], share: number) => {
    const point = from.map((x, index) => x + share * (to[index]! - x));
    asked.times += 1;
    return { point, value: of(point) };
  };
  for (; asked.times < most;) {
    corners.sort((a, b) => a.value - b.value);
    const best = corners[0]!;
    const worst = corners[size]!;
    if (worst.value - best.value < 1e-4) break;
    const centre = start.map((_, index) => {
      return corners.slice(0, size).reduce((sum, { point }) => sum + point[index]!, 0) / size;
    });
    const mirrored = along(centre, worst.point, -1);
    if (mirrored.value < best.value) {
      const further = along(centre, worst.point, -2);
      corners[size] = further.value < mirrored.value ? further : mirrored;
    } else if (mirrored.value < corners[size - 1]!.value) corners[size] = mirrored;
    else {
      const inner = along(centre, mirrored.value < worst.value ? mirrored.point : worst.point, 0.5);
      if (inner.value < Math.min(mirrored.value, worst.value)) corners[size] = inner;
      else corners = [best, ...corners.slice(1).map(({ point }) => along(best.point, point, 0.5))];
    }
  }
  corners.sort((a, b) => a.value - b.value);
  return corners[0]!;
}
