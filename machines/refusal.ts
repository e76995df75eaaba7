import type { Outcome } from './apply.ts';
import type { Message } from './protocol.ts';

interface Refusing {
  readonly plan: { readonly address: string };
  /** Messages that the actor did not know. */
  readonly refused: number;
}

/** A message that no rule of the machine knows changes nothing but a counter, and its sender is told. */
export function refuse<Context extends Refusing>(
  context: Context,
  event: Message,
): Outcome<Context, Message> {
  const patch = { refused: context.refused + 1 } as Partial<Context>;
  // Refusing a refusal would go on for ever.
  if (event.type === 'message.refused') return { patch, messages: [] };
  const { address: from } = context.plan;
  return {
    patch,
    messages: [{ type: 'message.refused', to: event.from, from, refusedType: event.type }],
  };
}
