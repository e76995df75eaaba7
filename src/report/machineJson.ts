import type { AnyStateMachine } from 'xstate';
import { fail } from '#src/domain/assertion';

/**
 * A machine's configuration as plain data, which XState's `createMachine` and its visual tools read. Guards and actions
 * are in it by name; the functions behind the names and the opening context are not.
 */
export function machineJson(machine: AnyStateMachine): object {
  const { context: _, ...config } = machine.config as { readonly context?: unknown };
  const text = JSON.stringify(config, (key, value: unknown) =>
    typeof value === 'function' ? fail(`${machine.id}: '${key}' is a function; name it in setup()`) : value,
  );
  return JSON.parse(text) as object;
}
