import type { ComparedFigure } from '#sim/experiment/comparison';

/** What the interval of a difference says of two candidates, by their names. */
export function verdictWords({ difference }: ComparedFigure, before: string, after: string): string {
  switch (difference.verdict) {
    case 'higher':
      return `higher with ${after}`;
    case 'lower':
      return `lower with ${after}`;
    case 'same':
      return 'the same in every replication';
    case 'unclear':
      return `cannot tell ${before} from ${after}`;
  }
}
