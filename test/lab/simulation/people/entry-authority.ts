import type { EventOf } from '../../../../events/catalogue.ts';
import type { ReferralFacts } from '../../../../events/referral.ts';
import { londonDate, londonTime } from '../../../../shared/core/calendar/working-days.ts';
import { caseReference } from '../../../../shared/core/case/reference.ts';
import type { Functions } from '../world/functions.ts';
import { deskAddress } from '../world/scheme.ts';
import { messageIdOf, type Story } from '../world/stories.ts';
import { type Ask, CouncilSystem } from './council-system.ts';
import type { Letter } from './mail-program.ts';
import { DAY, HOUR, type Mail, type Office } from './office.ts';
import { Officers } from './officer.ts';
import { dayFields, type Fields, type Link, searchedIn, whichOf } from './open-link.ts';

/** How what a council has to say reaches the scheme. */
export interface Ways {
  /** Puts a message on the queue of referrals. */
  readonly post: (message: EventOf<'referral-received.v2'> | EventOf<'referral-amended.v2'>) => void;
  readonly ask: Ask;
  readonly mail: (letter: Letter) => void;
  readonly pages: Pick<Functions, 'page'>;
}

/** The councils that refer: they give what was missing, and tell what happens to the child. */
export class EntryAuthorities {
  readonly officers: Officers;
  readonly #system: CouncilSystem;
  readonly #office: Office;
  readonly #ways: Ways;
  readonly #stories = new Map<string, Story>();
  readonly #links = new Map<string, Link>();
  readonly #missing = new Set<string>();
  readonly #told = new Set<string>();

  constructor(office: Office, ways: Ways) {
    this.#system = new CouncilSystem(office, ways.ask);
    this.officers = new Officers(office, ways.pages);
    this.#office = office;
    this.#ways = ways;
  }

  /** What they still have to say, and do not know to be taken. */
  get waiting(): number {
    return this.#system.waiting + this.officers.waiting;
  }

