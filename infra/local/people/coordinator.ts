import { CoordinatorsPhone } from '../story/coordinators-phone.ts';
import { type Answers, type Cookies, fillIn, look, open, type Page } from '../story/form-client.ts';
import { deskAddress } from '../story/seed.ts';
import { whyAllTheSame } from '../story/why-all-the-same.ts';
import { type Office, offered } from './office.ts';

const name = 'R. Okafor (invented)';

const LINK_MILLISECONDS = 15 * 60_000;
const SESSION_MILLISECONDS = 7 * 60 * 60_000;

/** A coordinator who signs in, with codes of an own phone, and decides what the rules do not clear. */
export class Coordinator {
  readonly #office: Office;
  readonly #pagesUrl: string;
  readonly #phone: CoordinatorsPhone;
  /** What waits for a session. */
  readonly #waiting: (() => Promise<void>)[] = [];
  #cookies: Cookies = new Map();
  /** Until when the session lasts, and until when a link to sign in is on its way, milliseconds since 1970. */
  #signedInUntil = 0;
  #askedUntil = 0;

  constructor(office: Office, pagesUrl: string) {
    this.#office = office;
    this.#pagesUrl = pagesUrl;
    this.#phone = new CoordinatorsPhone(name, () => office.now());
  }

  /** Signs in, before there is anything to decide. */
  arrive(): void {
    this.#onceSignedIn(async () => undefined);
  }

  decide(link: string, caseId: string): void {
    this.#onceSignedIn(() => this.#decide(link, caseId));
  }

  /** Follows a link to sign in, if it is the one that they asked for. */
  enter(link: string): void {
    if (this.#askedUntil === 0) return;
    this.#office.later(0, async () => {
      const cookies = await this.#phone.enter(link);
      this.#askedUntil = 0;
      // Used, and the page that said so was lost on its way: they ask for another.
      if (cookies === undefined) return this.arrive();
      this.#cookies = cookies;
      this.#signedInUntil = this.#office.now().getTime() + SESSION_MILLISECONDS;
      for (const act of this.#waiting.splice(0)) this.#office.later(0, act);
    });
  }

  #onceSignedIn(act: () => Promise<void>): void {
    this.#office.later(0, async () => {
      const now = this.#office.now().getTime();
      if (now < this.#signedInUntil) return act();
      if (now >= this.#askedUntil) {
        this.#askedUntil = now + LINK_MILLISECONDS;
        await fillIn(`${this.#pagesUrl}/sign-in`, {
          council: 'coordinators',
          address: deskAddress('coordinators'),
        });
      }
      this.#waiting.push(act);
    });
  }

  #fillIn(link: string, answers: Answers): Promise<Page> {
    return fillIn(link, answers, this.#cookies);
  }

  async #decide(link: string, caseId: string): Promise<void> {
    const page = await open(link, this.#cookies);
    const actions = offered(page, 'action');
    const review = actions.find((value) => value.startsWith('review-'));
    if (review !== undefined) await this.#review(link, page, review, caseId);
    else if (actions.includes('release')) await this.#settleHold(link, page, caseId);
    else if (/Look for another council/.test(page.text)) await this.#hearTheChild(link);
    else if (page.text.includes('find a place')) await this.#place(link, page, caseId);
  }

  async #review(link: string, page: Page, review: string, caseId: string): Promise<void> {
    const refuse = this.#office.chance(`${caseId} ${review}`) < 0.2;
    const asked = [...((await look(page, { action: review })).form?.asked.keys() ?? [])];
    const outcome = asked.find((field) => field.startsWith('review-'));
    const note = asked.find((field) => field.startsWith('reviewNote-'));
    if (outcome === undefined || note === undefined) return;
    await this.#fillIn(link, {
      action: review,
      [outcome]: refuse ? 'refused' : 'accepted',
      [note]: refuse
        ? 'The council has declared free places of this kind.'
        : 'Agreed with the duty manager by telephone.',
      ...(refuse ? { [outcome.replace('review', 'refusal')]: 'declared-a-place' } : {}),
    });
  }

  async #settleHold(link: string, page: Page, caseId: string): Promise<void> {
    const { chance } = this.#office;
    if (
      /family in the UK who may|relative|reunification/i.test(page.text) &&
      chance(`${caseId} family`) < 0.5
    )
      await this.#fillIn(link, {
        action: 'family',
        familyNote: 'Joined an aunt after the entry authority’s assessment.',
      });
    else if (/settled/i.test(page.text) && chance(`${caseId} settled`) < 0.6)
      await this.#fillIn(link, {
        action: 'stays',
        stayReason: 'settled',
        stayNote: 'Settled with the carer and in school; asks to stay.',
      });
    else
      await this.#fillIn(link, {
        action: 'release',
        releaseNote: 'Looked at with the social worker; the transfer should go ahead.',
      });
  }

  async #hearTheChild(link: string): Promise<void> {
    await this.#fillIn(link, {
      action: 'stays',
      stayReason: 'child-refused',
      stayNote: 'The child’s wish carries weight; looked at with both authorities.',
    });
  }

  async #place(link: string, page: Page, caseId: string): Promise<void> {
    const asked = (await look(page, { action: 'place' })).form?.asked;
    const councils = asked?.get('council') ?? [];
    const roomy = councils.filter(({ text }) => Number(/room for (\d+)/.exec(text)?.[1] ?? 0) >= 10);
    const council = roomy[Math.floor(this.#office.chance(`${caseId} placed`) * roomy.length)];
    if (!council) return;
    await this.#fillIn(link, {
      action: 'place',
      council: council.value,
      directReason: 'brokered-by-region',
      directNote: 'Agreed with the region’s lead by telephone.',
      ...whyAllTheSame(council.value),
    });
  }
}
