import type { Microseconds } from '#src/domain/time';
import type { CampaignExposure } from './exposureWatch.ts';
import type { Staleness } from './invariantDirectory.ts';
import type { Strike, Tallies } from './strikes.ts';

/** What one run of a campaign came to. */
export interface CampaignResult {
  readonly seed: number;
  /** Delivered between nodes. */
  readonly messages: number;
  /** Messages that actors took in, those of their own node among them. */
  readonly steps: number;
  readonly safetyMicroseconds: Microseconds;
  /** From healing until nothing was open any more. */
  readonly healingMicroseconds: Microseconds;
  readonly strikes: readonly Strike[];
  readonly tallies: Tallies;
  /** The same seed and preset give the same. */
  readonly traceHash: string;
  readonly staleness: Staleness;
  readonly exposure: CampaignExposure;
}
