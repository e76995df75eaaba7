import { inventoryMachine } from '#machines/inventory';
import { PLAIN_INVENTORY } from '#machines/inventoryContext';
import type { InventoryContext, InventoryPlan } from '#machines/inventory';
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

const offices: readonly Sample[] = [
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

const shelfPlan: InventoryPlan = {
  address: 'north/day',
  variety: VARIETY,
  keeper: 'north',
  parent: 'hub',
  standbys: [],
  role: 'server',
  unmet: 'backorder',
  lowWatermark: 1,
  order: { kind: 'upTo', desiredLevel: 3 },
  maxOutstandingOrders: null,
  highWatermark: null,
  shipping: 'partial',
  peers: ['hub/day'],
  ...PLAIN_INVENTORY,
  repeatAfter: null,
};

const shelf: Sample<typeof inventoryMachine> = {
  title: 'inventory whose lots expire, are held and reconciled',
  machine: inventoryMachine,
  input: {
    plan: shelfPlan,
    ranges: [
      { lot: 'a', first: 1, count: 1, expiresAt: 40 },
      { lot: 'b', first: 1, count: 2 },
    ],
  },
  events: shelfEvents,
  wild: () => [
    { type: 'alarm.rang', to: 'north/day', from: 'alarms', alarm: 'unknown', at: 50 },
    { type: 'lot.accepted', to: 'north/day', from: 'hub/lots', lot: 'a', count: 1 },
  ],
  fold: ({ stock: { onHand, kept } }) => [
    onHand,
    kept.frozen.length > 0,
    kept.held,
    kept.quarantined.length > 0,
    kept.reservations.some(({ isSuspect }) => isSuspect),
  ],
  isFar: ({ stock }) => stock.owed > 0 || stock.onHand > 3 || stock.kept.reservations.length > 1,
};

function shelfEvents({ stock }: InventoryContext, n: number): readonly Message[] {
  const to = 'north/day';
  const { received } = stock.links[0]!;
  const { standingNumber, reservations } = stock.kept;
  const sale = reservations[0]?.sale ?? { terminal: 'till', number: stock.sold + stock.retired };
  const standings = (['frozen', 'recalled'] as const).map((standing) => [{ lot: 'b', standing }]);
  const lot = `a${received.below}`;
  const expiring = { lot, first: 1, count: n, expiresAt: 10 * n + 30 };
  const transfer = { to, from: 'hub/day', variety: VARIETY, number: received.below, count: n, order: 0 };
  return [
    { type: 'stock.demanded', to, from: 'north', count: 1, sale, at: 10 * n + 20 },
    { type: 'stock.demanded', to, from: 'customers', count: n, sale: null, at: 45 },
    { type: 'transfer.shipped', ...transfer, reason: 'push', ranges: [expiring] },
    { type: 'transfer.shipped', ...transfer, reason: 'push', ranges: [expiring], at: 35 },
    ...(['suspect', 'quarantined', 'restocked'] as const).map((fate): Message => ({
      type: 'reservation.closed',
      to,
      from: 'north',
      sale,
      fate,
    })),
    ...[[], ...standings].map((held): Message => ({
      type: 'lot.standing.changed',
      to,
      from: 'hub/lots',
      held,
      number: standingNumber + n - 1,
    })),
    ...[[], [{ lot: 'b', first: 1, count: n }]].map((redeemed): Message => ({
      type: 'redemption.listed',
      to,
      from: 'operator',
      covered: [{ lot: 'a', first: 1, count: 1 }, ...redeemed],
      redeemed,
    })),
    { type: 'alarm.rang', to, from: 'alarms', alarm: 'expiry', at: 20 * n },
    { type: 'node.restarted', to, from: 'north' },
    { type: 'review.due', to, from: 'north' },
  ];
}

export const lotSamples: readonly Sample[] = [...offices, shelf];
