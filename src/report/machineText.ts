import type { AnyStateMachine } from 'xstate';
import { statechart, takenEvents } from '#src/report/statechart';

/** What a machine is for, the messages that it takes and its chart, as Markdown. */
export function machineText({
  name,
  purpose,
  machine,
}: {
  readonly name: string;
  readonly purpose: string;
  readonly machine: AnyStateMachine;
}): string {
  const taken = takenEvents(machine).map((type) => `\`${type}\``);
  const takes = taken.length === 0 ? 'Takes no message.' : `Takes ${taken.join(', ')}.`;
  return `## ${name}\n\n${purpose}\n\n${takes}\n\n\`\`\`mermaid\n${statechart(machine)}\`\`\`\n`;
}
