/** What is to happen on which day, in the order in which it was put down. */
export class Agenda {
  private readonly days = new Map<string, (() => void)[]>();

  add(day: string, what: () => void): void {
    const those = this.days.get(day);
    if (those) those.push(what);
    else this.days.set(day, [what]);
  }

  /** Does everything of a day; what is put down for the same day meanwhile comes last. */
  play(day: string): void {
    const those = this.days.get(day);
    if (those === undefined) return;
    for (let at = 0; at < those.length; at += 1) those[at]?.();
    this.days.delete(day);
  }
}
