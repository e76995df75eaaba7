import { describe, expect, it } from 'vitest';
import { protocolMutants } from '../mutants/protocolMutants.ts';
import { pinweirHere } from '../support/commandLine.ts';

const forgetful = protocolMutants.find(({ id }) => id === 'P8')!;

interface Output {
  readonly isSound: boolean;
  readonly networks: readonly { readonly states: number; readonly transitions: number }[];
}

describe('pinweir modelcheck', () => {
  it('prints the bounds, what is wrong and a shortest way there, and exits with 4', async () => {
    const { code, stdout, stderr } = await pinweirHere(['modelcheck'], { machines: forgetful.machines });
    expect([code, stderr]).toEqual([4, '']);
    expect(stdout).toMatch(
      /^All states of one hub, two servers, two terminals and three PINs\nBounds: one sale/,
    );
    expect(stdout).toMatch(/\n {2}\d+ states, \d+ transitions, \d+ settled, \d+ at rest\n/);
    expect(stdout).toContain(
      'An invariant is broken: PIN opening:hub/pin#1 is nowhere. A shortest way there:',
    );
    expect(stdout).toMatch(/\n {2}1 {2}customers -> \w+:1: customer\.asked/);
    expect(stdout).toMatch(/\n {7}hub\/pin -> \w+\/pin: transfer\.shipped/);
  });

  it('gives JSON that a program can read', async () => {
    const { code, stdout } = await pinweirHere(['modelcheck', '--json'], { machines: forgetful.machines });
    const { isSound, networks } = JSON.parse(stdout) as Output;
    expect([code, isSound, networks.length]).toEqual([4, false, 1]);
    expect(networks[0]!.states).toBeGreaterThan(1);
  });

  it.runIf(process.env['PINWEIR_LONG'] === '1')(
    'finds nothing wrong in millions of states',
    async () => {
      const { code, stdout } = await pinweirHere(['modelcheck', '--json']);
      const { isSound, networks } = JSON.parse(stdout) as Output;
      expect([code, isSound, networks.length]).toEqual([0, true, 4]);
      expect(networks.reduce((sum, { states }) => sum + states, 0)).toBeGreaterThan(4_000_000);
    },
    600_000,
  );
});
