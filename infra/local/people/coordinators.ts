import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Book } from '../story/book.ts';
import { type Cookies, open } from '../story/form-client.ts';
import { Coordinator } from './coordinator.ts';
import type { Office } from './office.ts';

/** The days on which each coordinator is away, YYYY-MM-DD; the first of them begins alone and lets the others in. */
export type Team = readonly { readonly name: string; readonly away: readonly string[] }[];

export const oneCoordinator: Team = [{ name: 'R. Okafor (invented)', away: [] }];

/** The coordinators of the scheme: whoever is in goes through the list as soon as an e-mail says that there is something. */
export class Coordinators {
  readonly #office: Office;
  readonly #pagesUrl: string;
  readonly #team: readonly { readonly person: Coordinator; readonly away: readonly string[] }[];
  readonly #isTheirs: (caseId: string) => boolean;
  /** Whether somebody is about to go through the list. */
  #looks = false;
  #atWork: Promise<void> = Promise.resolve();
  #lettingIn: Promise<void> | undefined;

  constructor(
    office: Office,
    pagesUrl: string,
    {
      team,
      book,
      isTheirs,
    }: { readonly team: Team; readonly book: Book; readonly isTheirs: (caseId: string) => boolean },
  ) {
    this.#office = office;
    this.#pagesUrl = pagesUrl;
    this.#isTheirs = isTheirs;
    this.#team = team.map(({ name, away }) => ({
      person: new Coordinator(office, pagesUrl, name, book),
      away,
    }));
  }

  get #first(): Coordinator {
    const [first] = this.#team;
    if (first === undefined) throw new RangeError('There is no coordinator.');
    return first.person;
  }

  /** Who is in today, in their order. */
  get #present(): readonly Coordinator[] {
    const today = londonDate(this.#office.now().toISOString());
    return this.#team.filter(({ away }) => !away.includes(today)).map(({ person }) => person);
  }

  /** Signs in, before there is anything to decide, and lets the colleagues in. */
  arrive(): void {
    this.#first.session.once(() => this.#letColleaguesIn());
  }

  #letColleaguesIn(): Promise<void> {
    this.#lettingIn ??= (async () => {
      for (const { person } of this.#team.slice(1)) {
        await this.#first.letIn(person.name);
        person.session.once(async () => undefined);
      }
    })();
    return this.#lettingIn;
  }

  /** Whoever is in looks round at the desk: at what needs them, at moves, at all cases, and at a council. */
  lookRound(): void {
    const [here] = this.#present;
    here?.session.once(async () => {
      for (const path of ['/home', '/moves', '/cases', '/councils', '/councils/E10000016', '/figures'])
        await this.look(here.session.cookies, path);
    });
  }

  /** @throws Error when the page is not there for them */
  async look(cookies: Cookies, path: string): Promise<void> {
    const { status, heading } = await open(`${this.#pagesUrl}${path}`, cookies);
    if (status !== 200) throw new Error(`A coordinator opens ${path} and reads "${heading}" (${status}).`);
  }

  /** Reads that something is to be decided, or has happened. */
  told(): void {
    if (this.#looks) return;
    const [here] = this.#present;
    if (here === undefined) return;
    this.#looks = true;
    here.session.once(() => {
      this.#looks = false;
      const work = this.#atWork.then(() => this.#goThrough(here));
      this.#atWork = work.catch(() => undefined);
      return work;
    });
  }

  #goThrough(here: Coordinator): Promise<void> {
    const colleague = this.#present.find((one) => one !== here && one.session.isSignedIn);
    if (colleague === undefined) return here.goThroughList(this.#isTheirs);
    return here.goThroughList(this.#isTheirs, async (link, caseId) => {
      if (this.#office.chance(`${caseId} two at once`) > 0.4) return undefined;
      const late = await colleague.beside(link);
      return (answers) => late(answers, here.name);
    });
  }

  /** Follows a link to sign in: it is whose who asked for one first. */
  enter(link: string): void {
    for (const { person } of this.#team) if (person.session.enter(link)) return;
  }

  /** The browser of whoever is in; none when nobody is signed in. */
  get cookies(): Cookies | undefined {
    return this.#present.find(({ session }) => session.isSignedIn)?.session.cookies;
  }
}
