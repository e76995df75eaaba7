/** Jobs that are numbered from 0, and are taken in the order of their numbers, whichever is finished first. */
export interface OrderedWork<Result> {
  /** How many may be under way at once. */
  readonly capacity: number;
  /** Jobs below this number may begin; looked at again after each result. Those that have begun are not called back. */
  readonly limit: () => number;
  readonly begin: (job: number) => Promise<Result>;
  /** Called with every result below the limit, in order. */
  readonly take: (result: Result) => void;
}

/** Works until every job below the limit is taken. What jobs behind it give is dropped. */
export function workInOrder<Result>(work: OrderedWork<Result>): Promise<void> {
  const { capacity, limit, begin, take } = work;
  const finished = new Map<number, Result>();
  const counts = { begun: 0, underWay: 0, taken: 0 };
  let isOver = false;
  return new Promise<void>((resolve, reject) => {
    const start = async (job: number): Promise<void> => {
      counts.underWay += 1;
      const result = await begin(job);
      counts.underWay -= 1;
      finished.set(job, result);
    };
    const advance = (): void => {
      if (isOver) return;
      for (; counts.taken < limit() && finished.has(counts.taken); counts.taken++) {
        const result = finished.get(counts.taken)!;
        finished.delete(counts.taken);
        take(result);
      }
      isOver = counts.taken >= limit();
      if (isOver) resolve();
      else while (mayBegin()) void goOn(counts.begun++);
    };
    const mayBegin = (): boolean => counts.underWay < capacity && counts.begun < limit();
    const goOn = async (job: number): Promise<void> => {
      try {
        await start(job);
        advance();
      } catch (error) {
        isOver = true;
        reject(error);
      }
    };
    advance();
  });
}
