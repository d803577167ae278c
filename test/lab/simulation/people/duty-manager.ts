import {
  addWorkingDays,
  instantAt,
  londonDate,
  londonTime,
} from '../../../../shared/core/calendar/working-days.ts';
import { CROYDON } from '../world/scheme.ts';
import { DAY, HOUR, type Mail, type Office } from './office.ts';
import { dayFields, type Fields, type Link, type Seen, searchedIn, whichOf } from './open-link.ts';

/** The duty managers of the councils that are asked: prompt, slow, silent, unwilling, or of two minds. */
export class DutyManagers {
  readonly #office: Office;
  readonly #arranged = new Map<string, string>();
  readonly #voluntary: boolean;

  /** @param voluntary councils have to declare places before they are asked */
  constructor(office: Office, voluntary: boolean) {
    this.#office = office;
    this.#voluntary = voluntary;
  }

  read(mail: Mail): void {
    const { purpose } = mail.link;
    const question = `${mail.desk} ${purpose === 'capacity' ? mail.id : mail.subject}`;
    const delay =
      purpose === 'transfer' ? this.#office.delay(question) : this.#office.answers(mail.desk, question);
    if (delay === undefined) return;
    this.#office.later(delay, () => {
      if (purpose === 'offer') this.#answer(mail);
      else if (purpose === 'transfer') this.#move(mail);
      else if (purpose === 'capacity' && mail.template === 'capacity-reminder') this.#declare(mail);
    });
  }

  #answer({ subject, desk, link, id }: Mail): void {
    const office = this.#office;
    const name = `${desk} ${subject} answers`;
    const ask = `${subject} ${desk}`;
    office.visit(name, link, (seen) => this.#choice(seen, `${ask} ${id}`));
    if (office.calm || !office.chance(`${ask} twice`, 0.2)) return;
    // Again, from the same page left open, or with second thoughts.
    office.later(office.kernel.draw.between(`${ask} again`, 0, 40) * HOUR, () =>
      office.visit(`${name} again`, link, (seen) => this.#choice(seen, `${ask} ${id} again`)),
    );
  }

  #choice({ choices, first }: Seen, ask: string): Fields | undefined {
    // The request is closed, and it has not been heard of for long: it says that it is there.
    if (first === 'there') return {};
    const yes = this.#office.calm || this.#office.chance(`${ask} yes`, 0.6);
    if (choices.includes('back-up-yes')) return { answer: yes ? 'back-up-yes' : 'back-up-no' };
    if (!choices.includes('accept')) return undefined;
    if (yes) return { answer: 'accept' };
    if (!choices.includes('decline')) return undefined;
    return {
      answer: 'decline',
      reason: 'no-safe-placement',
      text: 'No suitable placement is free this week.',
    };
  }

  #move({ subject, desk, link, id }: Mail): void {
    const office = this.#office;
    const key = `${subject} ${desk}`;
    office.visit(`${desk} ${subject} moves`, link, (seen) => {
      const today = londonDate(office.now);
      const since = this.#sinceHandover(seen, `${key} ${id}`);
      if (since !== undefined) return since;
      const moveOn = this.#arranged.get(key);
      if (
        seen.choices.includes('social-worker') &&
        office.chance(`${key} ${id} another`, office.calm ? 0 : 0.1)
      )
        return {
          action: 'social-worker',
          socialWorker: `B. Worker ${id} (invented)`,
          socialWorkerPhone: '01632 960 001',
        };
      if (seen.choices.includes('handover') && moveOn !== undefined && moveOn > today) return undefined;
      if (seen.choices.includes('handover')) return this.#handOver(seen, `${key} ${id}`);
      if (!seen.choices.includes('arrange')) return undefined;
      if (!office.calm && office.chance(`${key} ${id} cannot`, 0.05))
        return { action: 'cannot', cannotNote: 'The carers fell ill.' };
      if (!office.calm && office.chance(`${key} ${id} refused`, 0.04))
        return { action: 'refused', refusalNote: 'Wants to stay near school.' };
      return this.#arrange(key, desk, subject, link, `${key} ${id}`);
    });
  }

  /** What becomes of a child after the handover: some go missing, most of whom are found, and some leave care. */
  #sinceHandover({ choices, next }: Seen, ask: string): Fields | undefined {
    const office = this.#office;
    const { draw, timeline } = office.kernel;
    const luck = office.calm ? 0 : draw.of(`${ask} since the handover`);
    const at = new Date(timeline.now - 60_000).toISOString();
    const moment = (name: string): Fields => ({
      ...dayFields(`${name}On`, londonDate(at)),
      [`${name}At`]: londonTime(at).slice(0, 5),
    });
    const leaves = (leftOutcome: string): Fields => ({
      action: 'left-care',
      leftOutcome,
      ...dayFields('leftOn', londonDate(at)),
      leftChildren: next('left-care', 'leftChildren').map(({ value }) => value),
    });
    if (choices.includes('found-decided') && luck < 0.7)
      return {
        action: 'found-decided',
        foundDecision: next('found-decided', 'foundDecision')[luck < 0.35 ? 0 : 1]?.value ?? 'brought-back',
      };
    const some = !office.calm && luck * 100 - Math.floor(luck * 100) < 0.6;
    if (choices.includes('found') && luck < 0.5)
      return {
        action: 'found',
        ...moment('found'),
        ...whichOf(next, 'found', some),
        // Some are found far from where anybody expected them.
        ...(!office.calm && luck < 0.25
          ? { foundIn: draw.pick(`${ask} found where`, next('found', 'foundIn')).value }
          : {}),
      };
    if (choices.includes('missing-details') && luck < 0.7)
      return { action: 'missing-details', policeReference: `CAD ${luck}`, ...searchedIn(next) };
    if (choices.includes('found') && luck > 0.9) return leaves('assessed-as-adult');
    if (office.calm || !choices.includes('missing') || !choices.includes('left-care')) return undefined;
    if (luck < 0.15)
      return {
        action: 'missing',
        ...moment('missing'),
        ...whichOf(next, 'missing', some),
        ...(some ? { lastSeenWhere: 'At the station' } : {}),
      };
    if (luck < 0.3 && choices.includes('moved-placement'))
      return {
        action: 'moved-placement',
        livesIn: draw.pick(`${ask} lives in`, next('moved-placement', 'livesIn')).value,
        ...dayFields('livesInOn', londonDate(at)),
      };
    if (luck < 0.35 && choices.includes('avoid-areas'))
      return { action: 'avoid-areas', avoidCouncil: CROYDON };
    return luck > 0.95 ? leaves('placement-ended') : undefined;
  }

  #arrange(key: string, desk: string, subject: string, link: Link, ask: string): Fields {
    const office = this.#office;
    const days = office.calm ? 1 : office.kernel.draw.between(`${ask} days`, 0, 7);
    const moveOn = addWorkingDays(londonDate(office.now), days, 'England');
    this.#arranged.set(key, moveOn);
    const from = office.kernel.timeline.now;
    const at = Date.parse(instantAt(moveOn, '14:00'));
    // Some forget; the next e-mail reminds them.
    if (!office.chance(`${ask} forgets`, office.calm ? 0 : 0.15))
      office.later(Math.max(HOUR, at - from), () =>
        this.#move({ id: `${ask} on the day`, subject, desk, link, template: '' }),
      );
    return {
      action: 'arrange',
      ...dayFields('moveOn', moveOn),
      socialWorker: 'A. Worker (invented)',
      socialWorkerEmail: 'worker@desks.example',
      safetyPlan: ['yes'],
      lateBecause: 'The placement is free from that day.',
      // Some find a placement in another council's area only.
      ...(office.chance(`${ask} elsewhere`, office.calm ? 0 : 0.3) ? { placedIn: CROYDON } : {}),
    };
  }

  #handOver({ choices }: Seen, ask: string): Fields {
    const office = this.#office;
    const luck = office.calm ? 1 : office.kernel.draw.of(`${ask} luck`);
    if (luck < 0.12 && choices.includes('failed'))
      return { action: 'failed', failure: 'transport', failureText: 'The car broke down.' };
    if (luck < 0.17) return { action: 'refused', refusalNote: 'Does not want to go.' };
    // By a watch that may be a little ahead of the machines' clocks.
    const at = new Date(office.kernel.timeline.now - 60_000).toISOString();
    return {
      action: 'handover',
      ...dayFields('handedOverOn', londonDate(at)),
      handedOverAt: londonTime(at).slice(0, 5),
      safetyPlan: ['yes'],
    };
  }

  #declare({ desk, link, id }: Mail): void {
    const office = this.#office;
    const { draw } = office.kernel;
    if (!office.chance(`${id} declares`, this.#voluntary ? 0.9 : 0.6)) return;
    const anew = () => ({
      fosterCare: String(draw.between(`${id} foster`, 0, 3)),
      supportedAccommodation: String(draw.between(`${id} supported`, 0, 3)),
      supports: ['trained-carers'],
      // Some go beyond their threshold, or say a number that does not: then the page asks again, and they let it be.
      ...(office.chance(`${id} volunteers`, 0.1)
        ? { volunteersUpTo: String(draw.between(`${id} up to`, 20, 120)) }
        : {}),
      ...(office.chance(`${id} pauses`, 0.05)
        ? dayFields(
            'pausedUntil',
            londonDate(
              new Date(draw.between(`${id} pause`, 2, 120) * DAY + office.kernel.timeline.now).toISOString(),
            ),
          )
        : {}),
    });
    office.visit(`${desk} declares`, link, ({ first }) =>
      first === 'changed' && office.chance(`${id} is unchanged`, 0.5) ? { changed: 'no' } : anew(),
    );
  }
}
