import { aFewAtATime } from '../../../shared/core/a-few-at-a-time.ts';
import { caseReference } from '../../../shared/core/case/reference.ts';
import { defined } from '../../../shared/core/defined.ts';
import { leadDesk } from '../../../shared/core/desks.ts';
import { regionCodes } from '../../../shared/words/regions.ts';
import type { Message } from '../../local-aws/services/kept-mail.ts';
import { Book } from '../story/book.ts';
import type { Cookies } from '../story/form-client.ts';
import { chance, type SampleReferral } from '../story/sample-referrals.ts';
import { deskAddress, type Referrer } from '../story/seed.ts';
import { Coordinators, oneCoordinator, type Team } from './coordinators.ts';
import { DutyManagers } from './duty-manager.ts';
import { EntryAuthorities } from './entry-authority.ts';
import { Leads } from './leads.ts';
import type { Manners, Mood, Office } from './office.ts';

interface PeopleOptions {
  readonly seed: number;
  readonly mood: Mood;
  /** Councils as they are, in place of the mood in which each mail is read. */
  readonly manners?: Manners | undefined;
  readonly pagesUrl: string;
  readonly referrer: Referrer;
  readonly now: () => Date;
  /** Told what a person does that leaves no event behind. */
  readonly say: (line: string) => void;
  /** How many of them are at work at the same time; one unless given, so that a seed gives one order of things. */
  readonly atOnce?: number;
  /** How often somebody tries again, minutes later, when a page fails; never unless given: then a page that fails is an error. */
  readonly patience?: number;
  /** Who coordinates, and when each is away; one who never is, unless given. */
  readonly team?: Team;
}

interface Task {
  /** Instant from which it is done, ISO 8601. */
  readonly from: string;
  readonly act: () => Promise<void>;
  /** How often it has been tried. */
  readonly tried: number;
}

/** Whose each address of a region's lead is. */
const regionAt = new Map(regionCodes.map((region) => [deskAddress(leadDesk(region)), region]));

const REFERENCE = /NTS-[0-9A-Z]{4}-[0-9A-Z]{4}/;
const DAY_MILLISECONDS = 86_400_000;
const TRY_AGAIN_MILLISECONDS = 5 * 60_000;

const sortKey = ({ subject, to }: Message): string => `${subject} ${to.join()}`;

/**
 * The people around the pipeline, simulated: duty managers, coordinators and entry authorities who read the mails of the
 * local mailbox and answer on the pages behind their links. Who does what depends on the seed alone.
 */
export class People {
  readonly #pagesUrl: string;
  readonly #now: () => Date;
  readonly #samples = new Map<string, SampleReferral>();
  readonly #diary: Task[] = [];
  /** What they did and were told themselves. */
  readonly book: Book;
  readonly #dutyManagers: DutyManagers;
  readonly #coordinators: Coordinators;
  readonly #leads: Leads;
  readonly #entryAuthorities: EntryAuthorities;
  readonly #atOnce: number;
  readonly #patience: number;
  /** The number of the last mail that they have read. */
  #read = 0;
  #gaveUp = 0;

  constructor({
    seed,
    mood,
    manners,
    pagesUrl,
    referrer,
    now,
    say,
    atOnce = 1,
    patience = 0,
    team = oneCoordinator,
  }: PeopleOptions) {
    this.#atOnce = atOnce;
    this.#patience = patience;
    this.#pagesUrl = pagesUrl;
    this.#now = now;
    const office: Office = {
      mood,
      ...defined({ manners }),
      now,
      say,
      chance: (question) => chance(seed, question),
      later: (when, act) => {
        const from =
          typeof when === 'string' ? when : new Date(now().getTime() + when * DAY_MILLISECONDS).toISOString();
        this.#diary.push({ from, act, tried: 0 });
      },
    };
    const isTheirs = (caseId: string) => this.#samples.has(caseId);
    this.book = new Book(now);
    this.#dutyManagers = new DutyManagers(office, this.book);
    this.#coordinators = new Coordinators(office, pagesUrl, { team, book: this.book, isTheirs });
    this.#leads = new Leads(office, pagesUrl, this.book, isTheirs);
    this.#entryAuthorities = new EntryAuthorities(office, referrer, this.book);
  }

