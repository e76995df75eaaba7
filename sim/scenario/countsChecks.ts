import type { Microseconds } from '#src/domain/time';
import type { CountsTable } from '#sim/scenario/countsFile';
import type { Remark } from '#sim/scenario/finding';
import type { Parts } from '#sim/scenario/parts';

export function checkCounts(_parts: Parts, _table: CountsTable, _until: Microseconds | null): Remark[] {
  return [];
}
