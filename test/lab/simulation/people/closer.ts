import type { AnyEvent } from '../../../../events/catalogue.ts';
import { openCouncil } from '../../../../functions/pages/councils/open-council.ts';
import { walk } from '../../../../functions/pages/forms/walk.ts';
import { addDays, londonDate } from '../../../../shared/core/calendar/working-days.ts';
import type { Functions } from '../world/functions.ts';
import { HOUR, type Office } from './office.ts';
import { dayFields, type Fields, signedIn } from './open-link.ts';

/** A coordinator who hears of something at a council while it is asked for a child, and closes it for a time; some are opened again before. And who decides on what councils have long declared. */
export class Closer {
  readonly #office: Office;
  readonly #functions: Functions;
  closings = 0;

  constructor(office: Office, functions: Functions) {
    this.#office = office;
    this.#functions = functions;
  }

  committed(events: readonly AnyEvent[]): void {
    for (const { id, type, data } of events) {
      if (type !== 'offers-made.v1' || this.#office.calm || !this.#office.chance(`${id} closes`, 0.15))
        continue;
      const { draw } = this.#office.kernel;
      const { council } = draw.pick(`${id} whom`, data.offers);
      this.#office.later(draw.between(`${id} hears`, 0, 20) * HOUR, () => this.#close(council, id));
      if (draw.chance(`${id} opens`, 0.3))
        this.#office.later(draw.between(`${id} opens after`, 21, 400) * HOUR, () =>
          this.#send(council, `${id} opens`, { todo: 'reopen', reopenNote: 'It is over.' }),
        );
    }
  }

  /** Events of a council: who is asked whether something counts looks at it within days, or never. */
  asked(events: readonly AnyEvent[]): void {
    for (const { id, type, data } of events) {
      if (
        type !== 'exemptions-in-question.v1' ||
        this.#office.calm ||
        !this.#office.chance(`${id} looks`, 0.8)
      )
        continue;
      const { draw } = this.#office.kernel;
      const agrees = draw.chance(`${id} agrees`, 0.5);
      this.#office.later(draw.between(`${id} looks after`, 1, 200) * HOUR, () =>
        this.#send(data.council, `${id} decides`, {
          todo: 'exemptions',
          exempted: data.exemptions.map(({ what }) => what),
          counts: agrees ? 'agree' : 'refuse',
          exemptionsNote: 'By telephone.',
          ...dayFields(
            'agreedUntil',
            addDays(londonDate(this.#office.now), draw.between(`${id} for`, 1, 120)),
          ),
        }),
      );
    }
  }

  #close(council: string, id: string): void {
    const { draw } = this.#office.kernel;
    const today = londonDate(this.#office.now);
    const from = addDays(today, draw.pick(`${id} from`, [0, 0, 1, 4]));
    this.closings += 1;
    this.#send(council, `${id} closes`, {
      todo: 'close',
      because: 'emergency',
      closeNote: 'A flood.',
      ...dayFields('closedFrom', from),
      ...dayFields('closedUntil', addDays(from, draw.between(`${id} days`, 1, 60))),
    });
  }

  #send(council: string, name: string, fields: Fields): void {
    if (this.#office.calm) return;
    this.#functions.page(
      name,
      async (tools) => {
        const page = await openCouncil(tools, signedIn, council);
        if (page?.nextStep === undefined || page.act === undefined) return;
        const form = new Map(
          Object.entries({ ...fields, confirm: 'yes' }).map(([field, value]) => [field, [value].flat()]),
        );
        const walked = walk(page.nextStep, form);
        if (walked.kind === 'done') await page.act(walked.answered, undefined);
      },
      () => {},
    );
  }
}
