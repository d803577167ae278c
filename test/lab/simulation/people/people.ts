import type { Email } from '../../../../shared/ports/mailer.ts';
import { idOfFirst } from '../watch/mails.ts';
import { deskAddress, secondAddress } from '../world/scheme.ts';
import type { Story } from '../world/stories.ts';
import { Coordinators } from './coordinators.ts';
import { DutyManagers } from './duty-manager.ts';
import { EntryAuthorities, type Ways } from './entry-authority.ts';
import { Leads } from './leads.ts';
import type { Mail, Office } from './office.ts';
import { type Link, linksIn } from './open-link.ts';

/** Everybody around the pipeline. They know only what their e-mails say, and act only through the links in them. */
export class People {
  readonly #office: Office;
  readonly #dutyManagers: DutyManagers;
  readonly #coordinators: Coordinators;
  readonly #entryAuthorities: EntryAuthorities;
  readonly #leads: Leads;
  readonly #mend: (mail: Mail) => void;
  /** E-mails that a desk has read: what lies in two of its mailboxes is read once. */
  readonly #seen = new Set<string>();

  /** @param mend sees to it that mail for a desk arrives again */
  constructor(office: Office, ways: Ways, voluntary: boolean, mend: (mail: Mail) => void) {
    this.#office = office;
    this.#mend = mend;
    this.#dutyManagers = new DutyManagers(office, voluntary);
    this.#coordinators = new Coordinators(office);
    this.#leads = new Leads(office);
    this.#entryAuthorities = new EntryAuthorities(office, ways);
  }

  /** Requests to the API that are still to be answered, and forms that are still to be sent. */
  get waiting(): number {
    return this.#entryAuthorities.waiting;
  }

  refer(story: Story): void {
    this.#entryAuthorities.refer(story);
  }

  /** A mail arrives at an address. */
  read({ id, text, tells = [id] }: Email, address: string): void {
    // Of several things each has its own link.
    const links = linksIn(text);
    for (const [at, one] of tells.entries()) this.#readOne(one, links[at], address);
  }

  #readOne(id: string, link: Link | undefined, address: string): void {
    const [subject = '', , template = '', ...desk] = idOfFirst(id).split(':');
    if (link === undefined) return;
    const mail: Mail = { id, subject, template, desk: desk.join(':'), link };
    const { draw } = this.#office.kernel;
    this.#office.later(draw.between(`${id} on its way`, 1, 120) * 1_000, () => {
      if (link.purpose === 'sign-in') return this.#entryAuthorities.officers.read(address, link);
      const copy = address.startsWith('smp-lead.') && !mail.desk.startsWith('smp-lead:');
      const toCoordinators = [deskAddress('coordinators'), secondAddress('coordinators')].includes(address);
      const reader = toCoordinators ? 'coordinators' : mail.desk;
      if (copy || this.#seen.has(`${id} ${reader}`)) return;
      this.#seen.add(`${id} ${reader}`);
      if (toCoordinators && mail.desk !== 'coordinators') this.#mendLater(mail);
      else if (toCoordinators) this.#coordinators.read(mail);
      else if (mail.desk === 'entry-authority') this.#entryAuthorities.read(mail);
      else if (mail.desk.startsWith('council:')) this.#dutyManagers.read(mail);
      else if (mail.desk.startsWith('smp-lead:')) this.#leads.read(mail);
    });
  }

  /** The coordinators are told that a desk cannot be reached: they telephone, and have its addresses put right. */
  #mendLater(mail: Mail): void {
    const delay = this.#office.delay(`coordinators telephone about ${mail.id}`);
    if (delay !== undefined) this.#office.later(delay, () => this.#mend(mail));
  }
}
