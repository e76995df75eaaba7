import type { GoalAnswer } from '#sim/experiment/goalSearch';
import type { Goal } from '#sim/scenario/goal';

/** A search as plain data: what was asked, what was found, and every value that was tried. */
export function tidyGoal(goal: Goal, answers: readonly GoalAnswer[]): object {
  const { figure, of, atLeast, confidence, replications, axes } = goal;
  return {
    figure,
    of,
    atLeast,
    confidence,
    replications,
    paths: axes.map(({ path }) => path),
    answers: answers.map(({ alternative, smallest, trials }) => ({
      alternative,
      smallest: smallest === null ? null : settingsOf(smallest.result.candidate.settings),
      trials: trials.map(({ result, checks, isReached }) => ({
        settings: settingsOf(result.candidate.settings),
        isReached,
        parts: checks.map(({ name, estimate, lowerBound }) => ({
          server: name.server,
          variety: name.variety,
          estimate,
          lowerBound,
        })),
      })),
    })),
  };
}

function settingsOf(settings: readonly { readonly path: string; readonly value: unknown }[]): object {
  return Object.fromEntries(settings.map(({ path, value }) => [path, value]));
}
