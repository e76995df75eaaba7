import type { Outcome } from '#machines/apply';
import type { InventoryContext, InventoryPlan } from '#machines/inventory';
import type { Message } from '#machines/protocol';
import { standardMachines } from '#src/network/machines';
import type { NetworkMachines } from '#src/network/machines';
import type { Stock } from '#src/domain/stock';

/** Machines with one rule replaced, which the check of a behaviour must find. */
export interface RowMutant {
  /** The behaviour that is missing. */
  readonly id: string;
  readonly name: string;
  /**
   * In so many runs at most, with preset swarm and seeds from 1, the campaign finds that an invariant is broken; null:
   * it breaks none.
   */
  readonly foundWithin: number | null;
  readonly machines: NetworkMachines;
  /** What the check says that it expected otherwise. */
  readonly says: string;
}

type MachineKind = Exclude<keyof NetworkMachines, 'salesUntilDecision'>;
type ActionsOf<Kind extends MachineKind> = NonNullable<
  Parameters<NetworkMachines[Kind]['provide']>[0]['actions']
>;

/** The standard machines with those actions of one of them replaced. */
export function machinesWith<Kind extends MachineKind>(
  kind: Kind,
  actions: ActionsOf<Kind>,
  others: NetworkMachines = standardMachines,
): NetworkMachines {
  // Typed by kind, which the union of all `provide` methods cannot be.
  const machine = others[kind] as { provide(implementations: { readonly actions: unknown }): unknown };
  return { ...others, [kind]: machine.provide({ actions }) };
}

/** A rule that does nothing at all. */
export function nothing<Context>(): Outcome<Context, Message> {
  return { patch: null, messages: [] };
}

/** The outcome without the messages of one type. */
export function silent<Context>(
  { patch, messages }: Outcome<Context, Message>,
  type: Message['type'],
): Outcome<Context, Message> {
  return { patch, messages: messages.filter((message) => message.type !== type) };
}

/** The context of an inventory with another plan, for rules that decide by its numbers. */
export function planned(context: InventoryContext, change: Partial<InventoryPlan>): InventoryContext {
  return { ...context, plan: { ...context.plan, ...change } };
}

/** The context of an inventory with another stock. */
export function stocked(context: InventoryContext, change: Partial<Stock>): InventoryContext {
  return { ...context, stock: { ...context.stock, ...change } };
}
