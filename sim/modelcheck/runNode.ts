import type { AnyStateMachine } from 'xstate';
import { ALARMS } from '#machines/protocol';
import type { MachineActor, MachineSnapshot } from '#src/executor/actor';
import { compiled } from '#src/executor/compiled';
import type { Letter, SystemNode } from './system.ts';

/** An alarm that was asked for, and how often in a row it has rung. */
export interface PendingAlarm {
  readonly address: string;
  readonly alarm: string;
  readonly rings: number;
}

/** What became of a node. */
export interface NodeOutcome {
  readonly actors: readonly MachineSnapshot[];
  readonly alarms: readonly PendingAlarm[];
  /** Everything that its actors said, but for what they said to their alarm clock. */
  readonly emitted: readonly Letter[];
  /** An actor failed; null: none did. */
  readonly failure: string | null;
}

/**
 * One step: the letters, and everything that the node's actors tell one another because of them. `rung` are alarms that
 * have just rung: asked for again, their count goes on.
 */
export function runNode(
  node: SystemNode,
  actors: readonly MachineSnapshot[],
  letters: readonly Letter[],
  alarms: readonly PendingAlarm[],
  rung: readonly PendingAlarm[],
): NodeOutcome {
  const running = new RunningNode(node, actors);
  const emitted: Letter[] = [];
  let pending = alarms;
  const local = letters.slice();
  try {
    for (let next = 0; next < local.length; next++) {
      for (const letter of running.send(local[next]!)) {
        if (letter.to === ALARMS) {
          pending = withAlarm(pending, letter as AskForAlarm, rung);
          continue;
        }
        emitted.push(letter);
        if (running.has(letter.to)) local.push(letter);
      }
    }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { actors, alarms, emitted, failure };
  }
  return { actors: running.snapshots(), alarms: pending, emitted, failure: null };
}

/** A node's actors, each started again only when it is sent something. */
class RunningNode {
  private readonly node: SystemNode;
  private readonly before: readonly MachineSnapshot[];
  private readonly running: (MachineActor<AnyStateMachine> | undefined)[] = [];

  constructor(node: SystemNode, before: readonly MachineSnapshot[]) {
    this.node = node;
    this.before = before;
  }

  has(address: string): boolean {
    return this.node.actors.some((actor) => actor.address === address);
  }

  send(letter: Letter): readonly Letter[] {
    const index = this.node.actors.findIndex(({ address }) => address === letter.to);
    const { machine } = this.node.actors[index]!;
    const actor = (this.running[index] ??= compiled.restore(machine, this.before[index]!));
    return actor.send(letter) as readonly Letter[];
  }

  snapshots(): MachineSnapshot[] {
    return this.before.map((before, index) => this.running[index]?.snapshot() ?? before);
  }
}

interface AskForAlarm extends Letter {
  readonly alarm: string;
  readonly after: number | null;
}

export function ringOf(address: string, alarm: string): Letter {
  return { type: 'alarm.rang', to: address, from: ALARMS, alarm, at: 0 } as Letter;
}

/** When an alarm rings is left open, so only whether it is asked for counts. */
function withAlarm(
  pending: readonly PendingAlarm[],
  { from, alarm, after }: AskForAlarm,
  rung: readonly PendingAlarm[],
): PendingAlarm[] {
  const isSame = (one: PendingAlarm) => one.address === from && one.alarm === alarm;
  const others = pending.filter((one) => !isSame(one));
  if (after === null) return others;
  const asked = rung.find(isSame) ?? { address: from, alarm, rings: 0 };
  return [...others, asked].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf({ address, alarm }: PendingAlarm): string {
  return `${address} ${alarm}`;
}