  /** Makes a referral theirs: they answer mails about it, and about no other case. */
  adopt(sample: SampleReferral): void {
    const caseId = caseReference(sample.message.data.referralId, 1);
    this.#samples.set(caseId, sample);
    this.book.referred(caseId, sample);
  }

  /** Has the coordinator sign in, with a second step that is set up now, before anything is to be decided. */
  arrive(): void {
    this.#coordinators.arrive();
  }

  /** Whoever coordinates today looks round at the desk. */
  lookRound(): void {
    this.#coordinators.lookRound();
  }

  /** The browser of a coordinator who is signed in; undefined when none is. */
  get coordinatorsCookies(): Cookies | undefined {
    return this.#coordinators.cookies;
  }

  /** Reads what is new in the mailbox and does whatever is due. @returns how many things they did */
  async attend(mailbox: readonly Message[]): Promise<number> {
    const first = mailbox.findLastIndex(({ number }) => number <= this.#read) + 1;
    const fresh = mailbox.slice(first);
    this.#read = mailbox.at(-1)?.number ?? this.#read;
    // Mails of one moment arrive in any order; read in one order, they lead to the same answers.
    for (const mail of fresh.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))) this.#readMail(mail);
    const now = this.#now().toISOString();
    const due = this.#diary.filter(({ from }) => from <= now);
    for (const task of due) this.#diary.splice(this.#diary.indexOf(task), 1);
    await aFewAtATime(due, this.#atOnce, (task) => this.#do(task));
    return due.length;
  }

  /** Things that they left undone because the page failed once too often. */
  get gaveUp(): number {
    return this.#gaveUp;
  }

  async #do({ act, tried }: Task): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (this.#patience === 0) throw error;
      if (tried >= this.#patience) this.#gaveUp += 1;
      else {
        const from = new Date(this.#now().getTime() + TRY_AGAIN_MILLISECONDS).toISOString();
        this.#diary.push({ from, act, tried: tried + 1 });
      }
    }
  }

  /** One thing, or several with a link each: what stands before a link says which case it is about. */
  #readMail({ text, to, subject }: Message): void {
    this.book.read({ text, to, subject });
    let before = subject;
    let from = 0;
    for (const found of text.matchAll(/https?:\/\/[^\s<>)]+/g)) {
      const [link] = found;
      if (!link.startsWith(this.#pagesUrl)) continue;
      const lines = text.slice(from, found.index);
      from = found.index + link.length;
      before = lines.match(new RegExp(REFERENCE, 'g'))?.at(-1) ?? before;
      this.#follow(link, { who: to[0] ?? '', caseId: REFERENCE.exec(before)?.[0] ?? '', subject });
    }
  }

  #follow(
    link: string,
    { who, caseId, subject }: { readonly who: string; readonly caseId: string; readonly subject: string },
  ): void {
    const kind = new URL(link).pathname.split('/')[1];
    const sample = this.#samples.get(caseId);
    const region = regionAt.get(who);
    if (kind === 'coordinators' && who === deskAddress('coordinators')) this.#coordinators.enter(link);
    else if (kind === 'leads' && region !== undefined) this.#leads.enter(region, link);
    else if (kind === 'capacity') this.#dutyManagers.declare(link, who);
    else if (!sample) return;
    else if (kind === 'offers') this.#dutyManagers.answer(link, caseId, who);
    else if (kind === 'transfers') this.#dutyManagers.arrange(link, caseId, who);
    else if (kind === 'referrals') this.#entryAuthorities.tell(link, caseId, sample);
    else if (kind === 'regions' && region !== undefined) this.#leads.told(region, `${caseId} ${subject}`);
    else if (kind === 'cases' && who === deskAddress('coordinators')) this.#coordinators.told();
  }
}
