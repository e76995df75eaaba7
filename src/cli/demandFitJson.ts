import type { DemandFitSources } from '#src/cli/demandFit';
import type { Analysis } from '#sim/fit/analysis';
import { dateOf, fitWords, verdictWords } from '#sim/fit/fitWords';
import type { Rung } from '#sim/fit/holdOut';
import { DAY_HOURS } from '#sim/fit/weekHours';
import { formatStamp } from '#sim/scenario/calendar';

/** What `demand fit --json` prints. */
export function demandFitJson(analysis: Analysis, { file, sales, stock }: DemandFitSources): object {
  const { data, fit, holdOut, silence, written } = analysis;
  const { growth, events, dayVariance, shared } = fit;
  return {
    file,
    customers: sales.log.rows,
    columns: sales.columns,
    timeFormat: sales.format,
    from: dateOf(data.range.from / DAY_HOURS),
    until: dateOf(data.range.until / DAY_HOURS),
    starts: dateOf(analysis.startDay),
    roundedToSeconds: data.step / 1e6,
    isJittered: data.isJittered,
    shareOfDaysWithExactTimes: sales.log.stamps.share,
    badRows: { total: sales.log.badRows.total, kinds: sales.log.badRows.kinds() },
    stock:
      stock === null
        ? null
        : {
            hoursWithoutStock: analysis.censoredHours,
            salesWithoutStock: analysis.salesWithoutStock,
            strangers: stock.strangers,
            badRows: { total: stock.badRows.total, kinds: stock.badRows.kinds() },
          },
    silentGaps: {
      total: silence.total,
      hours: silence.hours,
      gaps: silence.gaps.map((gap) => ({
        ...gap,
        from: formatStamp(gap.from),
        until: formatStamp(gap.until),
      })),
    },
    fit: {
      words: Object.fromEntries(fitWords(analysis).map(({ part, words }) => [part, words])),
      profile: { kind: shared.kind, hourP: shared.hourP, dayP: shared.dayP, mixedP: shared.mixedP },
      growth:
        growth.network === null
          ? null
          : { ...growth.network, isSignificant: growth.isSignificant, isOwn: growth.isOwn },
      monthDays: events.monthDays,
      farDays: events.farDays.map((one) => ({ ...one, day: dateOf(one.day) })),
      dayFactor: dayVariance,
    },
    holdOut:
      holdOut === null
        ? null
        : {
            from: dateOf(holdOut.held.from / DAY_HOURS),
            until: dateOf(holdOut.held.until / DAY_HOURS),
            models: holdOut.rungs.map(rungJson),
            words: verdictWords(holdOut),
          },
    renamed: Object.fromEntries(written.renamed),
    demand: written.section,
  };
}

function rungJson({ name, judgement, overConstant, overBefore }: Rung): object {
  const { byDay: _, rescaled, ...figures } = judgement;
  const { shares: __, ...test } = rescaled;
  return { name, ...figures, rescaled: test, overConstant, overBefore };
}
