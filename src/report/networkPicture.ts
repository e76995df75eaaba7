import type { Scenario } from '#sim/scenario/scenario';
import type { RunResult } from '#sim/result';
import type { Topology } from '#src/network/topology';
import type { Comparison } from '#src/report/alternatives';
import { drawing, responsive } from '#src/report/chart';
import { amount, count, percent, plural, shorten } from '#src/report/format';
import { markup, type Markup } from '#src/report/markup';
import { BAR_WIDTH, layOut, middle, type Band, type Bar, type Layout } from '#src/report/networkLayout';

/** The network with what flowed through it: streams as thick as the PINs they carried. */
export function networkSection(scenario: Scenario, { focus, results }: Comparison): Markup {
  const plan = scenario.plans.find((one) => one.name === focus.planName) ?? scenario.plans[0];
  if (plan === undefined) return markup``;
  const { topology } = plan;
  const { bands, others } = layOut(topology, focus, 1080);
  return markup`<section id="network" aria-labelledby="network-heading">
<h2 id="network-heading">The network and its flows</h2>
<p class="note">PINs per day over the whole run${results.length > 1 ? markup`, ${focus.planName}` : null}. The thickness of a stream is the number of PINs; a server’s colour is its fill rate.</p>
<figure class="network">${responsive(draw(topology, focus, 1080), draw(topology, focus, 360))}
<figcaption class="legend">${FILL_CLASSES.map(
    ({ name, label }) => markup`<span class="key"><span class="fill-key ${name}"></span> ${label}</span> `,
  )}<span class="key"><span class="line-key"></span> delivered</span>${
    bands.some(({ kind }) => kind === 'recall')
      ? markup` <span class="key"><span class="line-key recall"></span> sent back to the hub</span>`
      : null
  }</figcaption></figure>
${others.length === 0 ? null : markup`<p class="note">Also: ${others.map((flow) => `${flow.from} to ${flow.to} ${count(flow.pins)} PINs. `)}</p>`}
</section>`;
}

const FILL_CLASSES = [
  { name: 'fill-best', atLeast: 0.999, label: '≥ 99.9 %' },
  { name: 'fill-good', atLeast: 0.99, label: '≥ 99 %' },
  { name: 'fill-fair', atLeast: 0.97, label: '≥ 97 %' },
  { name: 'fill-poor', atLeast: 0.9, label: '≥ 90 %' },
  { name: 'fill-bad', atLeast: 0, label: '< 90 %' },
] as const;

function fillClass(fillRate: number | null): string {
  if (fillRate === null) return 'fill-none';
  return FILL_CLASSES.find((one) => fillRate >= one.atLeast)?.name ?? 'fill-bad';
}

function draw(topology: Topology, result: RunResult, width: number): Markup {
  const layout = layOut(topology, result, width);
  const order = { recall: 1, supply: 0, delivery: 0 };
  const bands = [...layout.bands].sort((one, other) => order[one.kind] - order[other.kind]);
  return drawing(
    `Network: ${plural(topology.suppliers.length, 'supplier')}, the hub ${topology.hub.name} and ${plural(topology.servers.length, 'server')}, with the PINs per day between them`,
    layout.width,
    Math.round(layout.height),
    [
      bands.map(bandShape),
      layout.suppliers.map((bar) => supplierShape(bar, layout)),
      hubShape(topology, layout),
      layout.servers.map((bar) => serverShape(bar, result, layout)),
    ],
  );
}

/** Filled between two curves, not stroked: so streams side by side touch and never overlap, however steep. */
function bandShape(band: Band): Markup {
  const { kind, fromX, fromY, toX, toY, flow, thickness } = band;
  const bend = fixed((fromX + toX) / 2);
  const half = Math.max(0.5, thickness / 2 - 0.4);
  const [startTop, startBottom, endTop, endBottom] = [fromY - half, fromY + half, toY - half, toY + half].map(
    fixed,
  );
  const path = `M${fixed(fromX)},${startTop}C${bend},${startTop} ${bend},${endTop} ${fixed(toX)},${endTop}V${endBottom}C${bend},${endBottom} ${bend},${startBottom} ${fixed(fromX)},${startBottom}Z`;
  const arrow = Math.max(4, half + 2);
  const title = markup`<title>${flow.from} to ${flow.to}: ${count(flow.pins)} PINs in ${plural(flow.transfers, 'transfer')}, ${amount(band.perDay)} a day</title>`;
  const head =
    kind === 'recall'
      ? markup`<path class="arrow" d="M${fixed(toX)},${fixed(toY)}l9,${fixed(-arrow)}v${fixed(2 * arrow)}z"></path>`
      : null;
  return markup`<path class="band ${kind}" d="${path}">${title}</path>${head}
`;
}

