import type { EventObject } from 'xstate';
import type { Rule } from '#machines/apply';
import type { BoundGuard } from './guard.ts';

/** A state of a compiled machine. */
export interface CompiledNode {
  /** Dotted path from the machine's id, as XState gives it. */
  readonly id: string;
  readonly key: string;
  readonly type: 'atomic' | 'compound' | 'parallel';
  /** Position in the document. */
  readonly order: number;
  readonly parent: CompiledNode | null;
  readonly children: readonly CompiledNode[];
  /** Where a compound state starts. */
  readonly initial: CompiledNode | null;
  /** By event descriptor, in order of trial. */
  readonly transitions: ReadonlyMap<string, readonly CompiledTransition[]>;
  readonly eventless: readonly CompiledTransition[];
}

/** A transition with its guard and rule resolved. */
export interface CompiledTransition {
  /** Numbers the transitions of one machine, from 0. */
  readonly index: number;
  readonly source: CompiledNode;
  /** Empty: no state changes. */
  readonly targets: readonly CompiledNode[];
  readonly reenter: boolean;
  readonly guard: BoundGuard | null;
  readonly rule: Rule<unknown, unknown, EventObject> | null;
}
