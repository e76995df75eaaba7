import { painter } from '#src/cli/paint';
import type { Surroundings } from '#src/cli/surroundings';
import { wrap } from '#src/cli/textTable';
import { standardMachines } from '#src/network/machines';
import { amount, count, plural } from '#src/report/format';
import { standardBounds } from '#sim/modelcheck/bounds';
import type { Bounds, FaultKind } from '#sim/modelcheck/bounds';
import { checkNetworks } from '#sim/modelcheck/check';
import type { CheckResult } from '#sim/modelcheck/check';
import { smallNetworks } from '#sim/modelcheck/smallNetworks';

export interface ModelCheckFlags {
  readonly json?: boolean;
}

const FAULTS: Readonly<Record<FaultKind, string>> = {
  loss: 'a message is lost',
  repetition: 'a message arrives twice',
  crash: 'a node crashes before or after a step, and restarts',
  echo: 'an alarm rings once more, at any later time',
};

/** Walks through all states of the small networks: 0 when all are as they must be, else 4. */
export function modelCheck({ json }: ModelCheckFlags, surroundings: Surroundings): number {
  const { stdout, clock, machines = standardMachines } = surroundings;
  const progress = surroundings.startProgress();
  const started = clock();
  let results: CheckResult[];
  try {
    results = checkNetworks(smallNetworks, machines, standardBounds, (network, states) =>
      progress.show(0, `${network}: ${count(states)} states`),
    );
  } finally {
    progress.stop();
  }
  const seconds = clock() - started;
  const isSound = results.every(({ violation, isExhaustive }) => violation === null && isExhaustive);
  if (json === true) {
    stdout(`${JSON.stringify({ bounds: standardBounds, seconds, isSound, networks: results }, null, 2)}\n`);
  } else {
    stdout(describe(results, seconds, surroundings));
  }
  return isSound ? 0 : 4;
}

function describe(
  results: readonly CheckResult[],
  seconds: number,
  { hasColour, width }: Pick<Surroundings, 'hasColour' | 'width'>,
): string {
  const paint = painter(hasColour);
  const lines = [
    paint.bold('All states of one hub, two servers, two terminals and three PINs'),
    ...boundsInWords(standardBounds).flatMap((text) => wrap(text, width)),
  ];
  for (const result of results) {
    const { states, transitions, settled, atRest, depth, mostLetters } = result;
    lines.push(
      '',
      ...wrap(`${paint.bold(result.network)}: ${result.about}`, width),
      ringsInWords(result.bounds),
      `  ${plural(states, 'state')}, ${plural(transitions, 'transition')}, ${count(settled)} settled, ${count(atRest)} at rest`,
      `  up to ${count(depth)} moves deep, up to ${count(mostLetters)} messages on their way at once`,
      `  ${verdict(result)}`,
      ...(result.violation?.story ?? []),
    );
  }
  lines.push('', paint.dim(`${amount(seconds)} s`), '');
  return lines.join('\n');
}

function boundsInWords({ faults, kinds, rings }: Bounds): string[] {
  return [
    'Bounds: one sale a terminal; messages take any time and overtake one another; time is folded away, so alarms ' +
      `ring at any moment, ${plural(rings, 'time')} in a row each; in each history ${plural(faults, 'fault')} at ` +
      `any point: ${kinds.map((kind) => FAULTS[kind]).join('; ')}.`,
    'In each state: every PIN is in one place, shown to one sale at most, one PIN a sale, and from it all can be ' +
      'settled; at rest all is settled: every sale resolved, every reservation closed, every transfer acknowledged.',
  ];
}

function ringsInWords({ earlyRings }: Bounds): string {
  const alarms = earlyRings === 0 ? 'no alarm rings' : `${plural(earlyRings, 'alarm')} may ring`;
  return `  ${alarms} while messages are still on their way; any when none is`;
}

function verdict({ violation, isExhaustive }: CheckResult): string {
  if (violation !== null) return `An invariant is broken: ${violation.what}. A shortest way there:`;
  return isExhaustive ? 'all states are as they must be' : 'gave up: more states than the bounds allow';
}
