import type { MeasureName } from '#sim/measures/measure';

/** One number that a case expects. */
export interface ExpectedNumber {
  /** Where it stands under `expected`, such as "servers.0.fillRate". */
  readonly path: string;
  readonly value: number;
  /** What of a simulation it is compared with; null: nothing is known by that name. */
  readonly measure: MeasureName | null;
}

/** Every number under `expected`, however deep. */
export function expectedNumbers(
  expected: Readonly<Record<string, unknown>>,
  serverNames: readonly string[],
): ExpectedNumber[] {
  return numbersIn(expected, '').map(({ path, value }) => ({
    path,
    value,
    measure: measureAt(path, serverNames),
  }));
}

function numbersIn(value: unknown, path: string): { path: string; value: number }[] {
  if (typeof value === 'number') return [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    numbersIn(part, path === '' ? key : `${path}.${key}`),
  );
}

/** By what name a figure goes here, where it is not the same. */
const SERVER_FIGURES: Readonly<Record<string, string>> = {
  fillRate: 'fillRate',
  requestFillRate: 'requestFillRate',
  lostFraction: 'lostFraction',
  transferFraction: 'transferFraction',
  meanOnHand: 'meanOnHand',
  meanOnOrder: 'meanOnOrder',
  meanOutstanding: 'meanOnOrder',
  meanBackorders: 'meanBackorders',
  stockoutTimeFraction: 'stockoutTimeFraction',
  orderRatePerHour: 'orderRatePerHour',
  expiredPerHour: 'expiredPerHour',
  costPerHour: 'costPerHour',
};

const NETWORK_FIGURES: Readonly<Record<string, string>> = {
  ...SERVER_FIGURES,
  totalLostFraction: 'lostFraction',
  recalledUnitsPerHour: 'recalledPerHour',
  transfersPerHour: 'transfersPerHour',
  'costPerTime.total': 'costPerHour',
};

const HUB_FIGURES: Readonly<Record<string, string>> = {
  hubMeanOnHand: 'meanOnHand',
  hubMeanBackorders: 'meanBackorders',
  hubMeanOnOrder: 'meanOnOrder',
  hubMeanOrdersWaiting: 'meanOrdersWaiting',
  hubReadyRate: 'readyRate',
  hubOrderRatePerHour: 'orderRatePerHour',
  hubStockoutTimeFraction: 'stockoutTimeFraction',
};

function measureAt(path: string, serverNames: readonly string[]): MeasureName | null {
  const ofServer = /^servers\.(\d+)\.(.+)$/.exec(path);
  if (ofServer !== null) {
    const server = serverNames[Number(ofServer[1])];
    const figure = figureOf(SERVER_FIGURES, ofServer[2]!);
    return server === undefined || figure === null
      ? null
      : { scope: 'server', server, variety: null, figure };
  }
  const ofHub = figureOf(HUB_FIGURES, path);
  if (ofHub !== null) return { scope: 'hub', server: null, variety: null, figure: ofHub };
  const figure = figureOf(NETWORK_FIGURES, path);
  return figure === null ? null : { scope: 'network', server: null, variety: null, figure };
}

function figureOf(names: Readonly<Record<string, string>>, name: string): string | null {
  if (/^fillRateByHour\.\d+$/.test(name)) return names === HUB_FIGURES ? null : name;
  const part = /^costPerTime\.(.+)$/.exec(name);
  if (part !== null && part[1] !== 'total') return names === HUB_FIGURES ? null : `costPerHour.${part[1]}`;
  return Object.hasOwn(names, name) ? names[name]! : null;
}
