import type { GoalAnswer, GoalCheck, GoalTrial } from '#sim/experiment/goalSearch';
import type { Goal } from '#sim/scenario/goal';
import type { Scenario } from '#sim/scenario/scenario';
import { responsive } from '#src/report/chart';
import { titleOf } from '#src/report/figureTitle';
import { amount, capitalised, count, percent } from '#src/report/format';
import { goalChart } from '#src/report/goalChart';
import { goalSentences } from '#src/report/goalWords';
import { Figures, NETWORK, noBreaks } from '#src/report/intervalCells';
import { markup, type Markup } from '#src/report/markup';

/** The first thing that a reader sees of a search: what was found, how the values fared, and how sure each server is. */
export function goalSection(scenario: Scenario, goal: Goal, answers: readonly GoalAnswer[]): Markup {
  return markup`<section id="answer" class="answer" aria-labelledby="answer-heading">
<h2 id="answer-heading" class="kicker">${scenario.question === null ? 'Answer' : 'The question'}</h2>
${scenario.question === null ? null : markup`<p class="question">${scenario.question}</p>`}
${goalSentences(goal, answers).map(
  (sentence) => markup`<p class="lead">${sentence}</p>
`,
)}
<figure class="pictured">${responsive(goalChart(goal, answers, 900), goalChart(goal, answers, 360))}<figcaption>The worst ${partNoun(goal)} at each value that was tried: a dot for its ${figureTitle(goal)}, and below it the bound that it keeps with ${percent(goal.confidence, 0)} confidence; that bound must reach the red line. The ring marks the smallest value that does.</figcaption></figure>
</section>
<section id="tried" aria-labelledby="tried-heading">
<h2 id="tried-heading">Every value that was tried</h2>
<p class="note">${goal.axes.map(({ text }, index) => markup`${index > 0 ? ' and ' : null}<code>${text}</code>`)} ${goal.axes.length > 1 ? 'move together, and were' : 'was'} searched by halving, with ${count(goal.replications)} replications at each value: what is reached at one value is taken to be reached at every larger one.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Every value that was tried"><table class="figures">
<caption><span>Worst ${partNoun(goal)} at each value</span></caption>
<thead><tr><th scope="col">${settingHead(goal)}</th><th scope="col" class="left">Worst ${partNoun(goal)}</th><th scope="col">${capitalised(figureTitle(goal))} <small>estimate</small></th><th scope="col">For sure <small>at least</small></th><th scope="col">On hand <small>mean PINs</small></th><th scope="col"></th></tr></thead>
${answers.map((answer) => trialRows(goal, answer, answers.length > 1))}
</table></div>
</section>
${boundsSection(goal, answers)}`;
}

function trialRows(goal: Goal, { alternative, trials, smallest }: GoalAnswer, isNamed: boolean): Markup {
  const show = shown(goal);
  return markup`<tbody>${isNamed ? markup`<tr class="group"><th scope="rowgroup" colspan="6"><span>${alternative}</span></th></tr>` : null}${trials.map(
    (trial) => {
      const [worst] = trial.checks;
      return markup`<tr${trial === smallest ? CHOSEN : null}><th scope="row">${settingsText(trial)}${trial === smallest ? markup` <span class="badge good">chosen</span>` : null}</th><td class="left">${worst === undefined ? '–' : nameOf(worst)}</td><td>${worst === undefined ? '–' : show(worst.estimate)}</td><td>${worst === undefined ? '–' : show(worst.lowerBound)}</td><td>${count(meanOnHand(trial))}</td><td>${trial.isReached ? 'reached' : 'not reached'}</td></tr>
`;
    },
  )}</tbody>`;
}

/** The bound of every part at what was chosen, or at the largest value where nothing did. */
function boundsSection(goal: Goal, answers: readonly GoalAnswer[]): Markup | null {
  const chosen = answers.map(({ smallest, trials }) => smallest ?? trials.at(-1)!);
  const names = [...new Set(chosen.flatMap(({ checks }) => checks.map(nameOf)))];
  if (names.length < 2) return null;
  const show = shown(goal);
  const found = chosen.map(({ checks }) => new Map(checks.map((check) => [nameOf(check), check])));
  const least = (name: string): number =>
    Math.min(...found.map((checks) => checks.get(name)?.lowerBound ?? Infinity));
  const heads = answers.map(
    ({ alternative }, index) =>
      markup`<th scope="col">${answers.length > 1 ? alternative : capitalised(figureTitle(goal))} <small>${settingsText(chosen[index]!)}</small></th><th scope="col">For sure <small>at least</small></th>`,
  );
  const rows = names
    .sort((one, other) => least(one) - least(other))
    .map(
      (name) => markup`<tr><th scope="row">${name}</th>${found.map((checks) => {
        const check = checks.get(name);
        const isShort = check !== undefined && check.lowerBound < goal.atLeast;
        return markup`<td>${check === undefined ? '–' : show(check.estimate)}</td><td${isShort ? BAD : null}>${check === undefined ? '–' : show(check.lowerBound)}</td>`;
      })}</tr>
`,
    );
  return markup`<section id="bounds" aria-labelledby="bounds-heading">
<h2 id="bounds-heading">Every ${partNoun(goal)} at the chosen value</h2>
<p class="note">The bound that each keeps with ${percent(goal.confidence, 0)} confidence, by itself; the lowest first.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Bounds at the chosen value"><table class="figures compact">
<caption><span>${capitalised(figureTitle(goal))} by ${partNoun(goal)}</span></caption>
<thead><tr><th scope="col"></th>${heads}</tr></thead>
<tbody>${rows}</tbody></table></div>
</section>`;
}

function shown(goal: Goal): (value: number) => string {
  return (value) => (goal.isShare ? percent(value) : amount(value));
}

function partNoun({ of }: Goal): string {
  return { 'the network': 'network', 'every server': 'server', 'every variety': 'variety' }[of];
}

function figureTitle({ figure }: Goal): string {
  return titleOf({ scope: 'server', figure });
}

function settingHead({ axes }: Goal): string {
  return axes.map(({ path }) => path.split('.').at(-1) ?? path).join(', ');
}

function settingsText({ result }: GoalTrial): string {
  return result.candidate.settings.map(({ value }) => noBreaks(String(value))).join(', ');
}

function nameOf({ name }: GoalCheck): string {
  return name.server ?? name.variety ?? 'all servers';
}

function meanOnHand({ result }: GoalTrial): number | null {
  return new Figures(result).of(NETWORK, 'meanOnHand')?.estimate ?? null;
}

const CHOSEN = markup` class="chosen"`;
const BAD = markup` class="bad"`;
