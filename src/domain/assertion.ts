/** Thrown where only a bug in pinweir can lead; callers' mistakes are typed errors or refusals instead. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
}

/**
 * Stops with an `AssertionFailure`. To be called behind an `if`: a message handed to an `assert(condition, message)`
 * would be put together even when all is well, which cost the simulator a tenth of its speed.
 */
export function fail(message: string): never {
  throw new AssertionFailure(message);
}
