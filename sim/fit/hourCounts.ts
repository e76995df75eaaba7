import { weekOfHour, hourOfWeek, WEEK_HOURS } from './weekHours.ts';

/** Customers by the hour. Weeks without any take no memory, and a week that has some takes little. */
export class HourCounts {
  /** Small numbers take two bytes each; a week whose numbers outgrow them takes eight. */
  private readonly weeks = new Map<number, Uint16Array | Float64Array>();
  private lastWeek = Number.NaN;
  private last: Uint16Array | Float64Array | undefined;

  add(hour: number): void {
    const index = hourOfWeek(hour);
    const counts = this.weekOf(weekOfHour(hour));
    if (counts[index] === 65_535 && counts instanceof Uint16Array) {
      this.weeks.set(this.lastWeek, (this.last = Float64Array.from(counts)));
      this.last[index]! += 1;
    } else counts[index]! += 1;
  }

  at(hour: number): number {
    const week = weekOfHour(hour);
    if (week !== this.lastWeek) {
      this.lastWeek = week;
      this.last = this.weeks.get(week);
    }
    return this.last === undefined ? 0 : this.last[hourOfWeek(hour)]!;
  }

  private weekOf(week: number): Uint16Array | Float64Array {
    if (week === this.lastWeek && this.last !== undefined) return this.last;
    this.lastWeek = week;
    this.last = this.weeks.get(week);
    if (this.last === undefined) this.weeks.set(week, (this.last = new Uint16Array(WEEK_HOURS)));
    return this.last;
  }
}
