import { instantAt, londonDate } from '../../../../shared/core/calendar/working-days.ts';
import type { End } from '../kernel/invocation.ts';
import type { Kernel } from '../kernel/kernel.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Lambda tries an asynchronous invocation twice more, after a minute and after two. */
const PAUSES = [MINUTE, 2 * MINUTE];

export interface Runs {
  readonly sweep: (name: string, ended: (end: End<unknown>) => void) => void;
  readonly remind: (name: string, ended: (end: End<unknown>) => void) => void;
  readonly recount: (name: string, ended: (end: End<unknown>) => void) => void;
  readonly anchor: (name: string, ended: (end: End<unknown>) => void) => void;
  readonly watch: (name: string, ended: (end: End<unknown>) => void) => void;
  readonly keepFigures: (name: string, ended: (end: End<unknown>) => void) => void;
}

/**
 * What runs by the clock. The sweep runs every five minutes; here only when something is due by then, because otherwise it finds
 * nothing: `nextDue` says when that is. The hourly watch runs at nine, where something waits for it (`waitsForNine`). The figures are kept at the hours by which some trail grew, until a run comes through. The recount runs each night on which it could find something, and now and then besides. Where
 * somebody measures, everything runs as often as it does, the anchors of the night and the hourly watch too.
 */
export class SimTimetable {
  readonly #kernel: Kernel;
  readonly #runs: Runs;
  readonly #nextDue: () => number | undefined;
  readonly #waitsForNine: () => Promise<boolean>;
  #sweepAt = Number.POSITIVE_INFINITY;
  #callOff: () => void = () => {};
  /** When a trail last grew, and up to when the figures were begun to be kept by a run that came through. */
  #grewAt = Number.NEGATIVE_INFINITY;
  #figuresUpTo = Number.NEGATIVE_INFINITY;
  #figuresWait = false;

  constructor(
    kernel: Kernel,
    runs: Runs,
    nextDue: () => number | undefined,
    waitsForNine: () => Promise<boolean>,
  ) {
    this.#kernel = kernel;
    this.#runs = runs;
    this.#nextDue = nextDue;
    this.#waitsForNine = waitsForNine;
  }

  /** A case was committed: what is due may have changed. */
  look(): void {
    const due = this.#kernel.observer === undefined ? this.#nextDue() : this.#kernel.timeline.now;
    if (due === undefined) return;
    const tick = 5 * MINUTE;
    const { timeline } = this.#kernel;
    const at = Math.max(Math.ceil(due / tick), Math.floor(timeline.now / tick) + 1) * tick;
    if (at >= this.#sweepAt) return;
    this.#callOff();
    this.#sweepAt = at;
    this.#callOff = timeline.at(at, () => {
      this.#sweepAt = Number.POSITIVE_INFINITY;
      this.#run('sweep', 4 * MINUTE);
      // However that ended: the next tick looks again.
      timeline.after(MINUTE, () => this.look());
    });
  }

  /** Begins the days: reminders on weekday mornings, birthdays at night. */
  start(isBirthday: (date: string) => boolean): void {
    const { timeline, draw, observer } = this.#kernel;
    const all = observer !== undefined;
    // Reminders make half of a year's e-mails; in most worlds they go out only at the beginning of a month.
    const everyMorning = draw.chance('reminders every morning', 0.2);
    const day = (moment: number): void => {
      const date = londonDate(new Date(moment).toISOString());
      const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
      if (weekday !== 0 && weekday !== 6 && (all || everyMorning || date.slice(8) <= '03'))
        timeline.at(Date.parse(instantAt(date, '08:00')), () => this.#run('remind', 2 * 60 * MINUTE));
      if (all || isBirthday(date) || draw.chance(`recount ${date}`, 0.02))
        timeline.at(Date.parse(instantAt(date, '00:15')), () => this.#run('recount', 6 * 60 * MINUTE));
      if (!all)
        timeline.at(Date.parse(instantAt(date, '09:00')), async () => {
          if (await this.#waitsForNine()) this.#run('watch', 30 * MINUTE);
        });
      if (all) timeline.at(Date.parse(instantAt(date, '01:45')), () => this.#run('anchor', 6 * 60 * MINUTE));
      timeline.at(moment + DAY, () => day(moment + DAY));
    };
    day(timeline.now);
    if (!all) return;
    this.look();
    const hour = (): void => {
      this.#run('watch', 30 * MINUTE);
      timeline.after(60 * MINUTE, hour);
    };
    hour();
  }

  /** Whether something has happened that no run which came through has counted. */
  get uncounted(): boolean {
    return this.#grewAt >= this.#figuresUpTo;
  }

  /** It is noted now that a trail grew: the figures are kept by the next hour, and by those after it until one run comes through. */
  grew(): void {
    this.#grewAt = this.#kernel.timeline.now;
    this.#countByTheHour();
  }

  #countByTheHour(): void {
    if (this.#figuresWait) return;
    this.#figuresWait = true;
    const { timeline } = this.#kernel;
    const hour = 60 * MINUTE;
    timeline.at((Math.floor(timeline.now / hour) + 1) * hour, () => {
      this.#figuresWait = false;
      this.#run('keepFigures', 50 * MINUTE);
      if (this.uncounted) this.#countByTheHour();
    });
  }

  /** Somebody was not told of something: the hourly watch runs until they are. Where somebody measures it runs anyway. */
  watchUntil(isFound: () => Promise<boolean>): void {
    if (this.#kernel.observer !== undefined) return;
    const hour = async (): Promise<void> => {
      if (await isFound()) return;
      this.#run('watch', 30 * MINUTE);
      this.#kernel.timeline.after(60 * MINUTE, hour);
    };
    this.#kernel.timeline.after(60 * MINUTE, hour);
  }

  #run(what: keyof Runs, worthStartingFor: number): void {
    const { timeline, draw } = this.#kernel;
    const name = `${what} ${timeline.instant}`;
    const fault = this.#kernel.strikes(name, ['schedule-skipped', 'schedule-late', 'schedule-twice']);
    if (fault === 'schedule-skipped') return;
    const start = (copy: string): void =>
      this.#try(what, `${name}${copy}`, 0, timeline.now + worthStartingFor);
    if (fault === 'schedule-late')
      timeline.after(draw.between(`${name} late`, 5_000, worthStartingFor - 5_000), () => start(''));
    else start('');
    if (fault === 'schedule-twice')
      timeline.after(draw.between(`${name} twice`, 0, 3_000), () => start(' again'));
  }

  #try(what: keyof Runs, name: string, tried: number, until: number): void {
    const { timeline } = this.#kernel;
    const began = timeline.now;
    this.#runs[what](`${name} try ${tried + 1}`, (end) => {
      const pause = PAUSES[tried];
      if (end.kind === 'returned') {
        if (what === 'keepFigures') this.#figuresUpTo = Math.max(this.#figuresUpTo, began);
        return;
      }
      if (pause === undefined || timeline.now + pause > until) {
        this.#kernel.observer?.runGivenUp(name);
        return;
      }
      timeline.after(pause, () => this.#try(what, name, tried + 1, until));
    });
  }
}
