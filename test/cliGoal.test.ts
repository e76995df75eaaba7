import { describe, expect, it } from 'vitest';
import { HOUR_MICROSECONDS } from '#src/domain/time';
import { span } from '#src/report/format';
import { change, SOUND } from './scenarioFixtures.ts';
import { pinweirHere, temporaryFolder } from './support/commandLine.ts';

const folder = temporaryFolder();

const DESIRED = 'servers.north.red.desiredLevel';
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

interface Searched {
  readonly warmUp: { readonly hours: number; readonly rule: string };
  readonly goal: {
    readonly answers: readonly {
      readonly trials: readonly {
        readonly settings: Readonly<Record<string, number>>;
        readonly parts: readonly { readonly estimate: number }[];
      }[];
    }[];
  };
}

interface WarmUp {
  readonly hours: number;
}

async function sensitivityOf(...args: string[]): Promise<Swing & { readonly warmUp: WarmUp }> {
  const { code, stdout, stderr } = await pinweirHere(['run', ...args, '--workers', '1', '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const { sensitivity, warmUp } = JSON.parse(stdout) as {
    sensitivity: { swings: Swing[] };
    warmUp: WarmUp;
  };
  return { ...sensitivity.swings[0]!, warmUp };
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

describe('The warm-up of a search', () => {
  // The fuller the shelves may be, the longer it takes until they are as full as they will be.
  const text = change(SOUND, 'until: 30 d', 'until: 100 d');
  const goal = `goal:
  smallest: { ${DESIRED}: "30..600:60" }
  figure: meanOnHand
  of: the network
  atLeast: 150
  replications: 3`;
  const file = folder.write('steady.yaml', change(text, 'title: Test', `title: Test\n${goal}`));

  it('is the same at every value that is compared, and is told', async () => {
    const searched = await pinweirHere(['run', file, '--workers', '1', '--json']);
    const { warmUp, goal: found } = JSON.parse(searched.stdout) as Searched;
    expect(warmUp).toMatchObject({ rule: 'mser-5' });
    const { trials } = found.answers[0]!;
    expect(trials.length).toBeGreaterThan(3);
    // The same values, each with that warm-up.
    const values = trials.map(({ settings }) => settings[DESIRED]!).join(',');
    const vary = ['--vary', `${DESIRED}=${values}`, '--replications', '3', '--workers', '1'];
    const swept = await pinweirHere(['run', file, ...vary, '--warm-up', `${warmUp.hours} h`, '--json']);
    const { rows } = JSON.parse(swept.stdout) as { rows: Record<string, unknown>[] };
    const estimates = rows.filter(
      ({ replication, scope, figure }) =>
        replication === null && scope === 'network' && figure === 'meanOnHand',
    );
    expect(trials.map(({ parts }) => parts[0]!.estimate)).toEqual(estimates.map(({ value }) => value));
    const { stdout } = await pinweirHere(['run', file, '--workers', '1']);
    const left = `The first ${span(warmUp.hours * HOUR_MICROSECONDS)} of each run are left out as warm-up, at every value`;
    expect(stdout.replaceAll('\n', ' ')).toContain(left);
  });
});

describe('A tornado in percent', () => {
  const spread = ['--tornado', `${WATERMARK}=-50%,+50%`];

  it('changes what a search has found, not what the file says', async () => {
    // 18 is the only value; the file says 10.
    const found = await sensitivityOf(goalFile('found.yaml', '18'), ...spread);
    expect(found).toMatchObject({ what: WATERMARK, base: '18' });
    const plain = folder.write('plain.yaml', change(SOUND, 'lowWatermark: 10', 'lowWatermark: 18'));
    const warmUp = ['--warm-up', `${found.warmUp.hours} h`];
    const written = await sensitivityOf(plain, '--replications', '3', ...warmUp, ...spread);
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
