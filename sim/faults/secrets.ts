import type { Message, PrintRequested } from '#machines/protocol';
import type { PinRange } from '#src/domain/pinRange';
import type { Pin } from '#src/domain/pin';
import type { Delivery } from '#src/journal/step';
import { generatorAddress } from '#src/network/productPlans';
import { BrokenSeal, openerOf, sealerOf } from '#src/vault/sealing';
import type { Opener, SealedSecret, Sealer } from '#src/vault/sealing';
import { MemoryVault, pinsIn, rangesNamedIn } from '#src/vault/vault';
import type { Envelope, SealedPin } from '#src/vault/vault';
import { breach } from './breach.ts';
import type { Breach } from './breach.ts';
import { KeyedDraws } from './keyedDraws.ts';
import { secretOf, showsSecret, withoutSecrets } from './markerSecrets.ts';
import type { SimulatedNode } from './simulatedNode.ts';

// A vault is cleared after it has taken in so many messages.
const CLEARED_EVERY = 32;
const KEY_BYTES = 32;

const EMPTY: Envelope = [];
const NO_RANGES: readonly PinRange[] = [];

/** A node's vault, and what else is there for secrets: suppliers and generators seal, terminals open, no one else. */
interface Safe {
  readonly vault: MemoryVault;
  readonly sealer: Sealer | null;
  readonly opener: Opener | null;
  takenIn: number;
}

/**
 * The secrets of a run's PINs: a vault beside each node, and the observer who looks for secrets where none may be.
 * Every PIN has a marker for its secret, sealed by whoever brings the PIN into the network. Seals travel in envelopes
 * beside the messages that carry PINs. Only when a terminal prints is one opened, and must be that PIN's. A disk keeps
 * what a vault takes in before it keeps the record, so crashes take nothing from vaults.
 */
export class Secrets {
  private readonly safes: ReadonlyMap<SimulatedNode, Safe>;
  /** Seals at suppliers whose PINs come into the network without a node of theirs. */
  private readonly outside: Sealer;
  private found: Breach | null = null;

  constructor(nodes: readonly SimulatedNode[], seed: number) {
    const key = keyOf(seed);
    this.outside = sealerOf(key);
    this.safes = new Map(nodes.map((node) => [node, safeOf(node, key)]));
    for (const [node, { vault }] of this.safes)
      vault.put(sealed(this.outside, rangesNamedIn(contextsOf(node))));
  }

  /** What is found wrong, once. */
  check(): Breach | null {
    return this.found;
  }

  /** A message leaves a node for another: gives what travels with it. */
  attach(from: SimulatedNode, message: Message): Envelope {
    const ranges = rangesOf(message);
    if (ranges.length === 0) return EMPTY;
    const envelope: SealedPin[] = [];
    for (const pin of pinsIn(ranges)) {
      const seal = this.sealOf(from, pin);
      if (seal !== null) envelope.push({ ...pin, sealed: seal });
      else this.report(`${from.name} sends ${message.type} without the sealed secret of a PIN`, pin);
    }
    return envelope;
  }

  /** A message has come to a node over the network. */
  takeIn(node: SimulatedNode, message: Message, envelope: Envelope): void {
    if (showsSecret(envelope)) this.report(`an open secret comes to ${node.name} with ${message.type}`);
    let index = 0;
    for (const pin of pinsIn(rangesOf(message))) {
      const seal = envelope[index++];
      if (seal === undefined || seal.lot !== pin.lot || seal.serial !== pin.serial) {
        this.report(`${message.type} comes to ${node.name} without the sealed secret of a PIN`, pin);
        return;
      }
    }
    if (index === 0) return;
    const safe = this.safes.get(node)!;
    safe.vault.put(envelope);
    safe.takenIn += 1;
  }

  /** Someone outside the network hands a message to a node: with a lot come its secrets, sealed by its supplier. */
  handed(node: SimulatedNode, message: Message): void {
    if (message.type === 'lot.imported')
      this.safes.get(node)!.vault.put(sealed(this.outside, message.ranges));
  }

  /** A node has taken a step. */
  stepped(deliveries: readonly Delivery[]): void {
    const [first] = deliveries;
    if (first !== undefined && showsSecret(first.message)) {
      this.report(`a secret is in ${first.message.type} to ${first.to}`);
    }
    // All other messages of a step are answers to earlier ones.
    for (const { answers } of deliveries) {
      for (const answer of answers) {
        if (showsSecret(answer)) this.report(`${answer.from} put a secret into ${answer.type}`);
      }
    }
  }

