import { fail } from '#src/domain/assertion';

/** A transition as XState's state nodes have it. */
export interface Transition {
  readonly target?: readonly unknown[] | undefined;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
}

/** Each of the transitions that one event may take in one state, in the order in which they are tried. */
export function transitionWords(eventType: string, candidates: readonly Transition[]): string[] {
  return candidates.map((candidate, index) => {
    const isIgnored = candidate.actions.length === 0 && (candidate.target ?? []).length === 0;
    const doing = isIgnored ? 'nothing' : candidate.actions.map(nameOf).join(', ');
    const parts = [eventWords(eventType), guardWords(candidate, index), doing === '' ? '' : `/ ${doing}`];
    return parts.filter((part) => part !== '').join(' ');
  });
}

/** The transitions that are taken without an event, as soon as their guard holds. */
export function eventlessWords(candidates: readonly Transition[]): string[] {
  return candidates.map((candidate, index) => {
    const guard = guardWords(candidate, index);
    return guard === '' ? 'at once' : guard;
  });
}

function eventWords(type: string): string {
  return type.endsWith('*') ? `any other ${type.slice(0, -1)}`.replace(/[ .]$/, '') : type;
}

/** Only the first whose guard holds is taken, so the later ones say that the earlier ones must not hold. */
function guardWords({ guard }: Transition, index: number): string {
  const words = [index > 0 ? 'else' : '', guard === undefined ? '' : nameOf(guard)];
  const text = words.filter((word) => word !== '').join(' ');
  return text === '' ? '' : `[${text}]`;
}

/** How a machine calls a guard or an action. */
function nameOf(named: unknown): string {
  if (typeof named === 'string') return named;
  const type = typeof named === 'object' && named !== null && 'type' in named ? named.type : undefined;
  return typeof type === 'string' ? type : fail('a guard or an action has no name: name it in setup()');
}
