/** Colours are named by what they mean; charts refer to the same names. Contrast of text is at least 4.5 in both schemes. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --paper: #fcfbf8; --panel: #ffffff; --ink: #1b232d; --muted: #566170; --rule: #e3e0d8; --shade: rgb(60 50 20 / .13);
  --water: #cfe2ee; --stream: #a9cbe0; --water-deep: #2b6c99; --bad: #b3261e;
  --low: #9a5400; --desired: #23703f; --high: #6a459c; --recall: #7b3fa0;
  --s1: #f9dfd6; --s2: #f2b5a3; --s3: #e3836d; --s4: #c44a3b; --s5: #8e1b18;
  --fill-best: #1f6aa0; --fill-good: #62a8cf; --fill-fair: #e2b33c; --fill-poor: #dd7a2a; --fill-bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12171d; --panel: #181f27; --ink: #e7ebef; --muted: #a2adb9; --rule: #2b343e; --shade: rgb(0 0 0 / .6);
    --water: #1f4058; --stream: #2c5a7a; --water-deep: #6db3de; --bad: #ff8a7d;
    --low: #f0a94b; --desired: #6fcb8e; --high: #c1a2f0; --recall: #cf9af0;
    --s1: #3a2523; --s2: #6a322c; --s3: #9d463b; --s4: #d9624f; --s5: #ffab98;
    --fill-best: #4f9fd4; --fill-good: #9dcde8; --fill-fair: #e8c25c; --fill-poor: #ee944d; --fill-bad: #ff6a5c;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif; }
header, main { max-width: 1168px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 36px; }
main { padding-bottom: 64px; }
.brand { margin: 0; max-width: none; font-weight: 700; letter-spacing: .01em; color: var(--water-deep); border-bottom: 2px solid var(--water-deep); padding-bottom: 6px; }
.brand span { font-weight: 400; color: var(--muted); }
h1 { font-size: clamp(1.6rem, 1.1rem + 2vw, 2.3rem); line-height: 1.18; letter-spacing: -.015em; margin: 22px 0 0; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; line-height: 1.25; letter-spacing: -.01em; margin: 0 0 6px; }
h3 { font-size: 1rem; margin: 14px 0 4px; }
section { margin-top: 52px; }
p { max-width: 46em; margin: 0 0 10px; overflow-wrap: anywhere; }
.note, figcaption { color: var(--muted); font-size: .9rem; }
code { font: .88em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
figure { margin: 0; min-width: 0; }
.answer { margin-top: 26px; }
.kicker { font-size: .82rem; font-weight: 600; letter-spacing: .04em; color: var(--muted); margin: 0 0 2px; }
.question { font-size: 1.12rem; color: var(--muted); margin-bottom: 16px; text-wrap: pretty; }
ul.levels { padding-left: 1.1em; margin: 0 0 10px; max-width: none; }
.levels li { margin-bottom: 2px; }
.levels li::marker { color: var(--muted); }
.lead { font-size: clamp(1.16rem, 1rem + .8vw, 1.5rem); line-height: 1.42; letter-spacing: -.005em; max-width: 44em; text-wrap: pretty; }
.where { font-size: 1.04rem; max-width: 50em; margin-top: 16px; }
.bad { color: var(--bad); }
.headlines { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1px; margin: 26px 0 0; background: var(--rule); border: 1px solid var(--rule); border-radius: 6px; overflow: hidden; }
.headlines > div { background: var(--panel); padding: 14px 18px; display: flex; flex-direction: column; }
.headlines dt { order: 2; font-weight: 600; font-size: .95rem; }
.headlines dd { margin: 0; font-size: 1.9rem; line-height: 1.2; font-weight: 600; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.headlines .detail { order: 3; font-size: .85rem; font-weight: 400; letter-spacing: 0; line-height: 1.4; color: var(--muted); }
.beside { display: grid; grid-template-columns: minmax(0, 1fr) 300px; gap: 20px 44px; align-items: start; margin-top: 12px; }
.beside.with-chart { grid-template-columns: minmax(0, 1fr) 440px; }
.beside > .scroll:only-child { grid-column: 1 / -1; }
.scroll { overflow-x: auto; max-width: 100%; background:
  linear-gradient(to right, var(--paper) 35%, transparent) left / 42px 100% no-repeat local,
  linear-gradient(to left, var(--paper) 35%, transparent) right / 42px 100% no-repeat local,
  linear-gradient(to right, var(--shade), transparent) left / 12px 100% no-repeat scroll,
  linear-gradient(to left, var(--shade), transparent) right / 12px 100% no-repeat scroll; }
.scroll:focus-visible, .command:focus-visible, summary:focus-visible { outline: 2px solid var(--water-deep); outline-offset: 2px; }
table { border-collapse: collapse; }
table.figures { width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; margin-bottom: 18px; }
.figures caption { text-align: left; color: var(--muted); font-size: .9rem; padding: 6px 0; }
.figures caption span { position: sticky; left: 0; display: inline-block; max-width: calc(100vw - 36px); }
.figures th, .figures td { padding: 5px 0 5px 14px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); font-weight: 400; }
.figures thead th { vertical-align: bottom; font-weight: 600; border-bottom: 1px solid var(--muted); line-height: 1.25; }
.figures thead small { display: block; font-weight: 400; color: var(--muted); font-size: .91em; }
.figures th:first-child { text-align: left; padding-left: 0; position: sticky; left: 0; background: var(--paper); max-width: 22em; overflow: hidden; text-overflow: ellipsis; }
.figures .words { text-align: left; white-space: normal; min-width: 14em; }
.figures .total th, .figures .total td { font-weight: 600; }
.figures .group th { color: var(--muted); font-size: .82rem; padding-top: 14px; border-bottom-color: var(--muted); }
.comparison .knee th, .comparison .knee td { font-weight: 600; }
.badge { font-size: .75rem; font-weight: 600; color: var(--bad); border: 1px solid currentColor; border-radius: 9px; padding: 0 7px; margin-left: 4px; }
.bar { display: block; height: 4px; margin: 2px 0 0 auto; background: var(--bad); border-radius: 2px; }
.worst-days { max-width: 760px; }
table.week-profile { width: 300px; max-width: 100%; }
.week-profile .track { width: 50%; }
.week-profile .bar { margin: 0; height: 10px; }
details.alternative { border-top: 1px solid var(--rule); }
details.alternative:last-of-type { border-bottom: 1px solid var(--rule); }
details.alternative > summary { padding: 9px 0; cursor: pointer; }
.summary-figures { color: var(--muted); font-size: .9rem; margin-left: 8px; font-variant-numeric: tabular-nums; }
svg.chart { display: block; max-width: 100%; height: auto; font-family: inherit; font-variant-numeric: tabular-nums; overflow: visible; }
.narrow { display: none; }
.stocks { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 26px 36px; margin-top: 16px; }
.stocks.with-zoom { grid-template-columns: minmax(0, 690fr) minmax(0, 380fr); }
.stocks figcaption { margin-bottom: 4px; }
.stocks figcaption strong { color: var(--ink); font-size: 1rem; }
.failed { color: var(--bad); margin-left: 6px; }
.heat-figure { margin-top: 10px; }
table.heat { width: 100%; table-layout: fixed; font-size: .82rem; line-height: 1; font-variant-numeric: tabular-nums; min-width: calc(248px + var(--columns) * 9px); }
.heat-name { width: 132px; }
.heat-sum { width: 70px; }
.heat th { font-weight: 400; text-align: left; white-space: nowrap; overflow: hidden; }
.heat th:first-child { position: sticky; left: 0; z-index: 1; background: var(--paper); text-overflow: ellipsis; padding-right: 8px; }
.heat td { height: 20px; padding: 0; border: 1px solid var(--paper); background: var(--s0); }
.heat-axis th { color: var(--muted); padding: 0 0 4px; border-left: 1px solid var(--rule); }
.heat-axis th:first-child, .heat .sum { border-left: 0; }
.fit { display: flex; flex-wrap: wrap; height: 1.1em; overflow: hidden; }
.fit::before { content: ""; width: 3px; height: 1.1em; }
.heat .sum, .heat-axis .sum { text-align: right; padding-left: 8px; background: none; }
.heat-bars > * { border-bottom: 4px solid var(--paper) !important; }
.heat-bars td { height: 50px; vertical-align: bottom; background: none; }
.heat-bars th, .heat-bars .sum { vertical-align: bottom; font-weight: 600; padding-bottom: 4px; }
.heat-bars i { display: block; background: var(--bad); }
.heat-bars td:not(.sum) { position: relative; }
.heat-bars i { position: absolute; left: 0; right: 0; bottom: 0; }
:root { --s0: #f1efe9; }
.s0 { background: var(--s0); } .heat .s1, .s1 { background: var(--s1); } .heat .s2, .s2 { background: var(--s2); }
.heat .s3, .s3 { background: var(--s3); } .heat .s4, .s4 { background: var(--s4); } .heat .s5, .s5 { background: var(--s5); }
.heat-figure figcaption { margin: 8px 0 22px; max-width: 60em; }
.heat-key, .fill-key { display: inline-block; width: 14px; height: 14px; border-radius: 2px; vertical-align: -2px; }
.key { display: inline-block; white-space: nowrap; margin-right: 10px; }
.line-key { display: inline-block; width: 26px; height: 0; border-top: 6px solid var(--stream); vertical-align: 4px; }
.line-key.recall { border-top: 3px solid var(--recall); }
.network { margin-top: 14px; }
.band { fill: var(--stream); }
.arrow { fill: var(--recall); }
.band.recall { fill: var(--recall); fill-opacity: .6; }
.node { fill: var(--ink); }
.name { font-size: 13px; font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.figure { font-size: 12px; fill: var(--muted); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.figure.recalled, .recalled { fill: var(--recall); }
.fill-best { fill: var(--fill-best); background: var(--fill-best); } .fill-good { fill: var(--fill-good); background: var(--fill-good); }
.fill-fair { fill: var(--fill-fair); background: var(--fill-fair); } .fill-poor { fill: var(--fill-poor); background: var(--fill-poor); }
.fill-bad { fill: var(--fill-bad); background: var(--fill-bad); } .fill-none { fill: var(--muted); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 0 48px; }
.columns ul, .warnings { padding-left: 1.1em; margin: 4px 0 0; }
.model { display: grid; grid-template-columns: 8.5em minmax(0, 1fr); gap: 0 14px; margin: 4px 0 0; }
.model dt { color: var(--muted); }
.model dd { margin: 0 0 5px; }
.model dd p { margin: 0 0 2px; }
li { margin-bottom: 5px; overflow-wrap: anywhere; }
.command { background: var(--panel); border: 1px solid var(--rule); border-radius: 6px; padding: 10px 14px; overflow-x: auto; margin: 6px 0 14px; }
.command code { overflow-wrap: normal; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 40px; margin: 0 0 14px; font-size: .9rem; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.half-width { display: block; color: var(--muted); font-size: .88em; line-height: 1.2; }
.total .half-width { font-weight: 400; }
.intervals td { vertical-align: top; }
.intervals td, .intervals th[scope="row"] { vertical-align: top; }
.pictured { margin: 14px 0 18px; }
.pictured figcaption { max-width: 60em; }
.compact { max-width: 860px; }
.badge.good { color: var(--desired); }
.chosen th, .chosen td { font-weight: 600; }
td.unclear { color: var(--muted); }
.figures .left { text-align: left; }
.figures .verdict { text-align: left; white-space: normal; min-width: 11em; padding-left: 26px; }
table.swings .words { padding-left: 40px; min-width: 0; white-space: nowrap; }
.steps { max-width: 56em; margin: 4px 0 0; padding-left: 1.4em; }
.steps b { font-variant-numeric: tabular-nums; }
table.hours { font-size: .8rem; }
.hours th, .hours td { padding-top: 2px; padding-bottom: 2px; }
.divider { border-top: 2px solid var(--water-deep); padding-top: 22px; }
.divider + section { margin-top: 26px; }
.coverage { color: var(--ink); }
@media (prefers-color-scheme: dark) { :root { --s0: #1d252e; } }
@media (max-width: 1120px) {
  .beside.with-chart { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 900px) {
  .figures .words, .figures .verdict { white-space: nowrap; }
  header, main { padding-left: 18px; padding-right: 18px; }
  .wide { display: none; }
  .narrow { display: block; }
  .beside, .beside.with-chart, .stocks, .stocks.with-zoom { grid-template-columns: minmax(0, 1fr); }
  .headlines { grid-template-columns: repeat(2, 1fr); }
  .heat-name { width: 104px; }
  .heat-sum { width: 64px; }
  section { margin-top: 42px; }
}
@media (min-width: 560px) and (max-width: 900px) {
  .stocks, .stocks.with-zoom { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media print {
  :root {
    color-scheme: light; --shade: transparent; --stream: #a9cbe0;
    --paper: #fff; --panel: #fff; --ink: #000; --muted: #444; --rule: #ccc; --s0: #f3f3f3;
    --water: #cfe2ee; --stream: #a9cbe0; --water-deep: #2b6c99; --bad: #b3261e;
    --low: #9a5400; --desired: #23703f; --high: #6a459c; --recall: #7b3fa0;
    --s1: #f9dfd6; --s2: #f2b5a3; --s3: #e3836d; --s4: #c44a3b; --s5: #8e1b18;
    --fill-best: #1f6aa0; --fill-good: #62a8cf; --fill-fair: #e2b33c; --fill-poor: #dd7a2a; --fill-bad: #b3261e;
  }
  @page { margin: 14mm 13mm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10pt; }
  header, main { max-width: none; padding: 0; }
  section { margin-top: 24pt; }
  figure, tr, li, .headlines, .note { break-inside: avoid; }
  h2, h2 + .note, h3, caption, thead, thead tr, summary { break-after: avoid; }
  .scroll { overflow: visible; background: none; }
  .figures th:first-child, .heat th:first-child { position: static; }
  .figures .words { white-space: normal; }
  details.alternative:not([open]) > summary { list-style: none; }

  table.figures { font-size: 7pt; }
  .figures caption, .note, figcaption, .summary-figures { font-size: 8.5pt; }
  .figures caption span { position: static; max-width: none; }
  .figures .group th { font-size: 7pt; }
  .badge { font-size: 6.5pt; }
  .lead { font-size: 13pt; }
  .figures th, .figures td { padding: 2pt 0 2pt 4pt; }
  .figures .words { min-width: 0; }
  table.heat { min-width: 0; font-size: 7pt; }
  .heat td { height: 11pt; }
  .heat-bars td { height: 30pt; }
  .command { white-space: pre-wrap; }
  details.alternative::details-content { content-visibility: visible; display: block; }
  details.alternative > summary { list-style: none; }
  .columns { display: block; }
  .columns.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 18pt; }
  p:has(+ .pictured), p:has(+ .note) { break-after: avoid; }
  .steps { break-inside: avoid; }
  .pictured .wide { display: block; }
  .pictured .narrow { display: none; }
  .figures .verdict { min-width: 0; white-space: normal; }
  .figures tbody tr:nth-child(-n+3) { break-after: avoid; }
  .figures .half-width { font-size: .85em; }
  table.hours { font-size: 7pt; }
  .hours th, .hours td { padding-top: 1pt; padding-bottom: 1pt; }
  .divider { break-before: page; border-top: 0; padding-top: 0; }
}
`;
