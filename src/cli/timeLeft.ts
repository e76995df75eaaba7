// Before that, threads that are still starting would be taken for the pace of all.
const LEAST_SHARE = 0.01;
const LEAST_SECONDS = 1;

/**
 * How long a task of which a share is done after so many seconds will take on, if it goes on as it went; empty while
 * that cannot be told. The bar's own estimate looks at the last few steps only, and takes two that come together, as
 * from two workers, for a pace.
 */
export function timeLeft(seconds: number, share: number): string {
  if (share < LEAST_SHARE || share >= 1 || seconds < LEAST_SECONDS) return '';
  const left = (seconds * (1 - share)) / share;
  if (left <= 60) return `${Math.ceil(left)} s left`;
  if (left <= 60 * 60) return `${Math.ceil(left / 60)} min left`;
  return `${Math.ceil(left / 3600)} h left`;
}
