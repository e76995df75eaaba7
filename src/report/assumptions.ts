import { DAY_MICROSECONDS } from '#src/domain/time';
import type { LeadTime, Topology, Unmet } from '#src/network/topology';
import type { DemandPlan, Plan } from '#sim/plan';
import type { Finding, Scenario } from '#sim/scenario/scenario';
import { capitalised, count, durationText, listing, meanOf, plural, span } from '#src/report/format';
import { markup, type Markup } from '#src/report/markup';

/** What a reader must grant before trusting the answer: the author's words, then what the model takes for granted. */
export function assumptionsSection(scenario: Scenario, certainty: string = ONE_RUN): Markup {
  return markup`<section id="assumptions" aria-labelledby="assumptions-heading">
<h2 id="assumptions-heading">Assumptions</h2>
${scenario.description === '' ? null : markup`<p>${scenario.description}</p>`}
<div class="columns">
${
  scenario.assumptions.length === 0
    ? null
    : markup`<div><h3>In the scenario’s words</h3><ul>${scenario.assumptions.map((one) => markup`<li>${one}</li>`)}</ul></div>`
}
<div><h3>The model in short</h3><dl class="model">${modelFacts(scenario.plans, certainty).map(
    ([term, texts]) => markup`<dt>${term}</dt><dd>${texts.map((text) => markup`<p>${text}</p>`)}</dd>
`,
  )}</dl></div>
</div>
${warnings(scenario.warnings)}
</section>`;
}

type Fact = readonly [term: string, text: string];

/** What a plan says beyond what all plans say carries the plan's name. */
const ONE_RUN = 'One run with one seed: another seed gives somewhat other figures.';

function modelFacts(plans: readonly Plan[], certainty: string): [string, string[]][] {
  const facts = plans.map((plan) => factsOf(plan));
  const isCommon = ([term, text]: Fact): boolean =>
    facts.every((own) => own.some((fact) => fact[0] === term && fact[1] === text));
  const byTerm = new Map<string, string[]>();
  const say = (term: string, text: string): void => {
    const texts = byTerm.get(term) ?? [];
    if (!texts.includes(text)) byTerm.set(term, [...texts, text]);
  };
  plans.forEach((plan, index) => {
    for (const fact of facts[index] ?? [])
      say(fact[0], isCommon(fact) ? fact[1] : `${plan.name}: ${fact[1]}`);
  });
  if (plans.length > 1)
    say(
      'Alternatives',
      'All meet the same customers at the same instants, so they differ by their plans alone.',
    );
  say('Certainty', certainty);
  return [...byTerm];
}

function factsOf(plan: Plan): Fact[] {
  const { topology } = plan;
  const { servers, suppliers } = topology;
  return [
    ...demand(plan).map((text): Fact => ['Customers', text]),
    ...grouped(
      'Empty shelf',
      servers.map(({ name, unmet }) => [name, UNMET[unmet]]),
    ),
    ...grouped(
      'Hub to servers',
      servers.map(({ name, leadTime }) => [name, durationText(leadTime)]),
    ),
    ...grouped(
      'Supplier to hub',
      suppliers.map(({ name, leadTime }) => [name, durationText(leadTime)]),
    ),
    ['Hub', supply(topology)],
    ...lives(topology),
    ...recalls(topology),
    ['Messages', latencies(topology)],
    ['Run', `${stop(plan)} Shelves start with their initial stock, and the start counts.`],
  ];
}

const UNMET: Readonly<Record<Unmet, string>> = {
  lost: 'The customer leaves and the sale is lost.',
  backorder: 'The customer waits for the next delivery.',
  fetch: 'The customer waits while the server fetches one PIN from the hub.',
  transfer: 'Another server that can spare a PIN gives one; if none can, the sale is lost.',
};

function supply({ hub }: Topology): string {
  const unlimited = hub.stock.filter((stock) => stock.supply === 'unlimited').map((stock) => stock.variety);
  if (unlimited.length === hub.stock.length) return 'Never runs out.';
  const rule =
    hub.shipping === 'partial'
      ? 'when short, it ships what it has and owes the rest'
      : 'when short, the first order that it cannot meet in full holds up those behind it';
  const some = unlimited.length === 0 ? '' : ` It never runs out of ${listing(unlimited)}.`;
  return `Buys by watermarks of its own; ${rule}.${some}`;
}

