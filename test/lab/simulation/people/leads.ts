import { namingReasons } from '../../../../events/region-answered.v1.ts';
import { HOUR, type Mail, type Office } from './office.ts';
import type { Fields, Seen } from './open-link.ts';

/** The leads of regions: some confirm whose turn it is, some name another, some are too late or never answer. */
export class Leads {
  readonly #office: Office;

  constructor(office: Office) {
    this.#office = office;
  }

  read({ id, subject, desk, link }: Mail): void {
    if (link.purpose !== 'region') return;
    const office = this.#office;
    const ask = `${desk} ${id}`;
    const delay = office.answers(desk, ask);
    if (delay === undefined) return;
    office.later(delay, () =>
      office.visit(`${desk} ${subject} chooses`, link, (seen) => this.#choice(seen, ask)),
    );
    // Again, from the same page left open, or with second thoughts.
    if (!office.calm && office.chance(`${ask} twice`, 0.2))
      office.later(delay + office.kernel.draw.between(`${ask} again`, 0, 40) * HOUR, () =>
        office.visit(`${desk} ${subject} chooses again`, link, (seen) => this.#choice(seen, `${ask} again`)),
      );
  }

  #choice({ choices, after }: Seen, ask: string): Fields | undefined {
    const { draw } = this.#office.kernel;
    const [first] = choices;
    if (first === undefined) return undefined;
    const confirms = this.#office.calm || !choices.includes('another') || draw.chance(`${ask} confirms`, 0.5);
    if (first !== 'another' && confirms) return { first };
    const others = after({ choice: { first: 'another' } }, 'named');
    return {
      first: 'another',
      named: draw.pick(`${ask} names`, others).value,
      namedBecause: draw.pick(`${ask} why`, namingReasons),
    };
  }
}
