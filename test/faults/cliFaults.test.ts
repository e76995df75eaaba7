import { describe, expect, it } from 'vitest';
import { apply } from '#machines/apply';
import type { Outcome } from '#machines/apply';
import type { InventoryContext } from '#machines/inventory';
import { takeIn } from '#machines/inventoryRules';
import type { Message, TransferShipped } from '#machines/protocol';
import { NOTHING_SEEN } from '#src/domain/numberMemory';
import { standardMachines } from '#src/network/machines';
import { pinweirHere } from '../support/commandLine.ts';

/** The receiver does not recognise a repeated transfer. */
const takeInAgain = apply(
  (context: InventoryContext, event: TransferShipped): Outcome<InventoryContext, Message> => {
    const links = context.stock.links.map((link) => ({ ...link, received: NOTHING_SEEN }));
    return takeIn({ ...context, stock: { ...context.stock, links } }, event);
  },
);

const machines = {
  ...standardMachines,
  inventory: standardMachines.inventory.provide({ actions: { takeIn: takeInAgain } }),
};

describe('pinweir faults', () => {
  it('prints each seed before its run, and a table of strikes and changed outcomes', async () => {
    const { code, stdout, stderr } = await pinweirHere(['faults', '--runs', '3', '--seed', '20']);
    expect([code, stderr]).toEqual([0, 'seed 20\nseed 21\nseed 22\n']);
    expect(stdout).toMatch(/^No invariant was broken in 3 runs \(preset swarm, seeds 20 to 22\)\./);
    expect(stdout).toMatch(/\n +struck {2}changed an outcome\n/);
    expect(stdout).toMatch(/\nmessage loss +[\d,]+ +[\d,]+\n/);
    expect(stdout).toMatch(/\nsecond incarnation +[\d,]+ +[\d,]+\n/);
  });

  it('gives the same as one JSON object', async () => {
    const { code, stdout } = await pinweirHere(['faults', '--runs', '2', '--preset', 'lossy', '--json']);
    expect(code).toBe(0);
    const output = JSON.parse(stdout);
    expect(output).toMatchObject({ preset: 'lossy', seed: 1, runs: 2, violation: null });
    expect(output.messages).toBeGreaterThanOrEqual(4000);
    expect(output.faults.messageLoss).toMatchObject({
      strikes: expect.any(Number),
      changes: expect.any(Number),
    });
    expect(output.faults.hubCrash).toMatchObject({ strikes: 0, changes: 0 });
  });

  it('repeats one run exactly', async () => {
    const whole = await pinweirHere(['faults', '--runs', '1', '--seed', '33', '--json']);
    const replayed = await pinweirHere(['faults', '--replay', '33', '--json']);
    expect(JSON.parse(replayed.stdout)).toEqual(JSON.parse(whole.stdout));
  });

  it('ends with 4 at a violation: seed, step, few faults, the life of the PIN, and how to see it again', async () => {
    const first = await pinweirHere(['faults', '--preset', 'lossy', '--runs', '5'], { machines });
    expect([first.code, first.stdout]).toEqual([4, '']);
    const [head, schedule, life, again] = first.stderr.split('\n\n');
    expect(head).toMatch(
      /^seed 1\nAn invariant is broken: \d+ PINs were acquired, \d+ are in some place or have left; one is also at /,
    );
    expect(head).toMatch(
      /\n {2}invariant {2}conservation\n {2}seed {7}1, preset lossy\n {2}step {7}\d+, day 1 /,
    );
    expect(schedule).toMatch(
      /^It also breaks with \d strikes? \(and without any one of these it does not\), at step /,
    );
    expect(schedule!.split('\n').length).toBeLessThan(5);
    expect(life).toMatch(/^The life of this PIN with those faults:\n {2}day 1 /);
    expect(life).toMatch(/transfer/);
    expect(again).toBe('To see it again:\n  npx pinweir faults --preset lossy --replay 1\n');
    const replayed = await pinweirHere(['faults', '--preset', 'lossy', '--replay', '1'], { machines });
    expect([replayed.code, replayed.stderr]).toEqual([4, first.stderr]);
  });

  it('tells a violation as JSON, too', async () => {
    const { code, stdout } = await pinweirHere(['faults', '--preset', 'lossy', '--replay', '1', '--json'], {
      machines,
    });
    expect(code).toBe(4);
    const output = JSON.parse(stdout);
    expect(output).toMatchObject({
      seed: 1,
      preset: 'lossy',
      violation: { invariant: 'conservation', pin: { lot: expect.any(String), serial: expect.any(Number) } },
      reduced: {
        isMinimal: true,
        strikes: expect.arrayContaining([expect.objectContaining({ kind: expect.any(String) })]),
      },
      replay: 'npx pinweir faults --preset lossy --replay 1',
    });
    expect(output.life.length).toBeGreaterThan(2);
  });

  it('tells the seed of a run that breaks off, also where a bar tells the seeds', async () => {
    const bar = { isShown: true, show: () => {}, stop: () => {} };
    const wrong = { ...standardMachines, terminal: undefined as never };
    const { code, stderr } = await pinweirHere(['faults', '--seed', '7'], {
      machines: wrong,
      startProgress: () => bar,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^seed 7\nThe run broke off. To see it again:\n {2}npx pinweir faults --preset swarm --replay 7\n/,
    );
  });

  it.each([
    [['--runs', '0'], 'Expected a whole number, 1 or more'],
    [['--preset', 'windy'], 'Allowed choices are calm, lossy, stormy, swarm.'],
    [['--replay', '1', '--seed', '2'], "cannot be used with option '--seed <S>'"],
  ])('refuses %j', async (flags, complaint) => {
    const { code, stdout, stderr } = await pinweirHere(['faults', ...flags]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(complaint);
  });
});
