/**
 * The stationary distribution of a network of a hub and two servers with recall, by its Markov chain: demand is
 * Poisson, all lead times exponential, messages and recalls take no time, orders are whole.
 */
export interface RecallChain {
  readonly customersPerHour: readonly [number, number];
  readonly lowWatermarks: readonly [number, number];
  readonly highWatermarks: readonly [number, number];
  readonly quantities: readonly [number, number];
  /** Per hour, of one transfer. */
  readonly arrivalRate: number;
  readonly hub: { readonly lowWatermark: number; readonly quantity: number; readonly arrivalRate: number };
  /** Whether the hub looks at its own trigger before or after the recalled PINs have come. */
  readonly buys: 'beforeRecall' | 'afterRecall';
}

interface State {
  readonly onHand: [number, number];
  /** Servers whose order is on its way from the hub. */
  readonly isComing: [boolean, boolean];
  /** Servers whose order waits at the hub, first come first. */
  readonly line: number[];
  hub: number;
  /** Orders of the hub under way. */
  buying: number;
}

interface RecallFigures {
  readonly lostFractions: readonly [number, number];
  readonly meanOnHand: readonly [number, number];
  readonly hubMeanOnHand: number;
  readonly hubOrdersPerHour: number;
  readonly recalledPerHour: number;
}

interface Move {
  readonly rate: number;
  readonly to: number;
  readonly bought: number;
  readonly recalled: number;
}

export function solveRecallChain(chain: RecallChain): RecallFigures {
  const { states, moves } = explore(chain);
  const shares = stationary(moves);
  const mean = (value: (state: State) => number) =>
    states.reduce((sum, state, index) => sum + shares[index]! * value(state), 0);
  const flow = (value: (move: Move) => number) =>
    moves.reduce(
      (sum, own, index) =>
        sum + shares[index]! * own.reduce((part, move) => part + move.rate * value(move), 0),
      0,
    );
  return {
    lostFractions: [
      mean(({ onHand }) => Number(onHand[0] === 0)),
      mean(({ onHand }) => Number(onHand[1] === 0)),
    ],
    meanOnHand: [mean(({ onHand }) => onHand[0]), mean(({ onHand }) => onHand[1])],
    hubMeanOnHand: mean(({ hub }) => hub),
    hubOrdersPerHour: flow(({ bought }) => bought),
    recalledPerHour: flow(({ recalled }) => recalled),
  };
}

function explore(chain: RecallChain): { states: State[]; moves: Move[][] } {
  const first: State = { onHand: [9, 9], isComing: [false, false], line: [], hub: 9, buying: 0 };
  const states = [first];
  const indexes = new Map([[JSON.stringify(first), 0]]);
  const moves: Move[][] = [];
  for (let index = 0; index < states.length; index++) {
    moves.push(
      leave(chain, states[index]!).map(({ rate, state, bought, recalled }) => {
        const key = JSON.stringify(state);
        if (!indexes.has(key)) indexes.set(key, states.push(state) - 1);
        return { rate, to: indexes.get(key)!, bought, recalled };
      }),
    );
  }
  return { states, moves };
}

interface Step {
  readonly rate: number;
  readonly state: State;
  bought: number;
  recalled: number;
}

function leave(chain: RecallChain, from: State): Step[] {
  const steps: Step[] = [];
  const step = (rate: number): Step => {
    const next = { rate, state: structuredClone(from), bought: 0, recalled: 0 };
    steps.push(next);
    return next;
  };
  for (const server of [0, 1] as const) {
    if (from.onHand[server] > 0) {
      const sale = step(chain.customersPerHour[server]);
      sale.state.onHand[server] -= 1;
      const hasOrder = from.isComing[server] || from.line.includes(server);
      if (!hasOrder && sale.state.onHand[server] <= chain.lowWatermarks[server]) order(chain, sale, server);
    }
    if (from.isComing[server]) {
      const delivery = step(chain.arrivalRate);
      delivery.state.isComing[server] = false;
      delivery.state.onHand[server] += chain.quantities[server];
    }
  }
  if (from.buying > 0) {
    const delivery = step(from.buying * chain.hub.arrivalRate);
    delivery.state.buying -= 1;
    delivery.state.hub += chain.hub.quantity;
    shipWhole(chain, delivery.state);
    buy(chain, delivery);
  }
  return steps;
}

function order(chain: RecallChain, step: Step, server: 0 | 1): void {
  const { state } = step;
  const isFirst = state.line.length === 0;
  state.line.push(server);
  const missing = chain.quantities[server] - state.hub;
  if (isFirst && missing > 0) {
    if (chain.buys === 'beforeRecall') buy(chain, step);
    const donor = server === 0 ? 1 : 0;
    const taken = Math.min(missing, Math.max(0, state.onHand[donor] - chain.highWatermarks[donor]));
    state.onHand[donor] -= taken;
    state.hub += taken;
    step.recalled += taken;
  }
  shipWhole(chain, state);
  buy(chain, step);
}

function shipWhole({ quantities }: RecallChain, state: State): void {
  for (let head = state.line[0]; head !== undefined; head = state.line[0]) {
    if (state.hub < quantities[head]!) return;
    state.hub -= quantities[head]!;
    state.isComing[head] = true;
    state.line.shift();
  }
}

function buy({ hub, quantities }: RecallChain, step: Step): void {
  const { state } = step;
  const owed = state.line.reduce((sum, server) => sum + quantities[server]!, 0);
  while (state.hub + state.buying * hub.quantity - owed <= hub.lowWatermark) {
    state.buying += 1;
    step.bought += 1;
  }
}

/** Gauss and Seidel on the balance of flow into and out of each state. */
function stationary(moves: readonly (readonly Move[])[]): number[] {
  const into: { from: number; rate: number }[][] = moves.map(() => []);
  const out = moves.map((own) => own.reduce((sum, { rate }) => sum + rate, 0));
  for (const [from, own] of moves.entries()) for (const { to, rate } of own) into[to]!.push({ from, rate });
  let shares = moves.map(() => 1 / moves.length);
  for (let change = 1; change > 1e-13;) {
    change = 0;
    for (const [index, own] of into.entries()) {
      const next = own.reduce((sum, { from, rate }) => sum + rate * shares[from]!, 0) / out[index]!;
      change = Math.max(change, Math.abs(next - shares[index]!));
      shares[index] = next;
    }
    const total = shares.reduce((sum, share) => sum + share, 0);
    shares = shares.map((share) => share / total);
  }
  return shares;
}
