import { openSuccession } from '../../../../functions/pages/councils/succession-page.ts';
import { walk } from '../../../../functions/pages/forms/walk.ts';
import type { Acted } from '../../../../functions/pages/http/opened-page.ts';
import type { PagesTools } from '../../../../functions/pages/tools.ts';
import type { Succession } from '../../../../shared/core/calendar/in-force.ts';
import { addDays, instantAt } from '../../../../shared/core/calendar/working-days.ts';
import type { PageRequest } from '../../../../shared/runtime/http-middleware.ts';
import type { Functions } from '../world/functions.ts';
import { DAY, HOUR, type Office } from './office.ts';
import { signedIn } from './open-link.ts';

/**
 * A coordinator who gives on what a council that ended has left, from the page of it: now all to one council, now each to one that is chosen. Comes
 * back until nothing is left; what the e-mails of single cases ask for others do beside.
 */
export class Successor {
  /** Whether anything may be left that somebody could give. */
  waiting: boolean;
  /** Forms that gave everything to one council, and that chose for each. */
  readonly forms = { all: 0, each: 0 };
  readonly #office: Office;
  readonly #functions: Pick<Functions, 'page'>;
  readonly #succession: Succession | undefined;

  constructor(office: Office, functions: Pick<Functions, 'page'>, succession: Succession | undefined) {
    this.#office = office;
    this.#functions = functions;
    this.#succession = succession;
    this.waiting = succession !== undefined;
  }

  /** From the first day without the council on. */
  start(): void {
    const { timeline, draw } = this.#office.kernel;
    if (this.#succession === undefined) return;
    const first = Date.parse(instantAt(addDays(this.#succession.lastDay, 1), '00:00'));
    timeline.at(first + draw.between('first look at what is left', 0, 200) * HOUR, () => this.#visit(1));
  }

  #visit(number: number): void {
    const name = `what is left, visit ${number}`;
    const { draw } = this.#office.kernel;
    const again = (after: number) => this.#office.later(after, () => this.#visit(number + 1));
    // Some years the single cases are left to their e-mails until the very end.
    if (!this.#office.calm && draw.chance('the page is not known', 0.3)) {
      again(7 * DAY);
      return;
    }
    this.#functions.page<Acted | 'nothing left'>(
      name,
      (tools) => this.#give(tools, name),
      (end) => {
        const nothing = end.kind === 'returned' && end.value === 'nothing left';
        if (nothing && this.#office.calm) this.waiting = false;
        else again(nothing ? 3 * DAY : draw.between(`${name} next`, 1, 40) * HOUR);
      },
    );
  }

  async #give(tools: PagesTools, name: string): Promise<Acted | 'nothing left'> {
    const request = { rawPath: '/', headers: {} } as unknown as PageRequest;
    const succession = this.#succession as Succession;
    const { nextStep, act } = await openSuccession(tools, signedIn, request, succession);
    if (nextStep === undefined || act === undefined) return 'nothing left';
    const { draw } = this.#office.kernel;
    const heirs = succession.begins.map(({ code }) => code);
    const all = draw.chance(`${name} all to one`, 0.4);
    const todo = all ? `all-${draw.pick(`${name} heir`, heirs)}` : 'each';
    const asked = all ? [] : (nextStep({ what: { todo } })?.questions ?? []);
    // Now and then somebody chooses for some, and leaves the others for later.
    const chosen = asked.filter(
      ({ name: field }, at) => at === 0 || this.#office.calm || draw.chance(`${name} ${field}`, 0.7),
    );
    const form = new Map<string, string[]>([
      ['todo', [todo]],
      ['successionNote', ['By telephone.']],
      ['confirm', ['yes']],
      ...chosen.map(
        ({ name: field }) => [field, [draw.pick(`${name} ${field} to`, heirs)]] as [string, string[]],
      ),
    ]);
    const walked = walk(nextStep, form);
    if (walked.kind === 'ask') throw new Error(`${name}: ${[...walked.problems.values()].join(' ')}`);
    this.forms[all ? 'all' : 'each'] += 1;
    return act(walked.answered, undefined);
  }
}
