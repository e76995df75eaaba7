import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apply, type Outcome } from '#machines/apply';
import type { InventoryContext } from '#machines/inventory';
import * as rules from '#machines/inventoryRules';
import type { Message, StockDemanded, TransferShipped } from '#machines/protocol';
import { shippedScenario } from '#src/cli/packageRoot';
import { standardMachines } from '#src/network/machines';
import { pinLife } from '#sim/pinLife';
import { resolved, SOUND } from './scenarioFixtures.ts';
import { pinweirHere, temporaryFolder } from './support/commandLine.ts';

const folder = temporaryFolder();
const FIRST = shippedScenario('first.yaml');

type InventoryOutcome = Outcome<InventoryContext, Message>;

/** Takes in the third transfer twice. */
const doubleCredit = apply((context: InventoryContext, event: TransferShipped): InventoryOutcome => {
  const outcome = rules.takeIn(context, event);
  const stock = outcome.patch?.stock;
  if (stock === undefined || context.plan.role === 'central' || event.number !== 3) return outcome;
  const ranges = [...stock.ranges, ...event.ranges];
  return { ...outcome, patch: { stock: { ...stock, ranges, onHand: stock.onHand + event.count } } };
});

/** Sells, and forgets that the PINs are gone. */
const sellAgain = apply((context: InventoryContext, event: StockDemanded): InventoryOutcome => {
  const outcome = rules.sell(context, event);
  const stock = outcome.patch?.stock;
  if (stock === undefined || context.stock.sold + context.stock.kept.reservations.length !== 7)
    return outcome;
  return { ...outcome, patch: { stock: { ...stock, ranges: context.stock.ranges } } };
});

function machinesWith(actions: { takeIn?: typeof doubleCredit; sell?: typeof sellAgain }) {
  return { ...standardMachines, inventory: standardMachines.inventory.provide({ actions }) };
}

describe('A run that loses or doubles a PIN', () => {
  it.each([[[]], [['--check']], [['--mode', 'each-sale']], [['--executor', 'interpreted']]])(
    'ends with 4 and tells the life of the PIN (%j)',
    async (flags) => {
      const machines = machinesWith({ takeIn: doubleCredit });
      const { code, stdout, stderr } = await pinweirHere(['run', FIRST, ...flags], { machines });
      expect([code, stdout]).toEqual([4, '']);
      const [head, life, again] = stderr.split('\n\n');
      expect(head).toMatch(
        /^An invariant is broken: \d+ PINs were acquired, \d+ are in stocks, in transit or issued/,
      );
      expect(head).toMatch(
        /\n {2}scenario {2}.*first\.yaml\n {2}seed {6}1\n {2}time {6}day \d+ \d\d:\d\d:\d\d\.\d{6}\n {2}step {6}\d+\n/,
      );
      const address = /one is also at (\S+)\./.exec(head ?? '')?.[1];
      expect(head).toContain('\n  PIN       lot opening:hub/');
      const lines = life?.split('\n') ?? [];
      expect(lines).toEqual([
        'The life of this PIN:',
        expect.stringMatching(/^ {2}day 1 00:00:00\.000000 {2}in the opening stock of hub\/phone-\d\d$/),
        expect.stringMatching(
          /^ {2}day \d+ [\d:.]{15} {2}hub\/\S+ sends to \S+: transfer 3 of \d+ PINs, order \d$/,
        ),
        expect.stringMatching(
          new RegExp(
            `^ {2}day \\d+ [\\d:.]{15} {2}${address} takes in from hub/\\S+: transfer 3 of \\d+ PINs, order \\d$`,
          ),
        ),
      ]);
      const options = [...flags.filter((flag) => flag !== '--check'), '--check'].join(' ');
      expect(again).toBe(`To see it again:\n  npx pinweir run ${FIRST} --seed 1 ${options}\n`);
    },
  );

  it('finds with --check the step that an end-of-run audit cannot tell', async () => {
    const machines = machinesWith({ takeIn: doubleCredit });
    const audited = await pinweirHere(['run', FIRST], { machines });
    const checked = await pinweirHere(['run', FIRST, '--check'], { machines });
    expect(audited.stderr).toBe(checked.stderr);
  });

  it('names the sale for which the PIN was set aside', async () => {
    const file = folder.write('sold twice.yaml', SOUND);
    const machines = machinesWith({ sell: sellAgain });
    const { code, stderr } = await pinweirHere(['run', file, '--mode', 'each-sale'], { machines });
    expect(stderr).toMatch(
      /\n {2}day \d+ [\d:.]{15} {2}(\w+)\/\S+ sends to \1: reserved for sale \d+ of \1:1\n/,
    );
    expect(stderr).toContain(`npx pinweir run '${file}' --seed 1 --mode each-sale --check\n`);
    expect(code).toBe(4);
  });

  it('says which alternative it was', async () => {
    const machines = machinesWith({ takeIn: doubleCredit });
    const { code, stderr } = await pinweirHere(['run', shippedScenario('chicago.yaml'), '--until', '30 d'], {
      machines,
    });
    expect(stderr).toMatch(/\n {2}scenario {2}.*chicago\.yaml, 4 days of cover\n/);
    expect(code).toBe(4);
  });
});

