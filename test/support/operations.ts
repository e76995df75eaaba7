import fc from 'fast-check';
import type { Operation } from '#sim/operations';
import type { Plan } from '#sim/plan';

/** The plan with operations of every kind at random times. */
export function withOperations(plan: Plan): fc.Arbitrary<Plan> {
  const { hub, servers, suppliers } = plan.topology;
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const until = plan.stop.until!;
  const of = (kind: Operation['kind'], nodes: readonly string[]) =>
    nodes.length === 0
      ? []
      : [
          fc.record({
            kind: fc.constant(kind),
            node: fc.constantFrom(...nodes),
            times: fc.tuple(share, share).map((pair) => pair.toSorted((a, b) => a - b)),
          }),
        ];
  const nodes = servers.map(({ name }) => name);
  const any = fc.oneof(
    ...of('offline', [hub.name, ...nodes]),
    ...of(
      'outage',
      [hub, ...suppliers].map(({ name }) => name),
    ),
  );
  return fc.array(any, { minLength: 1, maxLength: 4 }).map((list) => ({
    ...plan,
    operations: list.map(({ kind, node, times }) => ({
      kind,
      node,
      from: Math.floor(times[0]! * until),
      until: Math.floor(times[1]! * until) + 1,
    })),
  }));
}
