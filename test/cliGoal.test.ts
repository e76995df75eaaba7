import { describe, expect, it } from 'vitest';
import { change, SOUND } from './scenarioFixtures.ts';
import { pinweirHere, temporaryFolder } from './support/commandLine.ts';

const folder = temporaryFolder();

const WATERMARK = 'servers.north.red.lowWatermark';

function goalFile(name: string, values: string, atLeast = '10 %'): string {
  const goal = `goal:
  smallest: { ${WATERMARK}: "${values}" }
  figure: fillRate
  of: the network
  atLeast: ${atLeast}
  replications: 3`;
  return folder.write(name, change(SOUND, 'title: Test', `title: Test\n${goal}`));
}

interface Swing {
  readonly what: string;
  readonly base: string | null;
  readonly lower: { readonly change: number };
  readonly higher: { readonly change: number };
}

async function sensitivityOf(...args: string[]): Promise<Swing> {
  const { code, stdout, stderr } = await pinweirHere(['run', ...args, '--workers', '1', '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const { sensitivity } = JSON.parse(stdout) as { sensitivity: { swings: Swing[] } };
  return sensitivity.swings[0]!;
}

describe('A goal', () => {
  it('whose search comes to a value that makes no sound scenario says what is wrong there', async () => {
    const file = goalFile('broken.yaml', '5,10,10.5,11,12');
    const { code, stderr } = await pinweirHere(['run', file, '--workers', '1']);
    expect(code).toBe(2);
    expect(stderr).toContain(`${WATERMARK}=10.5 makes no sound scenario`);
    expect(stderr).toContain('expected  a whole number of PINs');
  });
});

describe('A tornado in percent', () => {
  const spread = ['--tornado', `${WATERMARK}=-50%,+50%`];

  it('changes what a search has found, not what the file says', async () => {
    // 18 is the only value; the file says 10.
    const found = await sensitivityOf(goalFile('found.yaml', '18'), ...spread);
    expect(found).toMatchObject({ what: WATERMARK, base: '18' });
    const plain = folder.write('plain.yaml', change(SOUND, 'lowWatermark: 10', 'lowWatermark: 18'));
    const written = await sensitivityOf(plain, '--replications', '3', ...spread);
    expect(found.lower.change).toBe(written.lower.change);
    expect(found.higher.change).toBe(written.higher.change);
  });

  it('changes what a sweep has put there', async () => {
    const file = folder.write('sound.yaml', SOUND);
    const more = ['--replications', '3', '--warm-up', 'none', ...spread];
    const { base, lower, higher } = await sensitivityOf(file, '--vary', `${WATERMARK}=18,4`, ...more);
    expect(base).toBe('18');
    const plain = folder.write('eighteen.yaml', change(SOUND, 'lowWatermark: 10', 'lowWatermark: 18'));
    const written = await sensitivityOf(plain, ...more);
    expect([lower.change, higher.change]).toEqual([written.lower.change, written.higher.change]);
  });
});
