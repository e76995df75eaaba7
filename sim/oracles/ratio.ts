/** The ratio of sums over independent runs, with its standard error by leaving out one run at a time (jackknife). */
export function estimateRatio(
  parts: readonly (readonly [numerator: number, denominator: number])[],
): { readonly value: number; readonly standardError: number } | null {
  const count = parts.length;
  let [numerator, denominator] = [0, 0];
  for (const part of parts) {
    numerator += part[0];
    denominator += part[1];
  }
  if (count < 2 || denominator === 0) return null;
  const value = numerator / denominator;
  const without = parts.map((part) => (numerator - part[0]) / (denominator - part[1]));
  const mean = without.reduce((sum, one) => sum + one, 0) / count;
  const spread = without.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return { value, standardError: Math.sqrt(((count - 1) / count) * spread) };
}
