import { Presets, SingleBar } from 'cli-progress';
import { timeLeft } from '#src/cli/timeLeft';
import type { Progress } from '#src/cli/surroundings';

const STEPS = 1000;
// Most runs are over before anyone could read a bar.
const SECONDS_WITHOUT_BAR = 0.3;

/** A bar on standard error. */
export function progressBar(clock: () => number): Progress {
  const bar = new SingleBar(
    {
      format: '{bar} {percent} %  {what}  {left}',
      barsize: 30,
      clearOnComplete: true,
      // A run never yields to the event loop: a signal handler would only keep Ctrl-C from ending it.
      gracefulExit: false,
      hideCursor: null,
    },
    Presets.shades_classic,
  );
  const start = clock();
  let begin = start;
  let done = 0;
  let isShown = false;
  return {
    isShown: true,
    show(share, what) {
      // A task of several parts may begin anew.
      if (share < done) begin = clock();
      done = share;
      const left = timeLeft(clock() - begin, share);
      const payload = { what, left, percent: String(Math.floor(100 * share)).padStart(3) };
      if (!isShown) {
        if (clock() - start < SECONDS_WITHOUT_BAR) return;
        isShown = true;
        bar.start(STEPS, 0, payload);
      }
      bar.update(Math.round(STEPS * share), payload);
    },
    stop() {
      if (isShown) bar.stop();
      isShown = false;
    },
  };
}