/** How long PINs keep, where they do not keep for ever. */
function lives({ servers, suppliers, hub }: Topology): Fact[] {
  const shelves = [...servers, hub].flatMap(({ name, stock }) =>
    stock.flatMap((own): [string, string][] => {
      const life = 'lifetime' in own ? own.lifetime : undefined;
      return life === undefined
        ? []
        : [[name, `${own.variety} expires ${span(life)} after it is put on the shelf`]];
    }),
  );
  const lots = suppliers.flatMap(({ name, lotLife }): [string, string][] =>
    lotLife === undefined ? [] : [[name, `its PINs expire ${span(lotLife)} after it ships them`]],
  );
  return [...grouped('Life of PINs', shelves, false), ...grouped('Life of PINs', lots, false)];
}

function latencies({ servers, suppliers }: Topology): string {
  const longest = Math.max(0, ...[...servers, ...suppliers].map((place) => meanOf(place.messageLatency)));
  return longest === 0 ? 'Arrive at once.' : `Take up to ${span(longest)} on average.`;
}

function recalls({ servers }: Topology): Fact[] {
  const givers = servers.filter((server) => server.stock.some((stock) => stock.highWatermark !== null));
  if (givers.length === 0) return [['Recalls', 'None: no server has a high watermark.']];
  const isAll = givers.length === servers.length;
  return grouped(
    'Recalls',
    givers.map(({ name, recallTime }) => [
      name,
      `what lies above the high watermark; on the way ${durationText(recallTime)}`,
    ]),
    isAll,
  );
}

function demand({ demand: entries, topology }: Plan): string[] {
  const statements: string[] = [];
  const say = (own: readonly DemandPlan[], text: string): void => {
    if (own.length === 0) return;
    const where =
      own.length < entries.length ? ` at ${count(own.length)} of ${count(entries.length)} shelves` : '';
    const each = own.some(({ sizes }) => sizes !== undefined)
      ? 'some take several PINs at once'
      : 'each asks for one PIN';
    statements.push(`${text}${where}; ${each}.`);
  };
  const ofKind = (...kinds: DemandPlan['rate']['kind'][]) =>
    entries.filter(({ rate }) => kinds.includes(rate.kind));
  say(ofKind('constant'), 'Arrive at random (Poisson) at a constant rate');
  say(ofKind('cycle', 'bursts', 'scaled'), 'Arrive at random (Poisson) at a rate that varies');
  const listed = ofKind('listed').length;
  if (listed > 0)
    statements.push(
      `Arrive exactly as recorded${listed < entries.length ? ` at ${count(listed)} shelves` : ''}.`,
    );
  const periods = new Set(
    entries.flatMap(({ rate }) => (rate.kind === 'periods' ? [rate.periodMicroseconds] : [])),
  );
  for (const period of periods) {
    const isDay = period === DAY_MICROSECONDS;
    const length = `period of ${span(period)}`;
    statements.push(
      `Arrive at random (Poisson); each asks for one PIN. ${isDay ? 'Days are' : `Each ${length} is`} flat inside, with no rush hour.`,
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

function shortestOf(duration: LeadTime): number {
  if (duration.distribution === 'oneAtATime') return shortestOf(duration.perPin);
  return duration.distribution === 'uniform' ? duration.from : meanOf(duration);
}

function stop({ stop: { until, sales } }: Plan): string {
  const ends = [
    until === null ? null : `after ${span(until)}`,
    sales === null ? null : `at sale number ${count(sales)}`,
  ].filter((end) => end !== null);
  return `The run ends ${ends.join(' or ')}${ends.length > 1 ? ', whichever comes first' : ''}.`;
}

/** One fact for each text, naming those it holds for unless it holds for all. */
function grouped(term: string, entries: readonly (readonly [string, string])[], isAll = true): Fact[] {
  const names = new Map<string, string[]>();
  for (const [name, text] of entries) names.set(text, [...(names.get(text) ?? []), name]);
  return [...names].map(([text, own]): Fact => {
    if (names.size === 1 && isAll) return [term, sentence(text)];
    const shown = own.length > 6 ? [...own.slice(0, 5), plural(own.length - 5, 'other')] : own;
    return [term, `${listing(shown)}: ${text}${text.endsWith('.') ? '' : '.'}`];
  });
}

function sentence(text: string): string {
  return `${capitalised(text)}${text.endsWith('.') ? '' : '.'}`;
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
