import { OPERATOR } from '#machines/protocol';
import type { LotImported, LotStandingSet } from '#machines/protocol';
import type { Microseconds } from '#src/domain/time';
import type { Topology } from '#src/network/topology';
import { lotChecksum } from '#src/policy/lotChecksum';

/** A whole number from `least` to `most`. */
export type OperatorDice = (least: number, most: number) => number;

const STANDINGS = ['free', 'free', 'frozen', 'recalled'] as const;
const SHORTEST_LIFE_MICROSECONDS = 300_000;
const LONGEST_LIFE_MICROSECONDS = 5_000_000;

/** A supplier's lot as a file brings it; one in four does not hold what its manifest says, and must be refused. */
export function randomLot(
  { hub, varieties }: Topology,
  lot: string,
  now: Microseconds,
  dice: OperatorDice,
): LotImported {
  const variety = varieties[dice(0, varieties.length - 1)]!;
  const count = dice(2, 12);
  const ranges = [{ lot, first: 1, count }];
  const isGood = dice(0, 3) > 0;
  const life = dice(SHORTEST_LIFE_MICROSECONDS, LONGEST_LIFE_MICROSECONDS);
  const expiresAt = dice(0, 2) === 0 ? null : now + life;
  const contents = { lot, variety, count, expires: expiresAt === null ? 'never' : String(expiresAt), ranges };
  const checksum = isGood ? lotChecksum(contents) : 'not a checksum';
  return {
    type: 'lot.imported',
    to: `${hub.name}/lots`,
    from: OPERATOR,
    ...contents,
    checksum,
    expiresAt,
  };
}

/** The same lot in another cut, one PIN longer: it must be refused if the first was taken in. */
export function overlapping(given: LotImported): LotImported {
  const count = given.count + 1;
  const ranges = [{ lot: given.lot, first: 1, count }];
  const checksum = lotChecksum({ ...given, count, ranges });
  return { ...given, count, ranges, checksum };
}

/** Freezes, recalls or frees a lot. */
export function randomStanding(
  { hub }: Topology,
  { lot, variety }: { readonly lot: string; readonly variety: string },
  dice: OperatorDice,
): LotStandingSet {
  const standing = STANDINGS[dice(0, STANDINGS.length - 1)]!;
  return { type: 'lot.standing.set', to: `${hub.name}/lots`, from: OPERATOR, lot, variety, standing };
}
