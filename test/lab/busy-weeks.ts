/** Weeks in which as many children are referred as in the busiest quarter that is published, with people who do what they are written: for who gets how many e-mails, and when. */
import type { AnyEvent, DataOf } from '../../events/catalogue.ts';
import type { Actor } from '../../events/envelope.ts';
import { addDays, instantAt, isWorkingDay, londonDate } from '../../shared/core/calendar/working-days.ts';
import type { Case, Offer } from '../../shared/core/case/case.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { Email, Mailer } from '../../shared/ports/mailer.ts';
import { anEvent, SOCIAL_WORKER } from '../builders.ts';
import { SchemeInMemory } from '../functions/scheme-in-memory.ts';
import { dice } from '../rota/rota-play.ts';
import { answerOf } from './replay/answers.ts';
import { arrivals, type Referral } from './replay/arrivals.ts';
import { assumptions } from './replay/assumptions.ts';
import { KENT, quarters } from './replay/past.ts';

const POLICY = 'nts-2026';
const FIRST_DAY = '2026-11-09';
const SEED = 7;
const HOUR = 60 * 60_000;
const STEP = 15 * 60_000;

/** An e-mail, when the mail service took it. */
export interface Sent {
  readonly at: string;
  readonly email: Email;
}

interface Asked {
  readonly id: string;
  readonly at: string;
  readonly deadlineToday: boolean;
  readonly isDaily: boolean;
}

/** The last quarter published, 1,240 children, as though it were this winter's: whoever came by a port is Kent's, and in its care. */
function thisWinter(): readonly Referral[] {
  const quarter = quarters.at(-1);
  if (quarter === undefined) throw new Error('No quarter is published.');
  const out = new Map(quarter.out);
  out.set(KENT, (out.get(KENT) ?? 0) + quarter.fromPorts);
  const moved = { ...quarter, start: FIRST_DAY, end: addDays(FIRST_DAY, 91), out, fromPorts: 0 };
  return arrivals({ seed: SEED, of: [moved] });
}

const uuid = (n: number): string => `5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f${String(n).padStart(4, '0')}`;

type About = DataOf<'email-requested.v1'>['about'];

/** Whether an e-mail names a deadline of this very day, by the event alone: an offer to answer, or a reminder of what is due. */
function isDueToday(event: AnyEvent, template: string, about: About): boolean {
  const today = londonDate(event.at);
  const by = (instant: string): boolean => londonDate(instant) === today;
  if (event.type === 'deadline-approaching.v1') return by(event.data.by);
  if (event.type !== 'offers-made.v1' || about.kind !== 'case') return false;
  return (
    (template === 'offer-to-primary' || template === 'backup-request') &&
    event.data.offers.some(({ offerId, answerBy }) => offerId === about.offerId && by(answerBy))
  );
}

/** The scheme and its people, hour by hour. */
export class BusyWeeks {
  readonly sent: readonly Sent[];
  readonly #scheme: SchemeInMemory;
  readonly #roll = dice(SEED);
  readonly #referrals = thisWinter()
    .map((referral) => ({
      referral,
      // While offices work.
      at: instantAt(
        referral.facts.referredOn,
        `${String(9 + Math.floor(8 * this.#roll())).padStart(2, '0')}:15`,
      ),
    }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  readonly #byCase = new Map<string, Referral>();

  readonly #asked: Asked[] = [];

  private constructor(scheme: SchemeInMemory, sent: readonly Sent[]) {
    this.#scheme = scheme;
    this.sent = sent;
    scheme.cases.onCommit((events) => {
      for (const event of events)
        for (const { id, data } of emailsFor(event))
          this.#asked.push({
            id,
            at: event.at,
            deadlineToday: isDueToday(event, data.template, data.about),
            isDaily: data.template === 'moves',
          });
    });
  }

  static async open(): Promise<BusyWeeks> {
    const sent: Sent[] = [];
    const mailer: Mailer = {
      async send(email) {
        sent.push({ at: scheme.clock.now(), email });
        return { kind: 'accepted', messageId: `busy-${sent.length}` };
      },
    };
    const scheme = await SchemeInMemory.open({ policy: POLICY, mailer });
    return new BusyWeeks(scheme, sent);
  }

  /** What was asked for, when, and whether its reader has to act, or the child moves, on that very day. */
  get asked(): readonly Asked[] {
    return this.#asked;
  }

  get children(): number {
    return [...this.#byCase.values()].reduce((sum, { facts }) => sum + facts.children.length, 0);
  }

  /** Lets so many weeks pass. */
  async pass(weeks: number): Promise<void> {
    const end = Date.parse(instantAt(addDays(FIRST_DAY, 7 * weeks), '00:00'));
    for (let now = Date.parse(instantAt(FIRST_DAY, '00:00')); now < end; now += STEP) {
      this.#scheme.clock.set(new Date(now).toISOString());
      if (now % HOUR === 0 || this.#isOffice()) await this.#step(now);
    }
  }

  async #step(now: number): Promise<void> {
    const scheme = this.#scheme;
    const today = londonDate(scheme.clock.now());
    await scheme.sweep();
    await scheme.settle();
    if (now % HOUR === 0) await scheme.watchAndTell();
    if (scheme.clock.now() === instantAt(today, '02:00')) await scheme.recount();
    if (scheme.clock.now() === instantAt(today, '08:00') && isWorkingDay(today, 'England'))
      await scheme.remind();
    await scheme.settle();
    if (!this.#isOffice()) return;
    await this.#refer();
    await this.#act();
  }

  #isOffice(): boolean {
    const now = this.#scheme.clock.now();
    const today = londonDate(now);
    return (
      isWorkingDay(today, 'England') && now >= instantAt(today, '09:00') && now < instantAt(today, '17:00')
    );
  }

  async #refer(): Promise<void> {
    const scheme = this.#scheme;
    for (
      let one = this.#referrals[0];
      one !== undefined && one.at <= scheme.clock.now();
      one = this.#referrals[0]
    ) {
      this.#referrals.shift();
      const { referral } = one;
      const known = new Set(Object.keys(scheme.cases.snapshot().cases));
      const data = {
        referralId: uuid(referral.number),
        channel: 'queue',
        facts: { ...referral.facts, settledSince: referral.facts.referredOn },
      } as const;
      await scheme.receive(
        JSON.stringify(anEvent('referral-received.v2', { id: `referral-${referral.number}`, data })),
      );
      await scheme.settle();
      for (const id of Object.keys(scheme.cases.snapshot().cases))
        if (!known.has(id)) this.#byCase.set(id, referral);
    }
  }

