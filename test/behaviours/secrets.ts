import { expect } from 'vitest';
import { auditTrail } from '#src/journal/auditTrail';
import { importOf } from '../support/lotSamples.ts';
import { BLUE, productTopology } from '../support/productTopology.ts';
import { SmallNetwork } from '../support/smallNetwork.ts';
import { TIMING } from '../support/smallTopology.ts';
import { installVault, MARKER, secretOf } from '../support/vault.ts';
import type { Behaviour } from './behaviour.ts';

/** Secrets of PINs: B37. */
export const secrets: readonly Behaviour[] = [
  {
    id: 'B37',
    title: 'only the printer reveals a secret; contexts, messages, journals and lives show serials',
    run(machines) {
      const network = new SmallNetwork(machines, { ...productTopology(), hasLotOffice: true });
      const { receipts } = installVault(network);
      network.hand(importOf('a', [[1, 4]]));
      network.serve('north:1', 'day-card', 2);
      network.serve('north:2', 'game');
      network.serve('south:1', 'own');
      network.ask('south:1', 'talk', BLUE);
      network.settle();
      const order = { type: 'lot.standing.set', to: 'hub/lots', from: 'operator', variety: 'day' } as const;
      network.hand({ ...order, lot: 'opening:south/day', standing: 'recalled' });
      network.ask('north:1', 'day-gift');
      network.next('sale.requested');
      network.next('sale.granted');
      network.restart('north:1');
      network.hand({ type: 'reprint.asked', to: 'north:1', from: 'customers' });
      network.order('drain.ordered', 'north');
      network.pass(5 * TIMING.repeatAfter);
      network.order('return.ordered', 'north');
      network.hand({ type: 'reprint.asked', to: 'north:2', from: 'customers' });
      network.pass(5 * TIMING.repeatAfter);
      const pin = { lot: 'opening:north/day', serial: 1 };
      const everything = {
        contexts: network.contexts(),
        messages: network.log,
        journals: network.journals(),
        life: auditTrail(pin, network.journals()),
      };
      for (const [what, content] of Object.entries(everything)) {
        expect(JSON.stringify(content), `secrets in ${what}`).not.toContain(MARKER);
      }
      const opening = (serial: number) => secretOf(`opening:north/day#${serial}`);
      expect(receipts, 'secrets that customers took home').toEqual([
        opening(1),
        opening(2),
        secretOf('telco:game#1'),
        secretOf('south/generator:own#1'),
        opening(3),
        `${opening(3)} COPY`,
        `${secretOf('telco:game#1')} COPY`,
      ]);
    },
  },
];