  /** A terminal prints: opens the seal, as the printer does. Gives what the customer reads. */
  print(terminal: SimulatedNode, { ranges }: PrintRequested): readonly string[] {
    return [...pinsIn(ranges)].map((pin) => {
      const text = this.opened(terminal, pin);
      if (text !== null && text !== secretOf(pin))
        this.report(`${terminal.name} printed another secret`, pin);
      return text ?? '';
    });
  }

  /** All that a node did is durable and what it said has left: its vault can forget what the node has given away. */
  settled(node: SimulatedNode): void {
    const safe = this.safes.get(node)!;
    if (safe.takenIn < CLEARED_EVERY || node.written > node.durable) return;
    safe.takenIn = 0;
    safe.vault.keepOnly(rangesNamedIn(contextsOf(node)));
  }

  /** Looks for secrets in everything that actors know. */
  lookAtContexts(): void {
    for (const { core } of this.safes.keys()) {
      for (const [address, actor] of core.actors) {
        if (showsSecret(actor.snapshot())) this.report(`${address} knows a secret`);
      }
    }
  }

  lookAtJournals(): void {
    for (const { name, disk } of this.safes.keys()) {
      if (disk.contents.some(showsSecret)) this.report(`a secret is in the journal of ${name}`);
    }
  }

  /** The same breach in words that may be shown; if they had to be changed, that is the worse one. */
  static cleaned(found: Breach): Breach {
    const what = withoutSecrets(found.what);
    return what === found.what
      ? found
      : sealBreach(`a secret is in what is said of "${found.invariant}": ${what}`);
  }

  protected sealOf(node: SimulatedNode, pin: Pin): SealedSecret | null {
    const { vault, sealer } = this.safes.get(node)!;
    const known = vault.get(pin);
    if (known !== null || sealer === null || !isOwn(node, pin)) return known;
    const [fresh] = sealed(sealer, [{ lot: pin.lot, first: pin.serial, count: 1 }]);
    vault.put([fresh!]);
    return fresh!.sealed;
  }

  private opened(terminal: SimulatedNode, pin: Pin): string | null {
    const { vault, opener } = this.safes.get(terminal)!;
    const seal = vault.get(pin);
    if (seal === null || opener === null) {
      this.report(`${terminal.name} has nothing to print for a PIN`, pin);
      return null;
    }
    try {
      return opener.open(pin, seal);
    } catch (error) {
      if (!(error instanceof BrokenSeal)) throw error;
      this.report(`${terminal.name} cannot open a seal: ${error.message}`, pin);
      return null;
    }
  }

  private report(what: string, pin: Pin | null = null): void {
    this.found ??= sealBreach(what, pin);
  }
}

function sealBreach(what: string, pin: Pin | null = null): Breach {
  return breach('secrets are sealed', withoutSecrets(what), pin);
}

/** The key of a run. Those who seal and those who open have it. */
export function keyOf(seed: number): Uint8Array {
  const generator = new KeyedDraws(seed, 'secrets').generator('key');
  return Uint8Array.from({ length: KEY_BYTES }, () => Math.floor(generator.nextUniform() * 256));
}

function safeOf(node: SimulatedNode, key: Uint8Array): Safe {
  const isSupplier = node.kind === 'supplier' || node.kind === 'productSupplier';
  const generates = node.core.actors.has(generatorAddress(node.name));
  return {
    vault: new MemoryVault(),
    sealer: isSupplier || generates ? sealerOf(key) : null,
    opener: node.kind === 'terminal' ? openerOf(key) : null,
    takenIn: 0,
  };
}

function contextsOf({ core }: SimulatedNode): readonly unknown[] {
  return [...core.actors.values()].map(({ context }) => context as unknown);
}

/** Suppliers and generators name their lots after themselves. */
function isOwn({ name }: SimulatedNode, { lot }: Pin): boolean {
  return lot.startsWith(`${name}:`) || lot.startsWith(`${generatorAddress(name)}:`);
}

function sealed(sealer: Sealer, ranges: readonly PinRange[]): Envelope {
  return [...pinsIn(ranges)].map((pin) => ({ ...pin, sealed: sealer.seal(pin, secretOf(pin)) }));
}

function rangesOf(message: Message): readonly PinRange[] {
  return 'ranges' in message ? message.ranges : NO_RANGES;
}
