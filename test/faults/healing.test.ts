import { StateMachine } from 'xstate';
import { describe, expect, it } from 'vitest';
import { apply } from '#machines/apply';
import { OPERATOR } from '#machines/protocol';
import type { Message } from '#machines/protocol';
import { standardMachines } from '#src/network/machines';
import type { NetworkMachines } from '#src/network/machines';
import { CampaignRun } from '#sim/faults/campaignRun';
import { CampaignViolation } from '#sim/faults/campaignViolation';
import type { Breach } from '#sim/faults/breach';
import { presetRates } from '#sim/faults/faultRates';
import type { FaultRates } from '#sim/faults/faultRates';
import { waitUntilSettled } from '#sim/faults/healing';
import { misaddressed } from '#sim/faults/invariantMessages';
import { Schedule } from '#sim/faults/schedule';
import type { SimulatedNode } from '#sim/faults/simulatedNode';

function hub() {
  const main = { value: 'online', context: { plan: { desks: [] }, desks: [] } };
  const core = { actors: new Map([['hub', main]]) };
  return { main, node: { name: 'hub', kind: 'hub', core } as unknown as SimulatedNode };
}

function never(found: Breach): never {
  throw new Error(found.what);
}

describe('B51 After everything has healed', () => {
  it('what comes late is waited for, since it may open something once more', () => {
    const schedule = new Schedule();
    const { main, node } = hub();
    schedule.at(4_500_000, () => (main.value = 'offline'));
    schedule.at(6_500_000, () => (main.value = 'online'));
    expect(waitUntilSettled(schedule, [node], never)).toBe(7_000_000);
  });

  it('what comes late may not stay open', () => {
    const schedule = new Schedule();
    const { main, node } = hub();
    schedule.at(4_500_000, () => (main.value = 'offline'));
    const complaint = '120 s after everything had healed hub is "offline"';
    expect(() => waitUntilSettled(schedule, [node], never)).toThrow(complaint);
  });
});

const broken = apply(() => {
  throw new Error('a rule that is wrong');
});

/** What the first run that breaks says. */
function violationOf(machines: NetworkMachines, some: Partial<FaultRates>): unknown {
  const rates = { ...presetRates('calm', 0), ...some };
  for (let seed = 1; seed <= 5; seed++) {
    try {
      new CampaignRun({ seed, preset: 'calm', rates, machines }).run();
    } catch (error) {
      return error;
    }
  }
  return null;
}

describe('B51 A campaign tells as a violation, with its seed,', () => {
  it('that a rule fails when a node restarts', () => {
    const { config } = standardMachines.terminal;
    const terminal = standardMachines.terminal.provide({ actions: restartActions(config, broken) });
    const error = violationOf({ ...standardMachines, terminal }, { terminalCrash: 0.5, lostWrites: 1 });
    expect(error).toBeInstanceOf(CampaignViolation);
    expect((error as CampaignViolation).breach).toMatchObject({ invariant: 'no rule fails' });
  });

  it('that someone does not understand a message', () => {
    const { on, ...rest } = standardMachines.hub.config as { on: Record<string, unknown> };
    const { 'stock.requested': _, ...others } = on;
    const hubMachine = new StateMachine(
      { ...rest, on: others } as never,
      standardMachines.hub.implementations,
    );
    const error = violationOf({ ...standardMachines, hub: hubMachine as never }, {});
    expect((error as CampaignViolation).breach).toMatchObject({
      invariant: 'messages are understood',
      what: 'hub does not understand stock.requested',
    });
  });

  it('that a message is for no one', () => {
    const message = { type: 'node.drained', to: 'nobody', from: 'north' } as unknown as Message;
    expect(misaddressed(message)).toMatchObject({ invariant: 'messages are understood' });
    expect(misaddressed({ ...message, to: OPERATOR } as Message)).toBeNull();
  });
});

/** The rule of a machine for a restart, replaced. */
function restartActions(config: object, action: unknown): object {
  const found = /"node\.restarted":\{[^}]*"actions":"(\w+)"/.exec(JSON.stringify(config));
  return { [found![1]!]: action };
}
