import { describe, expect, it } from 'vitest';
import { apply } from '#machines/apply';
import * as dealers from '#machines/dealersRules';
import * as server from '#machines/serverRules';
import * as terminal from '#machines/terminalRules';
import type { NetworkMachines } from '#src/network/machines';
import { BrokenSeal, openerOf, sealerOf } from '#src/vault/sealing';
import { MemoryVault } from '#src/vault/vault';
import { CampaignRun } from '#sim/faults/campaignRun';
import { runCampaign } from '#sim/faults/campaign';
import { MARKER, secretOf, showsSecret, withoutSecrets } from '#sim/faults/markerSecrets';
import { changed, misled } from '../mutants/mutant.ts';
import { machinesWith } from '../mutants/rowMutant.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, index) => index);
const PIN = { lot: 'lot-7', serial: 101 };

describe('B37 a seal', () => {
  it('opens for its own PIN and key, and shows nothing of the secret', () => {
    const sealed = sealerOf(KEY).seal(PIN, secretOf(PIN));
    expect(showsSecret(sealed)).toBe(false);
    expect(openerOf(KEY).open(PIN, sealed)).toBe(secretOf(PIN));
  });

  it.each([
    ['another PIN', { ...PIN, serial: 102 }, KEY, (seal: string) => seal],
    ['another key', PIN, KEY.toReversed(), (seal: string) => seal],
    ['a changed seal', PIN, KEY, (seal: string) => (seal.startsWith('0') ? '1' : '0') + seal.slice(1)],
    ['a seal cut short', PIN, KEY, (seal: string) => seal.slice(0, 8)],
    ['no seal at all', PIN, KEY, () => secretOf(PIN)],
  ])('does not open for %s, and the error names the PIN alone', (_, pin, key, change) => {
    const sealed = change(sealerOf(KEY).seal(PIN, secretOf(PIN)));
    const open = () => openerOf(key).open(pin, sealed);
    expect(open).toThrow(BrokenSeal);
    expect(open).toThrow(expect.not.objectContaining({ message: expect.stringContaining(MARKER) as string }));
  });
});

describe('B37 a vault', () => {
  it('gives what it took in, and forgets all but what is named', () => {
    const vault = new MemoryVault();
    vault.put([1, 2, 3].map((serial) => ({ lot: 'a', serial, sealed: `seal ${serial}` })));
    vault.keepOnly([{ lot: 'a', first: 2, count: 2 }]);
    expect([1, 2, 3].map((serial) => vault.get({ lot: 'a', serial }))).toEqual([null, 'seal 2', 'seal 3']);
    expect(vault.count).toBe(2);
  });
});

it('B37 secrets are found in names and values, however deep, and taken out of texts', () => {
  expect(showsSecret({ a: [{ b: secretOf(PIN) }] })).toBe(true);
  expect(showsSecret({ [secretOf(PIN)]: 1 })).toBe(true);
  expect(showsSecret({ lot: 'lot-7', ranges: [PIN] })).toBe(false);
  expect(withoutSecrets(`so ${secretOf(PIN)} it is`)).toBe('so (secret) it is');
});

/** What the first of a few runs says that breaks an invariant; empty: none did. */
function firstBreach(machines: NetworkMachines, runs = 5): string {
  for (let seed = 1; seed <= runs; seed++) {
    try {
      new CampaignRun({ seed, preset: 'swarm', machines }).run();
    } catch (error) {
      return (error as Error).message;
    }
  }
  return '';
}

describe('B37 the campaign', () => {
  const first = ({ ranges }: { readonly ranges: readonly { lot: string; first: number }[] }) =>
    ranges[0] === undefined ? '' : secretOf({ lot: ranges[0].lot, serial: ranges[0].first });

  it('finds a server that puts the secret into an answer', () => {
    const leak = changed(server.grantSale, ({ patch, messages }, _, event) => ({
      patch,
      messages: messages.map((message) => ({ ...message, hint: first(event) })),
    }));
    const said = firstBreach(machinesWith('server', { grantSale: apply(leak) }));
    expect(said).toMatch(/secrets are sealed.*put a secret into sale\.granted/);
    expect(said).not.toContain(MARKER);
  });

  it('finds a terminal that remembers the secret', () => {
    const leak = changed(terminal.print, ({ patch, messages }, { sales }, { sale }) => {
      const sold = sales.find(({ number }) => number === sale.number);
      if (patch === null || sold === undefined || sold.ranges.length === 0) return { patch, messages };
      return { patch: { ...patch, refused: first(sold) as unknown as number }, messages };
    });
    const said = firstBreach(machinesWith('terminal', { print: apply(leak) }));
    expect(said).toMatch(/secrets are sealed.*knows a secret/);
    expect(said).not.toContain(MARKER);
  });

  it('finds a rule that fails and says the secret, and does not say it again', () => {
    const leak = changed(server.grantSale, (outcome, _, event) => {
      if (first(event) !== '') throw new Error(`no sale of ${first(event)}`);
      return outcome;
    });
    const said = firstBreach(machinesWith('server', { grantSale: apply(leak) }));
    expect(said).toMatch(/a secret is in what is said of/);
    expect(said).not.toContain(MARKER);
  });
});

describe('B11 the campaign', () => {
  it('measures how long servers lacked a change, and finds a replica that says it is newer than it is', () => {
    const { staleness } = runCampaign({ preset: 'swarm', seed: 1, runs: 5 });
    expect(staleness.largestMicroseconds).toBeGreaterThan(0);
    expect(staleness.largestReportedMicroseconds).toBeGreaterThan(0);
    const lie = misled(dealers.takeChanges, (_, event) => ({
      event: { ...event, sentAt: event.sentAt === null ? null : event.sentAt + 60_000_000 },
    }));
    const said = firstBreach(machinesWith('dealers', { takeChanges: apply(lie) }), 10);
    expect(said).toMatch(/staleness is not understated/);
  });

  it('finds a server that sells for a dealer of whom it knows that he is blocked', () => {
    const blind = misled(dealers.holdCredit, (context) => ({
      context: { ...context, dealers: context.dealers.map((dealer) => ({ ...dealer, isBlocked: false })) },
    }));
    const said = firstBreach(machinesWith('dealers', { holdCredit: apply(blind) }), 10);
    expect(said).toMatch(/blocked is refused/);
  });
});

it('B54 the campaign reports crash exposure, reservations and stranded PINs', () => {
  const { exposure } = runCampaign({ preset: 'swarm', seed: 1, runs: 5 });
  expect(exposure.largest!.pins).toBeGreaterThan(0);
  expect(exposure.mostReserved).toBeGreaterThan(0);
  const { onShelf, quarantined, frozen, suspect, total } = exposure.stranded;
  expect(total).toBe(onShelf + quarantined + frozen + suspect);
  expect(total).toBeGreaterThan(0);
});
