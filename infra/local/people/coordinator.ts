import type { Book } from '../story/book.ts';
import { CoordinatorsPhone } from '../story/coordinators-phone.ts';
import { type Answers, fillIn, look, open, type Page } from '../story/form-client.ts';
import { wholeList } from '../story/lists.ts';
import { deskAddress } from '../story/seed.ts';
import { whyAllTheSame } from '../story/why-all-the-same.ts';
import { DeskSession } from './desk-session.ts';
import { type Office, offered } from './office.ts';

const RECORDED = 'Recorded at';
/** Rounds in which somebody goes through their list before they leave the rest for later. */
const ROUNDS_AT_MOST = 5;

/** A colleague who has the page of a case open at the same time. */
type Beside = (link: string, caseId: string) => Promise<((answers: Answers) => Promise<void>) | undefined>;

/** A coordinator who signs in, with codes of an own phone, goes through the list of what needs the coordinators, and decides. */
export class Coordinator {
  readonly name: string;
  readonly #office: Office;
  readonly #pagesUrl: string;
  readonly #book: Book;
  readonly session: DeskSession;

  constructor(office: Office, pagesUrl: string, name: string, book: Book) {
    this.name = name;
    this.#office = office;
    this.#pagesUrl = pagesUrl;
    this.#book = book;
    const phone = new CoordinatorsPhone(name, () => office.now());
    this.session = new DeskSession(office, pagesUrl, {
      desk: 'coordinators',
      address: deskAddress('coordinators'),
      enter: (link) => phone.enter(link),
    });
  }

  /** Puts a colleague on the list of those who may sign in. */
  async letIn(newName: string): Promise<void> {
    await this.#fillIn(`${this.#pagesUrl}/coordinators`, { access: 'let-in', newName });
  }

  /**
   * Goes through the list of what needs the coordinators, most urgent first, and decides in each case of theirs, until nothing there is left to
   * decide. @param isTheirs whether a case is one of those that they look after
   */
  async goThroughList(isTheirs: (caseId: string) => boolean, beside?: Beside): Promise<void> {
    for (let round = 0; round < ROUNDS_AT_MOST; round += 1) {
      let decided = 0;
      for (const { href, text } of await wholeList(`${this.#pagesUrl}/home`, this.session.cookies)) {
        const caseId = /NTS-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? '';
        if (!href.startsWith('/cases/') || !isTheirs(caseId)) continue;
        const link = new URL(href, this.#pagesUrl).href;
        if (await this.#decide(link, caseId, await beside?.(link, caseId))) decided += 1;
      }
      if (decided === 0) return;
    }
  }

  /** Has a case open while a colleague decides, and presses the same button after them. */
  async beside(link: string): Promise<(answers: Answers, first: string) => Promise<void>> {
    const page = await open(link, this.session.cookies);
    return async ({ action = '' }, first) => {
      const late = await look(page, { action });
      if (late.status !== 409 || !late.text.includes(`Somebody else was first. ${first}, coordinator: `))
        throw new Error(
          `${this.name} was second at "${page.heading}", and reads "${late.heading}" instead of who was first.`,
        );
      this.#book.toldWhoWasFirst += 1;
    };
  }

  #fillIn(link: string, answers: Answers): Promise<Page> {
    return fillIn(link, answers, this.session.cookies);
  }

  /** @returns whether they had anything to decide */
  async #decide(link: string, caseId: string, after?: (answers: Answers) => Promise<void>): Promise<boolean> {
    const page = await open(link, this.session.cookies);
    const answers = await this.#choose(page, caseId);
    if (answers === undefined) return false;
    const done = await this.#fillIn(link, answers);
    // Not recorded: somebody else did something meanwhile, and they look at the case again.
    if (!done.text.includes(RECORDED)) return true;
    this.#writeDown(caseId, answers);
    await after?.(answers);
    return true;
  }

  /** What they decided counts somewhere: they write it down. */
  #writeDown(caseId: string, { action, council, directReason, stayReason }: Answers): void {
    const entry = this.#book.entryOf(caseId);
    if (action === 'place')
      this.#book.write({ what: 'directed', caseId, council: String(council), reason: String(directReason) });
    if (action === 'family')
      this.#book.write({ what: 'ended', caseId, council: entry, how: 'joined-family' });
    if (stayReason !== undefined) this.#book.write({ what: 'ended', caseId, council: entry, how: 'stayed' });
  }

  /** What they say to what the page asks; undefined where they leave it. */
  async #choose(page: Page, caseId: string): Promise<Answers | undefined> {
    const actions = offered(page, 'action');
    const review = actions.find((value) => value.startsWith('review-'));
    if (review !== undefined) return this.#review(page, review, caseId);
    if (actions.includes('release')) return this.#settleHold(page, caseId);
    if (/Look for another council/.test(page.text)) return hearTheChild;
    return page.text.includes('find a place') ? this.#place(page, caseId) : undefined;
  }

  async #review(page: Page, review: string, caseId: string): Promise<Answers | undefined> {
    const refuse = this.#office.chance(`${caseId} ${review}`) < 0.2;
    const asked = [...((await look(page, { action: review })).form?.asked.keys() ?? [])];
    const outcome = asked.find((field) => field.startsWith('review-'));
    const note = asked.find((field) => field.startsWith('reviewNote-'));
    if (outcome === undefined || note === undefined) return undefined;
    return {
      action: review,
      [outcome]: refuse ? 'refused' : 'accepted',
      [note]: refuse
        ? 'The council has declared free places of this kind.'
        : 'Agreed with the duty manager by telephone.',
      ...(refuse ? { [outcome.replace('review', 'refusal')]: 'declared-a-place' } : {}),
    };
  }

  #settleHold(page: Page, caseId: string): Answers {
    const { chance } = this.#office;
    if (
      /family in the UK who may|relative|reunification/i.test(page.text) &&
      chance(`${caseId} family`) < 0.5
    )
      return { action: 'family', familyNote: 'Joined an aunt after the entry authority’s assessment.' };
    if (/settled/i.test(page.text) && chance(`${caseId} settled`) < 0.6)
      return {
        action: 'stays',
        stayReason: 'settled',
        stayNote: 'Settled with the carer and in school; asks to stay.',
      };
    return {
      action: 'release',
      releaseNote: 'Looked at with the social worker; the transfer should go ahead.',
    };
  }

  async #place(page: Page, caseId: string): Promise<Answers | undefined> {
    const asked = (await look(page, { action: 'place' })).form?.asked;
    const councils = asked?.get('council') ?? [];
    const roomy = councils.filter(({ text }) => Number(/room for (\d+)/.exec(text)?.[1] ?? 0) >= 10);
    const council = roomy[Math.floor(this.#office.chance(`${caseId} placed`) * roomy.length)];
    return (
      council && {
        action: 'place',
        council: council.value,
        directReason: 'brokered-by-region',
        directNote: 'Agreed with the region’s lead by telephone.',
        ...whyAllTheSame(council.value),
      }
    );
  }
}

const hearTheChild: Answers = {
  action: 'stays',
  stayReason: 'child-refused',
  stayNote: 'The child’s wish carries weight; looked at with both authorities.',
};
