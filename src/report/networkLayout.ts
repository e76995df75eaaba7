import { DAY_MICROSECONDS } from '#src/domain/time';
import type { Topology } from '#src/network/topology';
import type { Flow, RunResult } from '#sim/result';

/** Where everything stands in the picture of the network: suppliers, hub, servers, from left to right. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly isNarrow: boolean;
  /** Height that each server has for its label. */
  readonly rowHeight: number;
  readonly suppliers: readonly Bar[];
  readonly hub: Bar;
  readonly servers: readonly Bar[];
  readonly bands: readonly Band[];
  /** Flows between places that the picture has no lane for. */
  readonly others: readonly Flow[];
}

export interface Bar {
  readonly name: string;
  readonly x: number;
  readonly top: number;
  readonly height: number;
}

/** A stream of PINs whose thickness is their number; recalls run back from server to hub. */
export interface Band {
  readonly kind: 'supply' | 'delivery' | 'recall';
  readonly flow: Flow;
  readonly perDay: number;
  readonly thickness: number;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

export const BAR_WIDTH = 10;
/** Room above the hub for its name and figure. */
const LABEL_HEIGHT = 44;
const PADDING = 10;

export function layOut(topology: Topology, result: RunResult, width: number): Layout {
  const isNarrow = width < 600;
  const days = result.simulatedMicroseconds / DAY_MICROSECONDS;
  const hubName = topology.hub.name;
  const serverNames = topology.servers.map((server) => server.name);
  const supplierNames = topology.suppliers.map((supplier) => supplier.name);
  const moved = result.flows.filter((flow) => flow.pins > 0);
  const supplies = moved.filter((flow) => flow.to === hubName && supplierNames.includes(flow.from));
  const deliveries = moved.filter((flow) => flow.from === hubName && serverNames.includes(flow.to));
  const recalls = moved.filter((flow) => flow.to === hubName && serverNames.includes(flow.from));
  const placed = new Set([...supplies, ...deliveries, ...recalls]);

  const smallestRow = isNarrow ? (recalls.length > 0 ? 58 : 42) : 34;
  const rowHeight = Math.max(smallestRow, Math.min(84, 260 / serverNames.length));
  const rows = Math.max(serverNames.length, 1);
  const body = rows * rowHeight;
  const streamsOf = (name: string): Flow[] =>
    [...deliveries, ...recalls].filter((flow) => flow.to === name || flow.from === name);
  const most = Math.max(sum(deliveries) + sum(recalls), sum(supplies), 1);
  const largest = Math.max(...serverNames.map((name) => sum(streamsOf(name))), 1);
  // The hub may fill most of the height, and the thickest stream must leave its row some air.
  const scale = Math.min((0.78 * body) / most, (0.74 * rowHeight) / largest);
  const thickness = (flow: Flow): number => Math.max(1, flow.pins * scale);
  const stack = (flows: readonly Flow[]): number => flows.reduce((all, flow) => all + thickness(flow), 0);

  const outside = stack(deliveries) + stack(recalls);
  const hubHeight = Math.max(28, outside, stack(supplies));
  const top = Math.max(PADDING, LABEL_HEIGHT - (body - hubHeight) / 2);
  const hub: Bar = {
    name: hubName,
    x: isNarrow ? 106 : 0.4 * width,
    top: top + (body - hubHeight) / 2,
    height: hubHeight,
  };
  const servers = serverNames.map((name, index): Bar => {
    const tall = Math.max(14, stack(streamsOf(name)));
    return {
      name,
      x: isNarrow ? 216 : width - (rowHeight >= 42 ? 210 : 330),
      top: top + (index + 0.5) * rowHeight - tall / 2,
      height: tall,
    };
  });
  const suppliers = suppliersBeside(supplierNames, supplies, thickness, isNarrow ? 12 : 0.14 * width, {
    top,
    body,
  });

  const bands: Band[] = [];
  let y = hub.top + (hub.height - stack(supplies)) / 2;
  for (const flow of supplies) {
    const bar = suppliers.find((one) => one.name === flow.from);
    if (bar === undefined) continue;
    bands.push(band('supply', flow, bar.x + BAR_WIDTH, middle(bar), hub.x, y + thickness(flow) / 2));
    y += thickness(flow);
  }
  y = hub.top + (hub.height - outside) / 2;
  for (const bar of servers) {
    const own = streamsOf(bar.name);
    let serverY = middle(bar) - stack(own) / 2;
    for (const flow of own) {
      const half = thickness(flow) / 2;
      const atHub = [hub.x + BAR_WIDTH, y + half] as const;
      const atServer = [bar.x, serverY + half] as const;
      bands.push(
        flow.from === hubName
          ? band('delivery', flow, ...atHub, ...atServer)
          : band('recall', flow, ...atServer, ...atHub),
      );
      y += 2 * half;
      serverY += 2 * half;
    }
  }
  return {
    width,
    height: top + body + PADDING,
    isNarrow,
    rowHeight,
    suppliers,
    hub,
    servers,
    bands,
    others: moved.filter((flow) => !placed.has(flow)),
  };

  function band(
    kind: Band['kind'],
    flow: Flow,
    fromX: number,
    fromY: number,
    toX: number,
    toY: number,
  ): Band {
    const perDay = days > 0 ? flow.pins / days : 0;
    return { kind, flow, perDay, thickness: thickness(flow), fromX, fromY, toX, toY };
  }
}

function suppliersBeside(
  names: readonly string[],
  supplies: readonly Flow[],
  thickness: (flow: Flow) => number,
  x: number,
  { top, body }: { readonly top: number; readonly body: number },
): Bar[] {
  const slot = body / Math.max(names.length, 1);
  return names.map((name, index) => {
    const own = supplies.filter((flow) => flow.from === name).reduce((all, flow) => all + thickness(flow), 0);
    const tall = Math.max(14, own);
    return { name, x, top: top + (index + 0.5) * slot - tall / 2, height: tall };
  });
}

export function middle(bar: Bar): number {
  return bar.top + bar.height / 2;
}

function sum(flows: readonly Flow[]): number {
  return flows.reduce((all, flow) => all + flow.pins, 0);
}
