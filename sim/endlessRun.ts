/** A run that was asked for a number of sales cannot reach it. */
export class EndlessRun extends Error {
  override readonly name = 'EndlessRun';

  constructor(asked: number, served: number, reason: 'no customers' | 'no time') {
    const why =
      reason === 'no customers'
        ? 'no further customer comes'
        : 'simulated time ends after 285 years, the most that whole microseconds can count';
    super(
      `the run should end at ${asked} served sales, but ${why} and only ${served} are served; ask for fewer`,
    );
  }
}
