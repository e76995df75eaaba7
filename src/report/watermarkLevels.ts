/** One rule across a picture of stock. */
export interface Level {
  readonly name: string;
  readonly value: number;
  readonly colour: string;
  readonly dash: string;
}

interface Watermarks {
  readonly lowWatermark: number;
  readonly desiredLevel: number | null;
  readonly highWatermark: number | null;
}

export function watermarks({ lowWatermark, desiredLevel, highWatermark }: Watermarks): Level[] {
  const levels: Level[] = [{ name: 'low', value: lowWatermark, colour: 'var(--low)', dash: '6 3' }];
  if (desiredLevel !== null) {
    levels.push({ name: 'desired', value: desiredLevel, colour: 'var(--desired)', dash: 'none' });
  }
  if (highWatermark !== null) {
    levels.push({ name: 'high', value: highWatermark, colour: 'var(--high)', dash: '2 3' });
  }
  return levels;
}

/** Labels that would overlap are pushed apart; each keeps the height of its rule otherwise. */
export function spread(levels: readonly Level[], pixelsPerUnit: number): (Level & { shift: number })[] {
  const lineHeight = 13;
  let previous = Number.NEGATIVE_INFINITY;
  return [...levels]
    .sort((one, other) => one.value - other.value)
    .map((level) => {
      const wanted = level.value * pixelsPerUnit;
      const height = Math.max(wanted, previous + lineHeight);
      previous = height;
      return { ...level, shift: wanted - height };
    });
}

/** Round numbers from 0 to the top. */
export function yTicks(top: number): number[] {
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough,
  );
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
}
