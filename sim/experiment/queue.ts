/** Hands out jobs that are numbered from 0, and takes what they give in the order of their numbers. */
export interface OrderedWork<Result> {
  /** How many may be under way at once. */
  readonly capacity: number;
  /** Jobs below this number may begin; looked at again after each result. Those that have begun are not called back. */
  readonly limit: () => number;
  readonly begin: (job: number) => Promise<Result>;
  /** Called with every result below the limit, in order, whichever job is finished first. */
  readonly take: (result: Result, job: number) => void;
}

/** Works until every job below the limit is done. What jobs behind it give is dropped, their errors, too. */
export async function workInOrder<Result>({
  capacity,
  limit,
  begin,
  take,
}: OrderedWork<Result>): Promise<void> {
  const finished = new Map<number, Result>();
  let [next, taken, underWay] = [0, 0, 0];
  await new Promise<void>((resolve, reject) => {
    const advance = (): void => {
      try {
        for (; taken < limit() && finished.has(taken); taken++) {
          const result = finished.get(taken)!;
          finished.delete(taken);
          take(result, taken);
        }
        if (taken >= limit()) return resolve();
        while (underWay < capacity && next < limit()) start(next++);
      } catch (error) {
        reject(error);
      }
    };
    const start = (job: number): void => {
      underWay += 1;
      begin(job).then(
        (result) => {
          underWay -= 1;
          finished.set(job, result);
          advance();
        },
        (error: unknown) => reject(error),
      );
    };
    advance();
  });
}
