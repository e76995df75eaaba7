/** Thrown where only a bug in pinweir can lead; callers' mistakes are typed errors or refusals instead. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
}

/** Throws an `AssertionFailure` unless `condition` holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionFailure(message);
}
