import type { Microseconds } from '#src/domain/time';
import type { Breach, Pin } from './ledger.ts';

/** A PIN went astray: a bug in a machine, a rule or an executor. Nothing after it can be trusted. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
  readonly what: string;
  readonly seed: number;
  readonly time: Microseconds;
  /** Steps taken before the violation was seen. */
  readonly step: number;
  readonly pin: Pin | null;

  constructor(breach: Breach, seed: number, time: Microseconds, step: number) {
    const { what, pin } = breach;
    const which = pin === null ? '' : `, PIN ${pin.lot} #${pin.serial}`;
    super(
      `conservation of PINs is broken at step ${step}, ${time} microseconds, seed ${seed}: ${what}${which}`,
    );
    this.what = what;
    this.seed = seed;
    this.time = time;
    this.step = step;
    this.pin = pin;
  }
}