function supplierShape(bar: Bar, layout: Layout): Markup {
  const supply = layout.bands.filter((band) => band.kind === 'supply' && band.flow.from === bar.name);
  const perDay = supply.reduce((all, band) => all + band.perDay, 0);
  const figure = supply.length === 0 ? 'nothing bought' : `${amount(perDay)} a day`;
  const shape = markup`<rect class="node" x="${fixed(bar.x)}" y="${fixed(bar.top)}" width="${BAR_WIDTH}" height="${fixed(bar.height)}" rx="2"></rect>`;
  if (layout.isNarrow) {
    return markup`<g>${shape}<g text-anchor="start"><text class="name" x="${bar.x - 8}" y="${fixed(bar.top - 7)}">${label(bar.name, 9)}</text><text class="figure" x="${bar.x - 8}" y="${fixed(bar.top + bar.height + 15)}">${figure}</text></g></g>`;
  }
  return markup`<g>${shape}<g text-anchor="end"><text class="name" x="${fixed(bar.x - 8)}" y="${fixed(middle(bar) - 2)}">${label(bar.name, 18)}</text><text class="figure" x="${fixed(bar.x - 8)}" y="${fixed(middle(bar) + 14)}">${figure}</text></g></g>`;
}

function hubShape(topology: Topology, layout: Layout): Markup {
  const { hub } = layout;
  const isUnlimited = topology.hub.stock.some((stock) => stock.supply === 'unlimited');
  const shipped = perDay(layout, 'delivery', () => true);
  const x = fixed(hub.x + BAR_WIDTH / 2);
  const detail = isUnlimited ? 'unlimited stock' : `${amount(shipped)} a day`;
  return markup`<g><rect class="node hub" x="${fixed(hub.x)}" y="${fixed(hub.top)}" width="${BAR_WIDTH}" height="${fixed(hub.height)}" rx="2"></rect><text class="name" x="${x}" y="${fixed(hub.top - 22)}">${label(hub.name, layout.isNarrow ? 12 : 22)}</text><text class="figure" x="${x}" y="${fixed(hub.top - 7)}">${detail}</text></g>
`;
}

function serverShape(bar: Bar, result: RunResult, layout: Layout): Markup {
  const fillRate = result.servers[bar.name]?.fillRate ?? null;
  const delivered = perDay(layout, 'delivery', (band) => band.flow.to === bar.name);
  const recalled = perDay(layout, 'recall', (band) => band.flow.from === bar.name);
  const x = fixed(bar.x + BAR_WIDTH + 8);
  const y = middle(bar);
  const figures = `${percent(fillRate)} · ${amount(delivered)} a day`;
  const back = recalled > 0 ? `↩ ${amount(recalled)} a day` : null;
  const rect = markup`<rect class="server ${fillClass(fillRate)}" x="${fixed(bar.x)}" y="${fixed(bar.top)}" width="${BAR_WIDTH}" height="${fixed(bar.height)}" rx="2"></rect>`;
  if (layout.rowHeight >= 42) {
    return markup`<g text-anchor="start">${rect}<text class="name" x="${x}" y="${fixed(y - 3)}">${label(bar.name, layout.isNarrow ? 17 : 30)}</text><text class="figure" x="${x}" y="${fixed(y + 12)}">${figures}${layout.isNarrow ? null : beside(back)}</text>${
      layout.isNarrow && back !== null
        ? markup`<text class="figure recalled" x="${x}" y="${fixed(y + 27)}">${back}</text>`
        : null
    }</g>
`;
  }
  return markup`<g text-anchor="start">${rect}<text class="name" x="${x}" y="${fixed(y + 4)}">${label(bar.name, 22)}</text><text class="figure" x="${fixed(bar.x + BAR_WIDTH + 168)}" y="${fixed(y + 4)}">${figures}${beside(back)}</text></g>
`;
}

function beside(back: string | null): Markup | null {
  return back === null ? null : markup`<tspan class="recalled" dx="8">${back}</tspan>`;
}

function perDay(layout: Layout, kind: Band['kind'], isOwn: (band: Band) => boolean): number {
  return layout.bands
    .filter((band) => band.kind === kind && isOwn(band))
    .reduce((all, band) => all + band.perDay, 0);
}

function label(name: string, length: number): Markup {
  const text = shorten(name, length);
  return markup`${text}${text === name ? null : markup`<title>${name}</title>`}`;
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
