import { lotOfficeMachine } from '#machines/lotOffice';
import type { LotOfficeContext, LotOfficePlan } from '#machines/lotOffice';
import type { LotImported, LotStanding, Message } from '#machines/protocol';
import type { PinRange } from '#src/domain/pinRange';
import { lotChecksum } from '#src/policy/lotChecksum';
import type { Sample } from './samples.ts';

const ADDRESS = 'hub/lots';
const VARIETY = 'day';

/** Two varieties, one of them at two servers. */
export const lotOfficePlan: LotOfficePlan = {
  address: ADDRESS,
  desks: [
    { variety: VARIETY, central: 'hub/day', inventories: ['hub/day', 'north/day', 'south/day'] },
    { variety: 'week', central: 'hub/week', inventories: ['hub/week'] },
  ],
  repeatAfter: 50,
};

/** An import with a right checksum. */
export function importOf(
  lot: string,
  spans: readonly (readonly [first: number, count: number])[],
  expiresAt: number | null = null,
  variety = VARIETY,
): LotImported {
  const ranges: readonly PinRange[] = spans.map(([first, count]) => ({ lot, first, count }));
  const count = ranges.reduce((sum, range) => sum + range.count, 0);
  const expires = expiresAt === null ? 'never' : String(expiresAt);
  const checksum = lotChecksum({ lot, variety, count, expires, ranges });
  return {
    type: 'lot.imported',
    to: ADDRESS,
    from: 'operator',
    lot,
    variety,
    ranges,
    count,
    checksum,
    expires,
    expiresAt,
  };
}

export const lotSamples: readonly Sample[] = [
  { title: 'lot office', plan: lotOfficePlan },
  { title: 'lot office with perfect links', plan: { ...lotOfficePlan, repeatAfter: null } },
].map(({ title, plan }): Sample<typeof lotOfficeMachine> => ({
  title,
  machine: lotOfficeMachine,
  input: plan,
  events,
  wild,
  fold: ({ desks, accepted, isRepeating }) => [
    accepted.length,
    isRepeating,
    desks.map(({ held, number, acknowledged }) => [held, acknowledged.map((seen) => seen < number)]),
  ],
  isFar: ({ accepted, desks }) => accepted.length > 2 || desks[0]!.number > 3,
}));

function events({ desks }: LotOfficeContext, n: number): readonly Message[] {
  const { number } = desks[0]!;
  const to = ADDRESS;
  return [
    importOf('a', [[n, 2]]),
    importOf('a', [[n + 10, 1]], 70),
    importOf('b', [[1, n]], null, 'week'),
    importOf('b', [[1, n]]),
    ...(['free', 'frozen', 'recalled'] as const).map((standing) => standingOf('a', standing)),
    ...['hub/day', 'north/day', 'south/day'].flatMap((from): readonly Message[] => [
      { type: 'lot.standing.acknowledged', to, from, variety: VARIETY, number },
      { type: 'lot.standing.acknowledged', to, from, variety: VARIETY, number: Math.max(0, number - n) },
    ]),
    { type: 'alarm.rang', to, from: 'alarms', alarm: 'repeat', at: n },
    { type: 'node.restarted', to, from: 'hub' },
  ];
}

function standingOf(lot: string, standing: LotStanding, variety = VARIETY): Message {
  return { type: 'lot.standing.set', to: ADDRESS, from: 'operator', lot, variety, standing };
}

function wild({ desks }: LotOfficeContext, n: number): readonly Message[] {
  const to = ADDRESS;
  const { number } = desks[0]!;
  const good = importOf('c', [[n, 2]]);
  return [
    { ...good, count: n + 2 },
    { ...good, checksum: 'ff' },
    { ...good, variety: 'month' },
    { ...good, ranges: [] },
    importOf('c', [[0, 1]]),
    importOf('c', [
      [n, 2],
      [n + 1, 2],
    ]),
    standingOf('a', 'frozen', 'month'),
    { type: 'lot.standing.acknowledged', to, from: 'north/day', variety: VARIETY, number: number + n },
    { type: 'lot.standing.acknowledged', to, from: 'stranger/day', variety: VARIETY, number },
    { type: 'lot.standing.acknowledged', to, from: 'north/day', variety: 'month', number },
    { type: 'alarm.rang', to, from: 'alarms', alarm: 'unknown', at: n },
    { type: 'review.due', to, from: 'hub' },
    { type: 'message.refused', to, from: 'north/day', refusedType: 'lot.standing.changed' },
  ];
}
