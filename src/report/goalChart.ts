import * as Plot from '@observablehq/plot';
import type { GoalAnswer, GoalTrial } from '#sim/experiment/goalSearch';
import type { Goal } from '#sim/scenario/goal';
import { chart } from '#src/report/chart';
import { titleOf } from '#src/report/figureTitle';
import { amount, shorten } from '#src/report/format';
import type { Markup } from '#src/report/markup';
import { pictureFactor } from '#src/report/intervalCells';

const COLOURS = ['var(--water-deep)', 'var(--low)', 'var(--desired)', 'var(--high)'];
/** How far beneath the floor the picture reaches, in distances from the floor to the best. */
const REACH = 7;

interface GoalPoint {
  readonly at: number;
  readonly estimate: number;
  readonly bound: number;
  /** The picture does not reach down to it. */
  readonly isBeneath: boolean;
  readonly isChosen: boolean;
}

/** The worst part's figure and its bound against the value, one line for each alternative. */
export function goalChart(goal: Goal, answers: readonly GoalAnswer[], width: number): Markup {
  const factor = goal.isShare ? 100 : pictureFactor(goal.figure);
  const floor = factor * goal.atLeast;
  const trials = answers.flatMap((answer) => answer.trials);
  const scale = scaleOf(trials);
  const tops = trials.map(({ checks }) => factor * (checks[0]?.estimate ?? goal.atLeast));
  const top = Math.max(floor, ...tops);
  const lowest = Math.min(
    floor,
    ...trials.map(({ checks }) => factor * finite(checks[0]?.lowerBound, goal.atLeast)),
  );
  // Where nothing comes near the floor, or above it, the picture is about what lies beneath.
  const reach = Math.max(REACH * (top - floor), (floor - lowest) / 2);
  const bottom = top > floor ? Math.max(lowest, floor - reach) : lowest;
  const room = 0.06 * (top - bottom || 1);
  const domain = [bottom - 1.6 * room, top + room] as const;
  const lines = answers.map(({ alternative, trials: own, smallest }, index) => ({
    alternative,
    colour: COLOURS[index % COLOURS.length]!,
    // Two alternatives at one value stand beside each other.
    shift: 5 * (index - (answers.length - 1) / 2),
    points: own.flatMap((trial): GoalPoint[] => {
      const [worst] = trial.checks;
      if (worst === undefined) return [];
      const estimate = factor * worst.estimate;
      return [
        {
          at: scale.of(trial),
          estimate,
          bound: factor * finite(worst.lowerBound, -Infinity),
          isBeneath: estimate < bottom,
          isChosen: trial === smallest,
        },
      ];
    }),
  }));
  const unit = goal.isShare ? ' %' : '';
  const isWide = width > 600;
  const ats = trials.map((trial) => scale.of(trial));
  const [first, last] = [Math.min(...ats), Math.max(...ats)];
  // The search goes in ever shorter steps towards what it finds, which is mostly far from the largest value.
  const isLog = first > 0 && last > 2 * first;
  const span = last - first || 1;
  const ends = isLog
    ? ([first / 1.03, last * 1.03] as const)
    : ([first - 0.03 * span, last + 0.03 * span] as const);
  const chosen = answers.flatMap(({ smallest }) => (smallest === null ? [] : [smallest]));
  return chart(
    `${titleOf({ scope: 'server', figure: goal.figure })} of the worst part against ${scale.label}, one line for each of ${answers.length} alternatives`,
    {
      width,
      height: isWide ? 330 : 280,
      marginLeft: 64,
      marginRight: isWide ? 150 : 16,
      marginTop: 30,
      marginBottom: 44,
      style: { fontSize: '12px' },
      x: {
        type: isLog ? 'log' : 'linear',
        domain: [...ends],
        label: null,
        ticks: apart(scale, trials, chosen, { ends, isLog, pixels: width - (isWide ? 214 : 80) }),
        tickFormat: (value: number) => scale.name(value),
      },
      y: {
        domain: [...domain],
        label: null,
        ticks: 5,
        tickFormat: (value: number) => `${tidy(value)}${unit}`,
      },
      marks: [
        Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
        Plot.ruleY([floor], { stroke: 'var(--bad)', strokeWidth: 1.5 }),
        Plot.text([`at least ${amount(floor)}${unit}`], {
          x: () => ends[1],
          y: () => floor,
          dx: isWide ? 6 : 0,
          dy: isWide ? 0 : 11,
          textAnchor: isWide ? 'start' : 'end',
          fill: 'var(--bad)',
          fontWeight: 600,
        }),
        ...lines.flatMap(({ colour, shift, points }) => marksOf(points, domain, { colour, shift })),
        ...(lines.length > 1
          ? lines.map(({ alternative, colour }, index) =>
              Plot.text([`● ${shorten(alternative, isWide ? 40 : 24)}`], {
                frameAnchor: 'top-left',
                textAnchor: 'start',
                dx: (isWide ? 230 : 140) * index,
                dy: -22,
                fill: colour,
                fontWeight: 600,
              }),
            )
          : []),
        Plot.text([`${scale.label} →`], {
          frameAnchor: 'bottom-right',
          textAnchor: 'end',
          dy: 38,
          fill: 'var(--muted)',
        }),
      ],
    },
  );
}

