import { whyAllTheSame } from '../../../../infra/local/story/why-all-the-same.ts';
import { londonDate, londonTime } from '../../../../shared/core/calendar/working-days.ts';
import type { Mail, Office } from './office.ts';
import { dayFields, type Fields, type Seen, whichOf } from './open-link.ts';

const name = 'R. Okafor (invented)';

/** The central team: decides what the rules do not clear. */
export class Coordinators {
  readonly #office: Office;

  constructor(office: Office) {
    this.#office = office;
  }

  read(mail: Mail): void {
    const delay = this.#office.delay(`coordinators ${mail.id}`);
    if (delay === undefined || mail.link.purpose !== 'coordinator') return;
    this.#office.later(delay, () => this.#decide(mail, 1));
  }

  #decide(mail: Mail, tried: number): void {
    const { subject, link, template, id } = mail;
    this.#office.visit(
      `coordinator ${subject}`,
      link,
      (seen) => this.#choice(seen, template, `${id} ${tried}`),
      (answered) => {
        // "Something else happened while you were deciding": looks again.
        if (answered.kind === 'refused' && tried < 4)
          this.#office.later(60_000, () => this.#decide(mail, tried + 1));
      },
    );
  }

  #choice(seen: Seen, template: string, ask: string): Fields | undefined {
    const { choices } = seen;
    const { draw } = this.#office.kernel;
    const { calm } = this.#office;
    const ended = choices.find((choice) => choice.startsWith('succeed-'));
    if (ended !== undefined)
      return {
        action: ended,
        successor: draw.pick(`${ask} successor`, seen.next(ended, 'successor')).value,
        name,
      };
    const review = choices.find((choice) => choice.startsWith('review-'));
    if (review !== undefined) {
      const [outcome = '', why = ''] = seen.asks(review);
      return {
        action: review,
        [outcome]: draw.chance(`${ask} review`, 0.3) ? 'refused' : 'accepted',
        [why]: 'By telephone.',
        name,
      };
    }
    if (choices.includes('release')) {
      const luck = calm ? 0 : draw.of(`${ask} hold`);
      if (luck < 0.7) return { action: 'release', releaseNote: 'Looked at with the social worker.', name };
      if (luck < 0.85) return { action: 'keep', keepNote: 'Waiting for the assessment.', name };
      return { action: 'stays', stayReason: 'settled', stayNote: 'In school and settled.', name };
    }
    const age =
      choices.find((choice) => choice.startsWith('counts-')) ?? choices.find((choice) => choice === 'adult');
    const asked = template === 'age-in-question';
    // Now and then it is found out of somebody else how old they are.
    if (age !== undefined && (asked || (!calm && draw.chance(`${ask} age`, 0.05))))
      return {
        ...(age === 'adult' ? { adultChild: '1' } : {}),
        action: asked && draw.chance(`${ask} adult`, 0.4) ? age.replace('counts-', 'adult-') : age,
        ageEvidence: 'age-assessment',
        ageNote: 'The assessment is finished.',
        turns18Month: 'May 2060',
        name,
      };
    const reopens = choices.find((choice) => choice.startsWith('reopen-'));
    if (reopens !== undefined)
      return !calm && draw.chance(`${ask} reopens`, 0.4)
        ? { action: reopens, reopenNote: 'The placement broke down.', name }
        : undefined;
    const part = choices.find((choice) => choice.startsWith('part-'));
    if (part !== undefined && template === 'referral-merged') {
      if (calm || !draw.chance(`${ask} parts`, 0.3)) return undefined;
      const [why = ''] = seen.asks(part);
      return { action: part, [why]: 'Two brothers.', name };
    }
    const waits = [
      'case-paused',
      'case-resumed',
      'places-lapsed',
      'case-escalated',
      'child-refused',
      'deadline-passed',
      'deadline-approaching',
      'case-waiting',
      'placement-cancelled',
    ];
    if (!waits.includes(template)) return undefined;
    return this.#settle(seen, template, ask);
  }

  #settle(seen: Seen, template: string, ask: string): Fields | undefined {
    const { choices } = seen;
    const { draw } = this.#office.kernel;
    const { calm } = this.#office;
    const theirs = template === 'case-escalated' || template === 'child-refused';
    // What is late with somebody else is theirs to do; now and then a coordinator steps in all the same.
    if (!theirs && !draw.chance(`${ask} steps in`, calm ? 0.5 : 0.25)) return undefined;
    const luck = draw.of(`${ask} settles`);
    const at = new Date(this.#office.kernel.timeline.now - 60_000).toISOString();
    const found: Fields = { ...dayFields('foundOn', londonDate(at)), foundAt: londonTime(at).slice(0, 5) };
    if (choices.includes('group') && (calm || draw.chance(`${ask} group`, 0.5)))
      return {
        action: 'group',
        groupGoesOn: !calm && draw.chance(`${ask} wait`, 0.4) ? 'wait' : 'go-on',
        groupNote: 'Talked to the children who are there.',
        name,
      };
    if (choices.includes('more-time') && template === 'deadline-passed' && !calm && luck > 0.5 && luck < 0.8)
      return {
        action: 'more-time',
        moreDays: '1',
        moreBecause: 'people-away',
        moreNote: 'Back tomorrow.',
        name,
      };
    if (choices.includes('keep-places') && luck < 0.3)
      return { action: 'keep-places', keepPlacesNote: 'Seen yesterday.', name };
    if (choices.includes('found') && luck > 0.8)
      return { action: 'found', ...found, ...whichOf(seen.next, 'found', luck < 0.9), name };
    if (choices.includes('reallocate') && luck < 0.35 && !calm)
      return {
        action: 'reallocate',
        reallocateNote: 'Ask again.',
        ...(draw.chance(`${ask} all`, 0.6) ? { askAgain: 'yes' } : {}),
        name,
      };
    if (choices.includes('place') && luck < 0.75) {
      const councils = seen.next('place', 'council');
      const over = draw.chance(`${ask} over`, 0.15);
      const roomy = councils.filter(({ text }) => over || Number(/room for (\d+)/.exec(text)?.[1] ?? 0) >= 3);
      if (roomy.length > 0) {
        const council = draw.pick(`${ask} council`, roomy).value;
        return {
          action: 'place',
          council,
          directReason: 'brokered-by-region',
          directNote: 'Agreed with the region’s lead.',
          ...whyAllTheSame(council),
          ...(seen.asks('place').includes('foundOn') ? found : {}),
          name,
        };
      }
    }
    if (luck > 0.97 && choices.includes('family'))
      return { action: 'family', familyNote: 'Joined an aunt.', name };
    if ((theirs || calm) && choices.includes('stays'))
      return {
        action: 'stays',
        stayReason: 'best-interests',
        stayNote: 'Looked at with both authorities.',
        name,
      };
    return undefined;
  }
}
