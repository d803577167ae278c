import { setTimeout as wait } from 'node:timers/promises';
import type { People } from '../../../../infra/local/people/people.ts';
import {
  addDays,
  instantAt,
  isWorkingDay,
  londonDate,
} from '../../../../shared/core/calendar/working-days.ts';
import type { Run } from '../../../journey/a-run.ts';
import { send, takeAll } from '../../../journey/queues.ts';
import { Violation } from '../watch/violation.ts';
import type { Killer } from './killer.ts';
import type { PlayOptions } from './play-options.ts';
import type { RunWatch } from './run-watch.ts';

const OFFICE_TIMES = ['09:10', '13:10', '17:10'];
const WORKING_DAYS_AT_MOST = 60;
/** The longest that the machine may take for one step of the run's clock: a burst is one step. */
const STEP_AT_MOST = 3 * 3_600_000;
/** How often what died is waited for. */
const COMES_BACK = 3;

interface Cast {
  readonly watch: RunWatch;
  readonly people: People;
  readonly killer: Killer;
  readonly options: Pick<PlayOptions, 'referrals' | 'progress'>;
}

/** Lets the days of a run pass: functions work, people answer, an operator sends again what failed, and the watch looks on. */
export class Days {
  /** Messages that failed five times and were sent again by hand. */
  redriven = 0;
  readonly #run: Run;
  readonly #cast: Cast;

  constructor(run: Run, cast: Cast) {
    this.#run = run;
    this.#cast = cast;
  }

  /** Until every message has been handled and everybody has answered what they were asked. */
  async burst(): Promise<void> {
    await this.settle('the burst');
    await this.comeBack('the burst');
    await this.#cast.watch.quiet(false);
  }

  /** Lets those minutes pass after which a message comes back whose function died. */
  async comeBack(what: string): Promise<void> {
    for (let time = 0; time < COMES_BACK; time += 1) await this.#advance('6m', what);
  }

  /** Day after day, until every case has come to its end; functions are killed on the first of them. */
  async untilTheEnd(): Promise<void> {
    const { watch, killer } = this.#cast;
    let date = londonDate(this.#run.localRun.clock.now().toISOString());
    for (let worked = 0; watch.cases.open.length > 0; date = addDays(date, 1)) {
      if (!isWorkingDay(date, 'England')) continue;
      for (const time of OFFICE_TIMES) {
        const at = new Date(instantAt(date, time));
        if (at > this.#run.localRun.clock.now()) await this.#advance(at, date);
        await watch.quiet(false);
      }
      await this.operate();
      await this.settle(date);
      await watch.quiet(true);
      killer.stop();
      worked += 1;
      const [open] = watch.cases.open;
      if (worked > WORKING_DAYS_AT_MOST && open !== undefined)
        throw new Violation(
          'everything reaches an end',
          `${worked} working days after the burst these are still open: ${watch.cases.open.map(({ id, status }) => `${id} ${status}`).join(', ')}.`,
          open.id,
        );
    }
  }

  /** Until nothing is left to do before the clock moves: neither for functions nor for people. */
  async settle(what: string): Promise<void> {
    const { people } = this.#cast;
    do await this.#whileBusy(what);
    while ((await people.attend(this.#run.localRun.messages)) > 0);
    this.#tell(what);
  }

  /** Follows the runbooks: what failed too often is sent again. A run by the clock that died is made up for by the next. */
  async operate(): Promise<void> {
    for (const queue of ['referrals', 'notifications'])
      for (const { Body = '' } of await takeAll(this.#run, `${queue}-dlq`)) {
        this.redriven += 1;
        await send(this.#run, Body, queue);
      }
    await takeAll(this.#run, 'schedules-dlq');
  }

  /** People go on while functions work. */
  async #whileBusy(what: string): Promise<void> {
    const { watch, people } = this.#cast;
    const { localRun } = this.#run;
    let busy = true;
    const idle = localRun.idle(STEP_AT_MOST).finally(() => {
      busy = false;
    });
    while (busy && watch.failure === undefined) {
      this.#tell(what);
      await people.attend(localRun.messages);
      await wait(100);
    }
    if (watch.failure !== undefined) throw watch.failure;
    await idle;
  }

  async #advance(to: string | Date, what: string): Promise<void> {
    // Minutes, when a thousand referrals come back at once: whoever waits is told how far it is.
    const telling = setInterval(() => this.#tell(what), 1_000);
    try {
      await this.#run.localRun.advance(to, STEP_AT_MOST);
    } finally {
      clearInterval(telling);
    }
    await this.settle(what);
  }

  #tell(what: string): void {
    const { watch, killer, options } = this.#cast;
    const { known, open } = watch.cases;
    options.progress({
      what,
      referrals: options.referrals,
      opened: known.size,
      ended: known.size - open.length,
      emails: this.#run.localRun.messages.length,
      kills: killer.kills,
    });
  }
}