interface Axis {
  readonly ends: readonly [number, number];
  readonly isLog: boolean;
  readonly pixels: number;
}

/** Values that were tried, as many as have room, those that were chosen first. */
function apart(
  scale: Scale,
  trials: readonly GoalTrial[],
  chosen: readonly GoalTrial[],
  axis: Axis,
): number[] {
  const place = (value: number): number => (axis.isLog ? Math.log(value) : value);
  const [from, to] = axis.ends.map(place) as [number, number];
  const ticks: number[] = [];
  const byRank = [...chosen, ...[...trials].sort((one, other) => scale.of(one) - scale.of(other))].map(
    (trial) => scale.of(trial),
  );
  for (const value of byRank) {
    const isFree = ticks.every(
      (tick) => (Math.abs(place(tick) - place(value)) / (to - from)) * axis.pixels >= 44,
    );
    if (isFree) ticks.push(value);
  }
  return ticks;
}

function marksOf(
  points: readonly GoalPoint[],
  [bottom]: readonly [number, number],
  { colour, shift: dx }: { readonly colour: string; readonly shift: number },
): Plot.Markish[] {
  const inside = points.filter(({ isBeneath }) => !isBeneath);
  const at = 'at';
  const end = (point: GoalPoint): number => Math.max(point.bound, bottom);
  return [
    Plot.line(inside, { x: at, y: 'estimate', stroke: colour, strokeOpacity: 0.45, dx }),
    Plot.ruleX(inside, { x: at, y1: end, y2: 'estimate', stroke: colour, strokeWidth: 2.5, dx }),
    Plot.dot(
      inside.filter((point) => point.bound >= bottom),
      {
        x: at,
        y: 'bound',
        symbol: 'diamond',
        r: 3,
        fill: 'var(--paper)',
        stroke: colour,
        strokeWidth: 1.6,
        dx,
      },
    ),
    Plot.dot(inside, { x: at, y: 'estimate', r: 4.5, fill: colour, dx }),
    Plot.dot(
      inside.filter(({ isChosen }) => isChosen),
      { x: at, y: 'estimate', r: 10, stroke: colour, strokeWidth: 2, dx },
    ),
    Plot.text(
      points.filter(({ isBeneath }) => isBeneath),
      {
        x: at,
        y: () => bottom,
        text: (point: GoalPoint) => `▼ ${tidy(point.estimate)}`,
        textAnchor: dx < 0 ? 'end' : 'start',
        dx: dx < 0 ? 6 : -6,
        dy: dx > 0 ? -6 : -20,
        fill: colour,
        fontWeight: 600,
      },
    ),
  ];
}

interface Scale {
  readonly label: string;
  readonly of: (trial: GoalTrial) => number;
  readonly name: (value: number) => string;
}

/** By the first setting's number where all have one and the same unit; else by the value's place among those tried. */
function scaleOf(trials: readonly GoalTrial[]): Scale {
  const first = ({ result }: GoalTrial) => result.candidate.settings[0]!;
  const path = first(trials[0]!).path.split('.').at(-1) ?? '';
  const texts = trials.map((trial) => String(first(trial).value));
  const units = new Set(texts.map((text) => /^-?[\d.]+ ?(\D*)$/.exec(text)?.[1]?.trim()));
  const [unit] = units;
  if (units.size === 1 && unit !== undefined) {
    const of = (trial: GoalTrial): number => Number.parseFloat(String(first(trial).value));
    return { label: path, of, name: (value) => `${tidy(value)}${unit === '' ? '' : ` ${unit}`}` };
  }
  const names = new Map(trials.map((trial) => [trial.index, String(first(trial).value)]));
  return { label: path, of: ({ index }) => index, name: (value) => names.get(value) ?? '' };
}

function tidy(value: number): string {
  return String(Number(value.toFixed(2)));
}

function finite(value: number | undefined, otherwise: number): number {
  return value !== undefined && Number.isFinite(value) ? value : otherwise;
}
