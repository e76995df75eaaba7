import type { Microseconds } from '#src/domain/time';
import type { Breach } from './breach.ts';
import type { Preset } from './faultRates.ts';
import type { Strike } from './strikes.ts';

interface Circumstances {
  readonly seed: number;
  readonly preset: Preset;
  readonly time: Microseconds;
  /** Messages that actors had taken in when it was seen. */
  readonly step: number;
  /** All that struck until then. */
  readonly strikes: readonly Strike[];
}

/** Something happened under faults that must never happen: a bug in a machine, a rule or an executor. */
export class CampaignViolation extends Error {
  override readonly name = 'CampaignViolation';
  readonly breach: Breach;
  readonly circumstances: Circumstances;

  constructor(breach: Breach, circumstances: Circumstances) {
    const { what, pin, invariant } = breach;
    const which = pin === null ? '' : `, PIN ${pin.lot} #${pin.serial}`;
    const { seed, time, step } = circumstances;
    super(`seed ${seed}, step ${step}, ${time} microseconds: "${invariant}" is broken: ${what}${which}`);
    this.breach = breach;
    this.circumstances = circumstances;
  }
}
