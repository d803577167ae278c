import { londonDate } from '../../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../../shared/core/case/case.ts';
import type { Email } from '../../../../shared/ports/mailer.ts';
import { deskAddress, secondAddress } from '../world/scheme.ts';
import { Violation } from './violation.ts';

const HOUR = 60 * 60_000;
const MOST = 6;

/** By hand: what is sent however many came before. */
const never: ReadonlySet<string> = new Set([
  ...['offer-to-primary', 'offer-reminder', 'offer-promoted', 'region-asked'],
  ...['case-paused', 'case-resumed', 'area-child-missing', 'area-child-found', 'areas-avoided'],
  ...['amendment-to-confirm', 'amendment-refused', 'confirmation-reminder', 'confirmation-overdue'],
]);

const [coordinators, theirSecond] = [deskAddress('coordinators'), secondAddress('coordinators')];

/** Reference, template and desk of an e-mail about an event; undefined of any other. */
function partsOf(id: string) {
  const [, subject = '', template = '', desk = ''] = /^([^:]+):\d+:([a-z-]+):(.+)$/.exec(id) ?? [];
  return template === '' ? undefined : { subject, template, desk };
}

/** What every mailbox is sent: never more than six e-mails in an hour, but for what cannot wait. */
export class VolumeWatch {
  readonly #now: () => number;
  readonly #known: ReadonlyMap<string, Case>;
  readonly #sent = new Map<string, number[]>();
  /** Requests that waited because their desk had had enough. */
  readonly #putOff = new Set<string>();

  constructor(now: () => number, known: ReadonlyMap<string, Case>) {
    this.#now = now;
    this.#known = known;
  }

  get putOff(): number {
    return this.#putOff.size;
  }

  /** A request was put with others, to be told from a moment on. */
  waits(id: string, since: string): void {
    if (Date.parse(since) > this.#now()) this.#putOff.add(id);
  }

  /** @param misled whether the clock of who sent it had jumped @throws Violation */
  sent({ id, tells = [id], to, cc }: Pick<Email, 'id' | 'tells' | 'to' | 'cc'>, misled: boolean): void {
    const told = tells.map(partsOf);
    // What somebody asked for on a page has lids of its own; what came back, or was for a mailbox that is gone, goes to who reads it instead.
    if (
      told.some(
        (one) => one === undefined || one.template === 'mail-answered' || one.desk.includes(':again:'),
      )
    )
      return;
    const ofCoordinators = told.every((one) => one?.desk === 'coordinators');
    for (const address of new Set([...to, ...cc])) {
      if ((address === coordinators || address === theirSecond) && !ofCoordinators) continue;
      const before = (this.#sent.get(address) ?? []).filter((at) => at > this.#now() - HOUR);
      this.#sent.set(address, [...before, this.#now()]);
      if (before.length < MOST || misled || told.some((one) => this.#cannotWait(one))) continue;
      throw new Violation(
        'nobody is sent too much',
        `The mailbox ${address} was sent ${before.length + 1} e-mails within an hour, and this one could have waited: ${tells.join(', ')}.`,
        told[0]?.subject,
      );
    }
  }

  #cannotWait(one: ReturnType<typeof partsOf>): boolean {
    if (one === undefined || never.has(one.template) || one.template === 'moves') return true;
    const subject = this.#known.get(one.subject);
    if (subject === undefined) return false;
    const today = londonDate(new Date(this.#now()).toISOString());
    const { needs, offers, placement, proposals = [] } = subject;
    const days = [
      needs?.by,
      placement?.moveOn,
      subject.moveBy,
      ...offers.map(({ answerBy }) => answerBy),
      ...proposals.map(({ confirmBy }) => confirmBy),
    ];
    return days.some((day) => day !== undefined && (day.length === 10 ? day : londonDate(day)) === today);
  }
}
