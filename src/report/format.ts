import type { Duration, LeadTime } from '#src/network/topology';
import { DAY_MICROSECONDS, HOUR_MICROSECONDS, SECOND_MICROSECONDS } from '#src/domain/time';

const NO_VALUE = '–';
const NARROW_SPACE = '\u00a0';

/** 43,210. Written by hand because `Intl` may differ between Node builds, and the report must not. */
export function count(value: number | null, decimals = 0): string {
  if (value === null || !Number.isFinite(value)) return NO_VALUE;
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const digits = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(digits) ? `−${digits}` : digits;
}

/** As many decimals as a reader needs: 4,103 but 12.4 and 0.31. */
export function amount(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NO_VALUE;
  const size = Math.abs(value);
  return count(value, size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2);
}

/** For a sentence, where two figures are enough: 42 and 4.2. */
export function about(value: number): string {
  return count(value, Math.abs(value) >= 10 || Number.isInteger(value) ? 0 : 1);
}

/** A share of one as a percentage with a fixed number of decimals, for columns. */
export function percent(share: number | null, decimals = 2): string {
  if (share === null || !Number.isFinite(share)) return NO_VALUE;
  const text = (share * 100).toFixed(decimals);
  // "100.00" beside a lost sale would be a lie, and so would "0.00".
  if (share < 1 && Number(text) === 100)
    return `>${(100 - 10 ** -decimals).toFixed(decimals)}${NARROW_SPACE}%`;
  if (share > 0 && Number(text) === 0) return `<${(10 ** -decimals).toFixed(decimals)}${NARROW_SPACE}%`;
  return `${text}${NARROW_SPACE}%`;
}

/** A share for a sentence: as few decimals as still tell it from 0 and from 1. */
export function share(value: number | null): string {
  if (value === null) return NO_VALUE;
  if (value === 0 || value === 1) return `${value * 100}${NARROW_SPACE}%`;
  const distance = Math.min(value, 1 - value) * 100;
  return percent(value, distance >= 10 ? 0 : distance >= 1 ? 1 : distance >= 0.01 ? 2 : 3);
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** "a", "a and b", "a, b and c". */
export function listing(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1] ?? ''}`;
}

export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}

/** A span of simulated time in the largest unit in which it is at least two, or exactly one. */
export function span(microseconds: number): string {
  const units = [
    [DAY_MICROSECONDS, 'day', 'days'],
    [HOUR_MICROSECONDS, 'h', 'h'],
    [60 * SECOND_MICROSECONDS, 'min', 'min'],
    [SECOND_MICROSECONDS, 's', 's'],
  ] as const;
  for (const [size, one, many] of units) {
    const value = microseconds / size;
    if (value === 1) return `1 ${one}`;
    if (value >= 2 || (value > 1 && Number.isInteger(value))) {
      return `${trimmed(value)} ${many}`;
    }
  }
  return microseconds === 0 ? '0 s' : `${trimmed(microseconds / 1000)} ms`;
}

function trimmed(value: number): string {
  return count(value, 2).replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros));
}

export function meanOf(duration: Duration): number {
  switch (duration.distribution) {
    case 'uniform':
      return (duration.from + duration.to) / 2;
    case 'hyperexponential':
      return duration.means.reduce((sum, mean, branch) => sum + duration.probabilities[branch]! * mean, 0);
    default:
      return duration.mean;
  }
}

export function durationText(duration: LeadTime): string {
  switch (duration.distribution) {
    case 'constant':
      return duration.mean === 0 ? 'no delay' : `always ${span(duration.mean)}`;
    case 'exponential':
      return `${span(duration.mean)} on average (exponential)`;
    case 'uniform':
      return `${span(duration.from)} to ${span(duration.to)} (uniform)`;
    case 'erlang':
      return `${span(duration.mean)} on average (Erlang, ${duration.shape} phases)`;
    case 'lognormal':
      return `${span(duration.mean)} on average (lognormal, coefficient of variation ${duration.coefficientOfVariation})`;
    case 'hyperexponential':
      return `${span(meanOf(duration))} on average (hyperexponential: ${listing(
        duration.means.map((mean, branch) => `${share(duration.probabilities[branch]!)} with ${span(mean)}`),
      )})`;
    case 'oneAtATime':
      return `one PIN after another, each: ${durationText(duration.perPin)}`;
  }
}

/** With a capital at its beginning. */
export function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
