import { DAY_MICROSECONDS } from '#src/domain/time';
import type { Duration, Topology, Unmet } from '#src/network/topology';
import type { Plan } from '#sim/plan';
import type { Finding, Scenario } from '#sim/scenario/scenario';
import type { Comparison } from '#src/report/alternatives';
import { count, durationText, listing, meanOf, plural, span } from '#src/report/format';
import { markup, type Markup } from '#src/report/markup';

/** What a reader must grant before trusting the answer: the author's words, then what the model takes for granted. */
export function assumptionsSection(scenario: Scenario, { results }: Comparison): Markup {
  return markup`<section id="assumptions" aria-labelledby="assumptions-heading">
<h2 id="assumptions-heading">Assumptions</h2>
${scenario.description === '' ? null : markup`<p>${scenario.description}</p>`}
<div class="columns">
${
  scenario.assumptions.length === 0
    ? null
    : markup`<div><h3>In the scenario’s words</h3><ul>${scenario.assumptions.map((one) => markup`<li>${one}</li>`)}</ul></div>`
}
<div><h3>In the model</h3><ul>${modelAssumptions(scenario.plans).map((one) => markup`<li>${one}</li>`)}<li>${
    results.length > 1
      ? 'All alternatives meet the same customers at the same instants, so their differences come from the plans alone. '
      : ''
  }This is one run with one seed: another seed gives somewhat other figures.</li></ul></div>
</div>
${warnings(scenario.warnings)}
</section>`;
}

/** Said once where all plans agree, else once for each plan that differs. */
function modelAssumptions(plans: readonly Plan[]): string[] {
  const statements = plans.map((plan) => statementsOf(plan));
  const [first = []] = statements;
  const common = first.filter((one) => statements.every((list) => list.includes(one)));
  const own = plans.flatMap((plan, index) =>
    (statements[index] ?? []).filter((one) => !common.includes(one)).map((one) => `${plan.name}: ${one}`),
  );
  return [...common, ...own];
}

function statementsOf(plan: Plan): string[] {
  const { topology } = plan;
  return [
    ...grouped(topology.servers.map(({ name, leadTime }) => [name, durationText(leadTime)])).map(
      ([names, text]) => `Lead time from the hub to ${names}: ${text}.`,
    ),
    supply(topology),
    ...grouped(topology.suppliers.map(({ name, leadTime }) => [name, durationText(leadTime)])).map(
      ([names, text]) => `Lead time from supplier ${names} to the hub: ${text}.`,
    ),
    ...latencies(topology),
    ...grouped(topology.servers.map(({ name, unmet }) => [name, UNMET[unmet]])).map(
      ([names, text]) => `A customer who meets an empty shelf at ${names} ${text}.`,
    ),
    ...recalls(topology),
    ...demand(plan),
    stop(plan),
    'Shelves start with their initial stock; the figures include the start of the run.',
  ];
}

const UNMET: Readonly<Record<Unmet, string>> = {
  lost: 'leaves and does not come back: the sale is lost',
  backorder: 'waits for the next delivery',
  fetch: 'waits while the server fetches one PIN from the hub',
};

function supply({ hub }: Topology): string {
  const unlimited = hub.stock.filter((stock) => stock.supply === 'unlimited').map((stock) => stock.variety);
  const rule =
    hub.shipping === 'partial'
      ? 'When it is short, it ships what it has and owes the rest'
      : 'When it is short, the first order that cannot be met in full holds up those behind it';
  if (unlimited.length === hub.stock.length) return `The hub ${hub.name} never runs out.`;
  const some = unlimited.length === 0 ? '' : ` Of ${listing(unlimited)} it never runs out.`;
  return `The hub ${hub.name} buys from its suppliers by watermarks of its own. ${rule}.${some}`;
}

function latencies({ servers, suppliers }: Topology): string[] {
  const all = [...servers, ...suppliers].map((place) => meanOf(place.messageLatency));
  const longest = Math.max(0, ...all);
  return [
    longest === 0
      ? 'Messages other than PINs arrive at once.'
      : `Messages other than PINs take up to ${span(longest)} on average.`,
  ];
}

function recalls({ servers }: Topology): string[] {
  const givers = servers.filter((server) => server.stock.some((stock) => stock.highWatermark !== null));
  if (givers.length === 0) return ['No server gives PINs back: no high watermark is set.'];
  return grouped(givers.map(({ name, recallTime }) => [name, durationText(recallTime)])).map(
    ([names, text]) => `Recalls from ${names} take what lies above the high watermark; on the way: ${text}.`,
  );
}

function demand({ demand: entries, topology }: Plan): string[] {
  const statements: string[] = [];
  const constant = entries.filter((entry) => entry.rate.kind === 'constant').length;
  if (constant > 0) {
    statements.push(
      `Customers arrive at random (Poisson) at a constant rate${constant < entries.length ? ` at ${count(constant)} of ${count(entries.length)} shelves` : ''}, each asking for one PIN.`,
    );
  }
  const periods = new Set(
    entries.flatMap(({ rate }) => (rate.kind === 'periods' ? [rate.periodMicroseconds] : [])),
  );
  for (const period of periods) {
    const isDay = period === DAY_MICROSECONDS;
    const length = isDay ? 'day' : `period of ${span(period)}`;
    statements.push(
      `Customers arrive at random (Poisson) at a rate that is constant within each ${length} of the data, each asking for one PIN: ${isDay ? 'days are' : 'each period is'} flat inside, with no rush hour.`,
      leadTimeReach(topology, period, isDay),
    );
  }
  return statements;
}

function leadTimeReach({ servers }: Topology, period: number, isDay: boolean): string {
  const shortest = Math.min(...servers.map((server) => shortestOf(server.leadTime)));
  const length = isDay ? 'a day' : span(period);
  const reach = `So the run can speak about lead times of ${length} or more`;
  return shortest >= period
    ? `${reach}, as all of these are.`
    : `${reach}; some of these are shorter, and what happens within ${isDay ? 'the day' : 'one period'} is then a guess.`;
}

function shortestOf(duration: Duration): number {
  return duration.distribution === 'uniform' ? duration.from : meanOf(duration);
}

function stop({ stop: { until, sales } }: Plan): string {
  const ends = [
    until === null ? null : `after ${span(until)}`,
    sales === null ? null : `at sale number ${count(sales)}`,
  ].filter((end) => end !== null);
  return `The run ends ${ends.join(' or ')}${ends.length > 1 ? ', whichever comes first' : ''}.`;
}

/** Names that share a text stand together: "all 20 servers", or the names themselves. */
function grouped(entries: readonly (readonly [string, string])[]): [string, string][] {
  const names = new Map<string, string[]>();
  for (const [name, text] of entries) names.set(text, [...(names.get(text) ?? []), name]);
  return [...names].map(([text, own]) => {
    if (own.length === entries.length && own.length > 3) return [`all ${count(own.length)} servers`, text];
    const shown = own.length > 6 ? [...own.slice(0, 5), plural(own.length - 5, 'other')] : own;
    return [listing(shown), text];
  });
}

function warnings(findings: readonly Finding[]): Markup | null {
  if (findings.length === 0) return null;
  return markup`<h3>Warnings of <code>validate</code></h3><ul class="warnings">${findings.map(
    (finding) =>
      markup`<li><code>${finding.file}${finding.line > 0 ? `:${finding.line}:${finding.column}` : ''}</code>${
        finding.path === '' ? null : markup` <code>${finding.path}</code>`
      }: found ${finding.found}; expected ${finding.expected}. ${finding.advice}</li>`,
  )}</ul>`;
}
