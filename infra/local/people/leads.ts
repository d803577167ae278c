import { leadDesk } from '../../../shared/core/desks.ts';
import type { Book } from '../story/book.ts';
import { type Answers, type Cookies, fillIn, look, open, type Page } from '../story/form-client.ts';
import { wholeList } from '../story/lists.ts';
import { deskAddress } from '../story/seed.ts';
import { DeskSession } from './desk-session.ts';
import { type Office, offered } from './office.ts';

const LEAD = { name: 'M. Sato (invented)', role: 'regional lead', confirm: 'yes' } as const;
/** Of what leads are told, in a hundred: how much they forget until they are told again. */
const FORGOTTEN = 25;
/** … and how often they name another council than the one whose turn it is. */
const NAMES_ANOTHER = 35;

/** The leads of regions: they sign in, see who waits for their answer, and give it; now and then one forgets. */
export class Leads {
  readonly #office: Office;
  readonly #pagesUrl: string;
  readonly #book: Book;
  readonly #isTheirs: (caseId: string) => boolean;
  readonly #sessions = new Map<string, DeskSession>();

  constructor(office: Office, pagesUrl: string, book: Book, isTheirs: (caseId: string) => boolean) {
    this.#office = office;
    this.#pagesUrl = pagesUrl;
    this.#book = book;
    this.#isTheirs = isTheirs;
  }

  /** An e-mail says that something waits for the lead of a region. @param question tells this e-mail from others */
  told(region: string, question: string): void {
    const { chance, mood, say } = this.#office;
    if (mood === 'mixed' && chance(`${region} ${question} forgets`) * 100 < FORGOTTEN) {
      say(`a lead of a region reads an e-mail and forgets it: ${question}`);
      return;
    }
    const session = this.#sessionOf(region);
    session.once(() => this.#goThroughList(region, session.cookies));
  }

  /** Follows a link to sign in. */
  enter(region: string, link: string): void {
    this.#sessionOf(region).enter(link);
  }

  #sessionOf(region: string): DeskSession {
    const known = this.#sessions.get(region);
    if (known !== undefined) return known;
    const desk = leadDesk(region);
    const session = new DeskSession(this.#office, this.#pagesUrl, {
      desk,
      address: deskAddress(desk),
      enter: async (link) => {
        const cookies: Cookies = new Map();
        if ((await open(link, cookies)).form === undefined) return undefined;
        await fillIn(link, LEAD, cookies);
        return cookies;
      },
    });
    this.#sessions.set(region, session);
    return session;
  }

  async #goThroughList(region: string, cookies: Cookies): Promise<void> {
    for (const { href, text } of await wholeList(`${this.#pagesUrl}/home`, cookies)) {
      const caseId = /NTS-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? '';
      if (href.startsWith('/regions/') && this.#isTheirs(caseId))
        await this.#answer(new URL(href, this.#pagesUrl).href, caseId, region, cookies);
    }
  }

  async #answer(link: string, caseId: string, region: string, cookies: Cookies): Promise<void> {
    const { chance, mood } = this.#office;
    const page = await open(link, cookies);
    const [first, ...others] = offered(page, 'first');
    if (first === undefined) return;
    const names =
      first === 'another' ||
      (others.includes('another') &&
        mood === 'mixed' &&
        chance(`${caseId} ${region} names`) * 100 < NAMES_ANOTHER);
    const answers: Answers = { ...LEAD, ...(names ? await this.#another(page, caseId) : { first }) };
    const done = await fillIn(link, answers, cookies);
    if (names && done.status === 200)
      this.#book.write({ what: 'named', caseId, council: String(answers.named) });
  }

  /** Another council than the one whose turn it is, and why. */
  async #another(page: Page, caseId: string): Promise<Answers> {
    const asked = (await look(page, { first: 'another' })).form?.asked;
    const picked = (field: string): string => {
      const values = (asked?.get(field) ?? []).map(({ value }) => value).filter((value) => value !== '');
      return values[Math.floor(this.#office.chance(`${caseId} ${field}`) * values.length)] ?? '';
    };
    return { first: 'another', named: picked('named'), namedBecause: picked('namedBecause') };
  }
}