describe('The life of a PIN', () => {
  const [plan] = resolved(SOUND).plans;

  it('goes from the opening stock to a customer in a sound run, too', () => {
    const life = pinLife(plan!, {}, { lot: 'opening:north/red', serial: 1 });
    expect(life[0]).toEqual({ time: 0, what: 'in the opening stock of north/red' });
    expect(life.at(-1)?.what).toMatch(/^north\/red issues it to customers, \d+ PINs?$/);
    expect(life).toHaveLength(2);
  });

  it('follows a printed PIN from the supplier to the till and the terminal', () => {
    const pin = { lot: 'printer:red:1', serial: 1 };
    const life = pinLife(plan!, { mode: 'each-sale' }, pin).map(({ what }) => what);
    expect(life.slice(0, 4)).toEqual([
      expect.stringMatching(/^printer sends to hub\/red: transfer 1 of \d+ PINs, purchase 1$/),
      expect.stringMatching(/^hub\/red takes in from printer: transfer 1 of \d+ PINs, purchase 1$/),
      expect.stringMatching(/^hub\/red sends to (north|south)\/red: transfer \d+ of \d+ PINs, order \d+$/),
      expect.stringMatching(
        /^(north|south)\/red takes in from hub\/red: transfer \d+ of \d+ PINs, order \d+$/,
      ),
    ]);
    expect(life.slice(4)).toEqual([
      expect.stringMatching(/^(north|south)\/red sends to \1: reserved for sale \d+ of \1:1$/),
      expect.stringMatching(/^(north|south) takes in from \1\/red: reserved for sale \d+ of \1:1$/),
      expect.stringMatching(/^(north|south) sends to \1:1: granted for sale \d+ of \1:1$/),
      expect.stringMatching(/^(north|south):1 takes in from \1: granted for sale \d+ of \1:1$/),
      expect.stringMatching(/^(north|south):1 sends to customers: printed for sale \d+ of \1:1$/),
      expect.stringMatching(/^(north|south)\/red issues it to customers, for sale \d+ of \1:1$/),
    ]);
  });

  it('is empty for a PIN that never was', () => {
    expect(pinLife(plan!, {}, { lot: 'no such lot', serial: 1 })).toEqual([]);
    expect(pinLife(plan!, {}, { lot: 'opening:north/red', serial: 31 })).toEqual([]);
  });

  it('is told with 4 where it goes on from a saved state, too', async () => {
    const state = join(folder.path, 'state.json');
    expect((await pinweirHere(['save', FIRST, '--at', '1 h', '--to', state])).code).toBe(0);
    const machines = machinesWith({ takeIn: doubleCredit });
    const { code, stdout, stderr } = await pinweirHere(['resume', state], { machines });
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/^error: .*state\.json: conservation of PINs is broken at step /);
  });
});
