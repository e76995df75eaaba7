import { describe, expect, it } from 'vitest';
import { interpreted } from '#src/executor/interpreted';
import { runCampaign } from '#sim/faults/campaign';
import { CampaignRun, FEWEST_MESSAGES } from '#sim/faults/campaignRun';
import { FAULT_KINDS, faultKinds } from '#sim/faults/faultKinds';

function run(seed: number, options: Partial<ConstructorParameters<typeof CampaignRun>[0]> = {}) {
  return new CampaignRun({ seed, preset: 'swarm', ...options }).run();
}

describe('A run of a campaign', () => {
  it('is the same for the same seed, strike by strike and message by message', () => {
    const [one, other] = [run(3), run(3)];
    expect(one.traceHash).toBe(other.traceHash);
    expect(one.strikes.map(({ id, time }) => [id, time])).toEqual(
      other.strikes.map(({ id, time }) => [id, time]),
    );
    expect(run(4).traceHash).not.toBe(one.traceHash);
  });

  it('B50 is the same with both executors', () => {
    const options = { messages: 300 };
    expect(run(3, { ...options, executor: interpreted }).traceHash).toBe(run(3, options).traceHash);
  });

  it('delivers enough messages, and struck by nothing heals at once', () => {
    const { messages, strikes, healingMicroseconds } = run(1, { preset: 'calm' });
    expect(messages).toBeGreaterThanOrEqual(FEWEST_MESSAGES);
    expect(strikes).toEqual([]);
    expect(healingMicroseconds).toBeLessThan(3e6);
  });

  it('repeats with all its own strikes allowed, and goes another way without them', () => {
    const whole = run(6, { messages: 400 });
    const ids = whole.strikes.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(10);
    expect(new Set(ids).size).toBe(ids.length);
    const again = run(6, { messages: 400, allowed: new Set(ids) });
    expect(again.traceHash).toBe(whole.traceHash);
    const without = run(6, { messages: 400, allowed: new Set() });
    expect(without.strikes).toEqual([]);
    expect(without.traceHash).not.toBe(whole.traceHash);
  });
});

describe('B51 A campaign', () => {
  it('breaks no invariant in any preset, while every kind of fault changes outcomes', () => {
    const stormy = runCampaign({ preset: 'stormy', seed: 1, runs: 12 });
    for (const kind of faultKinds) {
      const { strikes, changes } = stormy.tallies[kind];
      expect([FAULT_KINDS[kind].name, strikes > 0, changes > 0]).toEqual([
        FAULT_KINDS[kind].name,
        true,
        true,
      ]);
      expect(changes).toBeLessThanOrEqual(strikes);
    }
    runCampaign({ preset: 'calm', seed: 1, runs: 2 });
    runCampaign({ preset: 'lossy', seed: 1, runs: 6 });
    runCampaign({ preset: 'swarm', seed: 1, runs: 12 });
  });

  // A shelf that nobody came by never learned that its PINs had expired.
  it('B35 starts shelves whose PINs expire, though no customer comes', () => {
    expect(runCampaign({ preset: 'calm', seed: 42, runs: 1, messages: 50 }).runs).toBe(1);
  });

  it('tells each seed before its run', () => {
    const told: string[] = [];
    runCampaign({
      preset: 'calm',
      seed: 40,
      runs: 3,
      messages: 50,
      onStart: (seed, index) => told.push(`start ${index} ${seed}`),
      onResult: ({ seed }) => told.push(`end ${seed}`),
    });
    expect(told).toEqual(['start 0 40', 'end 40', 'start 1 41', 'end 41', 'start 2 42', 'end 42']);
  });
});
