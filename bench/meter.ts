import { fail } from '#src/domain/assertion';

/** CPU seconds of this process, its compiler and garbage collector threads included, since an earlier reading. */
export function cpuSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** The most memory that this process has had resident. */
export function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** What is alive on the heap and in array buffers. */
export function liveBytes(): number {
  if (globalThis.gc === undefined) fail('the bench needs node --expose-gc');
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
