import type { Sensitivity, SwingEnd } from '#sim/experiment/sensitivity';
import { intervalOf } from '#sim/experiment/tidyRows';

/** A tornado as plain data, the longest bar first. */
export function tidySensitivity({ figure, baseName, base, swings }: Sensitivity): object {
  return {
    figure,
    of: baseName,
    base: intervalOf(base),
    swings: swings.map(({ what, base: own, low, high }) => ({
      what,
      base: own,
      lower: tidyEnd(low),
      higher: tidyEnd(high),
    })),
  };
}

function tidyEnd({ value, difference }: SwingEnd): object {
  const { value: change, low, high } = intervalOf(difference);
  return { value, change, low, high, verdict: difference.verdict };
}
