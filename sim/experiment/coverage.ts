/** What a planner must know about every interval of an experiment. */
export const COVERAGE =
  'The intervals cover the randomness of arrivals and lead times, not the uncertainty of the forecast: they say how the scenario would fare as it is written, however sure the demand in it is.';
