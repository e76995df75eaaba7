import type { Microseconds } from '#src/domain/time';
import type { Cell, Network } from '#src/network/network';
import type { SavedLedger } from './ledger.ts';
import type { Mode } from './mode.ts';
import type { Observation } from './observation.ts';
import type { Plan } from './plan.ts';
import type { SavedPost } from './post.ts';
import type { SaleLimit } from './saleLimit.ts';
import type { Tills } from './tills.ts';

/** Changes when a saved simulation of an earlier version can no longer be gone on with. */
export const SAVED_FORMAT = 'pinweir simulation 2';

/**
 * The whole state of a simulation that stands still, as plain data that survives JSON. What random streams will give is
 * not in it but how far they have been used: they depend on their key alone.
 */
export interface SavedSimulation extends SavedPost {
  readonly format: typeof SAVED_FORMAT;
  readonly plan: Plan;
  readonly mode: Mode;
  readonly isChecking: boolean;
  readonly now: Microseconds;
  /** The run has come to its end. */
  readonly isOver: boolean;
  readonly steps: number;
  readonly actors: readonly SavedActor[];
  /** How many customers of each inventory have been handled. */
  readonly handled: readonly (readonly [address: string, customers: number])[];
  readonly tills: ReturnType<Tills['save']> | null;
  readonly limit: ReturnType<SaleLimit['save']>;
  readonly ledger: SavedLedger;
  readonly observation: ReturnType<Observation['save']>;
}

interface SavedActor {
  readonly address: string;
  readonly state: string;
  /** Without its plan, which comes from the topology. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** A saved simulation does not fit the plan or the options with which it is to go on. */
export class SavedMismatch extends Error {
  override readonly name = 'SavedMismatch';
}

/** Whoever goes on from `saved` meets the same customers, and ends later. Throws a `SavedMismatch`. */
export function checkSameCustomers({ plan: former, now }: SavedSimulation, plan: Plan): void {
  const known = {
    seed: 'the seed',
    replication: 'the replication',
    arrivals: 'the drawing of customers',
    demand: 'the demand',
  };
  for (const [field, what] of Object.entries(known) as [keyof typeof known, string][]) {
    if (JSON.stringify(plan[field]) === JSON.stringify(former[field])) continue;
    throw new SavedMismatch(
      `${what} of the plan is not that of the saved simulation; change levels, operations, costs or the end only`,
    );
  }
  const { until } = plan.stop;
  if (until === null || until >= now) return;
  throw new SavedMismatch(
    `the plan ends at ${until} µs, the saved simulation stands at ${now} µs; let it end later`,
  );
}

export function saveActors({ cells }: Network): SavedActor[] {
  return cells.map(({ address, entry }) => {
    const { state, context } = entry.actor.snapshot();
    const { plan: _, ...rest } = { ...context };
    return { address, state, context: rest };
  });
}

/** Every actor becomes what was saved, but keeps the plan that it has now. */
export function restoreActors(network: Network, saved: readonly SavedActor[]): void {
  checkSameActors(network, saved);
  for (const { address, state, context } of saved) {
    const { actor } = network.find(address)!.entry;
    // Fields in the order in which the actor has them: contexts keep one shape.
    const own: Readonly<Record<string, unknown>> = { ...actor.context };
    const merged = Object.fromEntries(
      Object.keys(own).map((field) => [field, field === 'plan' ? own[field] : context[field]]),
    );
    restoreActor(actor as { restore(snapshot: unknown): void }, { state, context: merged });
  }
}

function restoreActor(actor: { restore(snapshot: unknown): void }, snapshot: unknown): void {
  actor.restore(snapshot);
}

function checkSameActors({ cells }: Network, saved: readonly SavedActor[]): void {
  const here = new Set(cells.map(({ address }: Cell) => address));
  const there = new Set(saved.map(({ address }) => address));
  const added = [...here].filter((address) => !there.has(address));
  const missing = [...there].filter((address) => !here.has(address));
  if (added.length + missing.length === 0) return;
  const some = (list: readonly string[]) =>
    list.length > 3 ? `${list.slice(0, 3).join(', ')} and ${list.length - 3} more` : list.join(', ');
  const what = [
    ...(added.length > 0 ? [`the plan has ${some(added)}, which the saved simulation has not`] : []),
    ...(missing.length > 0 ? [`the saved simulation has ${some(missing)}, which the plan has not`] : []),
  ];
  throw new SavedMismatch(
    `${what.join('; ')}; a saved simulation goes on with the same nodes and varieties: change levels, operations, costs or the end`,
  );
}
