/** One policy played through the past: the production check and rota decide, drawn answers reply, days go by. */
import { addDays, isWorkingDay } from '../../../shared/core/calendar/working-days.ts';
import { Casework } from './casework.ts';
import { KENT, quarters } from './past.ts';
import { type Asked, FIRST_DAY, LAST_DAY, type Month, type Replayed } from './replayed.ts';

class Replay {
  private readonly asked: Asked;
  private readonly casework: Casework;
  private readonly months: Month[] = [];

  constructor(asked: Asked) {
    this.asked = asked;
    this.casework = new Casework(asked);
  }

  private endMonth(month: string): void {
    let waiting = 0;
    let waitingInKent = 0;
    for (const one of this.casework.open) {
      const children = this.casework.size(one);
      const { entryAuthority, inCareOfAuthority } = one.referral.facts;
      if (one.state === 'waiting' || one.state === 'offered') waiting += children;
      if (entryAuthority === KENT && inCareOfAuthority) waitingInKent += children;
    }
    const all = this.casework.scheme.all();
    this.months.push({
      month,
      arrived: this.casework.arrived,
      placed: this.casework.placed,
      waiting,
      waitingInKent,
      furthestRegion: this.casework.furthest.region,
      furthestCouncil: this.casework.furthest.council,
      councils: new Map(
        all.map(({ code, caredFor, netSince }) => [
          code,
          { threshold: this.casework.scheme.threshold(code), own: caredFor.count, moved: netSince },
        ]),
      ),
    });
    this.casework.furthest = { region: 0, council: 0 };
  }

  run(): Replayed {
    const { referrals, onMonth, policy } = this.asked;
    let next = 0;
    const first = this.asked.from ?? FIRST_DAY;
    let quarter = quarters.findIndex(({ start }) => start === first);
    let done = 0;
    const last = 12 * (2023 - Number(first.slice(0, 4))) + 13 - Number(first.slice(5, 7));
    for (let today = first; today <= LAST_DAY; today = addDays(today, 1)) {
      if (today.endsWith('-01')) this.casework.scheme.startMonth(today);
      const current = quarters[quarter];
      if (current?.start === today) {
        this.casework.scheme.startQuarter(current);
        quarter += 1;
      }
      this.casework.agenda.play(today);
      for (let one = referrals[next]; one?.facts.referredOn === today; one = referrals[next]) {
        this.casework.receive(one);
        next += 1;
      }
      if (this.casework.waiting.length > 0 && isWorkingDay(today, 'England'))
        this.casework.searchForAll(today);
      // Answers that come on the day of the offer.
      this.casework.agenda.play(today);
      if (addDays(today, 1).endsWith('-01')) {
        this.endMonth(today.slice(0, 7));
        done += 1;
        onMonth?.(done, last);
      }
    }
    const waiting = this.months.at(-1)?.waiting ?? 0;
    const { outcomes, turned18, decisions } = this.casework;
    return { policy, outcomes, waiting, turned18, months: this.months, decisions };
  }
}

/** Plays every referral under one policy, from July 2016 to the end of 2023. The same question gives the same answer. */
export const replay = (asked: Asked): Replayed => new Replay(asked).run();