  async #act(): Promise<void> {
    for (const [id, referral] of this.#byCase) {
      const subject = await this.#scheme.cases.read(id);
      if (subject?.needs === undefined) continue;
      for (const offer of subject.offers) await this.#answer(id, referral, offer);
      await this.#decide(id);
      await this.#move(id);
    }
  }

  async #does(id: string, command: Command, actor?: Actor): Promise<void> {
    await this.#scheme.command(id, command, actor);
    await this.#scheme.settle();
  }

  #since(instant: string | undefined, hours: number): boolean {
    return (
      instant !== undefined && Date.parse(this.#scheme.clock.now()) >= Date.parse(instant) + hours * HOUR
    );
  }

  async #answer(id: string, referral: Referral, { id: offerId }: Offer): Promise<void> {
    const subject = await this.#scheme.cases.read(id);
    const offer = subject?.offers.find((one) => one.id === offerId);
    if (subject?.status !== 'offered' || offer === undefined) return;
    const asked = { seed: SEED, assumptions };
    const { says, after, backUpYes } = answerOf(asked, referral, offer.council, {
      deadline: policyNamed(POLICY).workingDays.answerOffer,
      round: 1,
    });
    const actor = { kind: 'council', code: offer.council, name: 'A duty manager' } as const;
    const answer = (what: 'accept' | 'decline' | 'back-up-yes' | 'back-up-no') =>
      this.#does(
        id,
        {
          kind: 'answer',
          offerId,
          answer: what,
          ...(what === 'decline' ? ({ reason: 'no-safe-placement', text: 'None.' } as const) : {}),
        },
        actor,
      );
    if (offer.status === 'asked' && this.#since(offer.madeAt, 1)) {
      if (says !== 'nothing') await answer(backUpYes ? 'back-up-yes' : 'back-up-no');
      return;
    }
    if (offer.status !== 'live' || says === 'nothing') return;
    // Whoever answers on another day does so next morning.
    if (!this.#since(offer.promotedAt ?? offer.madeAt, after === 0 ? 1.5 : 17)) return;
    await answer(says === 'yes' ? 'accept' : 'decline');
  }

  async #decide(id: string): Promise<void> {
    const subject = await this.#scheme.cases.read(id);
    if (subject === undefined) return;
    const { status, hold, escalation, offers } = subject;
    const declined = offers.find(({ review }) => review === 'pending');
    if (declined !== undefined)
      await this.#does(id, {
        kind: 'review-decline',
        offerId: declined.id,
        outcome: 'accepted',
        note: 'It is so.',
      });
    if (status === 'held' && this.#since(hold?.since, 3))
      await this.#does(id, { kind: 'release-hold', note: 'Nowhere better.' });
    if (status === 'escalated' && this.#since(escalation?.decideBy, -3)) {
      const unanswered = offers.find((offer) => offer.status === 'expired' || offer.status === 'declined');
      if (unanswered !== undefined)
        await this.#does(id, {
          kind: 'place-directly',
          council: unanswered.council,
          reason: unanswered.status === 'expired' ? 'did-not-answer' : 'said-yes-elsewhere',
          note: 'They can, on the telephone.',
          overCapacity: false,
        } as Command).catch(() => undefined);
    }
  }

  async #move(id: string): Promise<void> {
    const subject: Case | undefined = await this.#scheme.cases.read(id);
    const { status, placement } = subject ?? {};
    if (placement === undefined) return;
    const actor = { kind: 'council', code: placement.council, name: 'An officer' } as const;
    if (status === 'accepted' && this.#since(placement.acceptedAt, 3)) {
      let moveOn = londonDate(this.#scheme.clock.now());
      for (let days = 1 + (id.charCodeAt(5) % 4); days > 0; ) {
        moveOn = addDays(moveOn, 1);
        if (isWorkingDay(moveOn, 'England')) days -= 1;
      }
      await this.#does(
        id,
        {
          kind: 'arrange-transfer',
          moveOn,
          handover: { safetyPlan: true },
          socialWorker: SOCIAL_WORKER,
          lateBecause: 'The carer is away.',
        },
        actor,
      );
    }
    if (
      status === 'transfer-arranged' &&
      placement.moveOn !== undefined &&
      this.#since(`${placement.moveOn}T00:00:00.000Z`, 11 + (id.charCodeAt(6) % 5))
    )
      await this.#does(id, { kind: 'complete-transfer', handedOverAt: this.#scheme.clock.now() }, actor);
  }
}
