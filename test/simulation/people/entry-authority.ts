import type { EventOf } from '../../../events/catalogue.ts';
import type { ReferralFacts } from '../../../events/referral.ts';
import { caseReference } from '../../../shared/core/case-reference.ts';
import { londonDate, londonTime } from '../../../shared/core/working-days.ts';
import type { Story } from '../world/stories.ts';
import { type Ask, CouncilSystem } from './council-system.ts';
import { DAY, type Mail, type Office } from './office.ts';
import { dayFields, type Fields, type Link } from './open-link.ts';

/** Puts a message on the queue of referrals. */
export type Post = (message: EventOf<'referral-received.v1'> | EventOf<'referral-amended.v1'>) => void;

/** The councils that refer: they give what was missing, and tell what happens to the child. */
export class EntryAuthorities {
  readonly system: CouncilSystem;
  readonly #office: Office;
  readonly #post: Post;
  readonly #stories = new Map<string, Story>();
  readonly #links = new Map<string, Link>();
  readonly #missing = new Set<string>();
  readonly #told = new Set<string>();

  constructor(office: Office, post: Post, ask: Ask) {
    this.system = new CouncilSystem(office, ask);
    this.#office = office;
    this.#post = post;
  }

  /** A child is referred, and its story begins. */
  refer(story: Story): void {
    const office = this.#office;
    const caseId = caseReference(story.message.data.referralId, 1);
    this.#stories.set(caseId, story);
    const { quirks, request, message } = story;
    const { code } = message.actor as { readonly code: string };
    const send = () =>
      request === undefined ? this.#post(message) : this.system.refer(caseId, code, request);
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
    if (template === 'case-waiting' && office.calm)
      office.later(60_000, () => this.#report(subject, 'found'));
  }

  #amend(caseId: string, story: Story, what: string, facts: Partial<ReferralFacts>): void {
    if (this.#told.has(`${caseId} ${what}`)) return;
    this.#told.add(`${caseId} ${what}`);
    const { referralId } = story.message.data;
    if (story.request !== undefined) {
      const { code } = story.message.actor as { readonly code: string };
      this.system.amend(caseId, code, {
        key: `${story.request.key} ${what}`.replaceAll(' ', '-'),
        body: facts,
      });
      return;
    }
    this.#post({
      id: `${referralId}:${what}`,
      type: 'referral-amended.v1',
      at: this.#office.now,
      actor: story.message.actor,
      data: { referralId, facts },
    });
  }

  #report(caseId: string, what: 'missing' | 'found' | 'refused' | 'withdraw'): void {
    const link = this.#links.get(caseId);
    const office = this.#office;
    if (link === undefined) return;
    office.visit(
      `entry ${caseId} ${what}`,
      link,
      ({ choices }) => (choices.includes(what) ? this.#fields(what) : undefined),
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