  /** A child is referred, and its story begins. */
  refer(story: Story): void {
    const office = this.#office;
    const caseId = caseReference(story.message.data.referralId, 1);
    this.#stories.set(caseId, story);
    const { quirks } = story;
    const send = () => this.#send(caseId, story);
    send();
    if (quirks.sentTwice)
      office.later(office.kernel.draw.between(`${caseId} sent again`, 0, 600) * 1_000, send);
    const inDays = (days: number | undefined, act: () => void): void => {
      if (days !== undefined) office.later(days * DAY, act);
    };
    inDays(quirks.amendedAfterDays, () => this.#amend(caseId, story, 'later', quirks.amendment ?? {}));
    inDays(quirks.missingAfterDays, () => this.#report(caseId, 'missing'));
    inDays(quirks.refusesAfterDays, () => this.#report(caseId, 'refused'));
    inDays(quirks.withdrawnAfterDays, () => this.#report(caseId, 'withdraw'));
  }

  read({ subject, template, link, desk }: Mail): void {
    const office = this.#office;
    const story = this.#stories.get(subject);
    if (link.purpose !== 'entry') return;
    this.#links.set(subject, link);
    if (
      story?.leftOut !== undefined &&
      ['referral-incomplete', 'deadline-approaching', 'deadline-passed', 'case-waiting'].includes(template)
    ) {
      const delay = office.delay(`${desk} ${subject} ${template}`);
      if (delay !== undefined)
        office.later(delay, () => this.#amend(subject, story, 'missing facts', story.leftOut ?? {}));
    }
    // Every letter of the simulated councils is their own: the desk says so, if it answers at all.
    if (['amendment-to-confirm', 'confirmation-reminder', 'confirmation-overdue'].includes(template)) {
      const delay = office.delay(`${desk} ${subject} ${template}`);
      if (delay !== undefined)
        office.later(delay, () =>
          office.visit(`entry ${subject} ${template}`, link, ({ choices }) => {
            const sent = choices.find((choice) => choice.startsWith('sent-'));
            return sent === undefined ? undefined : { action: sent };
          }),
        );
    }
    if (template === 'case-waiting' && !office.calm)
      office.later(60_000, () =>
        office.visit(`entry ${subject} more for the search`, link, ({ choices, next }) =>
          choices.includes('missing-details') && office.chance(`${subject} police reference`, 0.5)
            ? { action: 'missing-details', policeReference: `CAD ${subject}`, ...searchedIn(next) }
            : undefined,
        ),
      );
    if (template === 'case-waiting' && office.calm)
      office.later(60_000, () => this.#report(subject, 'found'));
  }

  #send(caseId: string, story: Story): void {
    const { way, key, body, message } = story;
    const { entryAuthority: code } = message.data.facts;
    if (way === 'form') this.officers.refer(caseId, story);
    else if (way === 'api') this.#system.refer(caseId, code, { key, body });
    else if (way === 'email')
      this.#ways.mail({ messageId: messageIdOf(key), from: deskAddress(`council:${code}`), body });
    else this.#ways.post(message);
  }

  #amend(caseId: string, story: Story, what: string, facts: Partial<ReferralFacts>): void {
    if (this.#told.has(`${caseId} ${what}`)) return;
    this.#told.add(`${caseId} ${what}`);
    const { way, message } = story;
    const { entryAuthority: code } = message.data.facts;
    const { referralId } = message.data;
    const key = `${story.key}-${what.replaceAll(' ', '-')}`;
    if (way === 'api') this.#system.amend(caseId, code, { key, body: facts });
    else if (way === 'email' || way === 'form') this.#amendByMail(caseId, code, key, facts, 1);
    else
      this.#ways.post({
        id: `${referralId}:${what}`,
        type: 'referral-amended.v2',
        at: this.#office.now,
        actor: message.actor,
        data: { referralId, facts },
      });
  }

  /** Somebody writes about a case once they have heard of it; who never does has nothing to write about. */
  #amendByMail(
    caseId: string,
    code: string,
    key: string,
    facts: Partial<ReferralFacts>,
    tried: number,
  ): void {
    if (this.#links.has(caseId))
      this.#ways.mail({
        messageId: messageIdOf(key),
        from: deskAddress(`council:${code}`),
        body: { ...facts, reference: caseId },
      });
    else if (tried < 24)
      this.#office.later(HOUR, () => this.#amendByMail(caseId, code, key, facts, tried + 1));
  }

  #report(caseId: string, what: 'missing' | 'found' | 'refused' | 'withdraw'): void {
    const link = this.#links.get(caseId);
    const office = this.#office;
    if (link === undefined) return;
    office.visit(
      `entry ${caseId} ${what}`,
      link,
      ({ choices, next }) => {
        if (!choices.includes(what)) return undefined;
        // Some are found far from where anybody expected them.
        const areas = what === 'found' ? next('found', 'foundIn') : [];
        const far = areas.length > 0 && office.chance(`${caseId} found far away`, office.calm ? 0 : 0.3);
        return {
          ...this.#fields(what),
          ...(what === 'missing' || what === 'found'
            ? whichOf(next, what, !office.calm && office.chance(`${caseId} ${what} one of them`, 0.6))
            : {}),
          ...(far ? { foundIn: office.kernel.draw.pick(`${caseId} found where`, areas).value } : {}),
        };
      },
      (answered) => {
        if (what !== 'missing' || answered.kind !== 'done' || this.#missing.has(caseId)) return;
        this.#missing.add(caseId);
        office.later((this.#stories.get(caseId)?.quirks.foundAfterDays ?? 3) * DAY, () =>
          this.#report(caseId, 'found'),
        );
      },
    );
  }

  #fields(what: 'missing' | 'found' | 'refused' | 'withdraw'): Fields {
    if (what === 'withdraw') return { action: 'withdraw', withdrawal: 'no-longer-needed' };
    if (what === 'refused') return { action: 'refused', refusalNote: 'Wants to stay.' };
    const at = new Date(this.#office.kernel.timeline.now - 60_000).toISOString();
    return {
      action: what,
      ...dayFields(`${what}On`, londonDate(at)),
      [`${what}At`]: londonTime(at).slice(0, 5),
    };
  }
}
