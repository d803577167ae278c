import type { Email } from '../../../../shared/ports/mailer.ts';
import type { Story } from '../world/stories.ts';
import { Coordinators } from './coordinators.ts';
import { DutyManagers } from './duty-manager.ts';
import { EntryAuthorities, type Ways } from './entry-authority.ts';
import type { Mail, Office } from './office.ts';
import { linkIn } from './open-link.ts';

/** Everybody around the pipeline. They know only what their e-mails say, and act only through the links in them. */
export class People {
  readonly #office: Office;
  readonly #dutyManagers: DutyManagers;
  readonly #coordinators: Coordinators;
  readonly #entryAuthorities: EntryAuthorities;

  constructor(office: Office, ways: Ways, voluntary: boolean) {
    this.#office = office;
    this.#dutyManagers = new DutyManagers(office, voluntary);
    this.#coordinators = new Coordinators(office);
    this.#entryAuthorities = new EntryAuthorities(office, ways);
  }

  /** Requests to the API that are still to be answered, and forms that are still to be sent. */
  get waiting(): number {
    return this.#entryAuthorities.waiting;
  }

  refer(story: Story): void {
    this.#entryAuthorities.refer(story);
  }

  /** A mail arrives. */
  read({ id, text, to }: Email): void {
    const link = linkIn(text);
    const [subject = '', , template = '', ...desk] = id.split(':');
    if (link === undefined) return;
    const mail: Mail = { id, subject, template, desk: desk.join(':'), link };
    const { draw } = this.#office.kernel;
    this.#office.later(draw.between(`${id} on its way`, 1, 120) * 1_000, () => {
      if (link.purpose === 'sign-in')
        for (const address of to) this.#entryAuthorities.officers.read(address, link);
      else if (mail.desk === 'coordinators') this.#coordinators.read(mail);
      else if (mail.desk === 'entry-authority') this.#entryAuthorities.read(mail);
      else if (mail.desk.startsWith('council:')) this.#dutyManagers.read(mail);
    });
  }
}
