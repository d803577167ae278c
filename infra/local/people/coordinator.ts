import { fillIn, look, open, type Page } from '../story/form-client.ts';
import { whyAllTheSame } from '../story/why-all-the-same.ts';
import { type Office, offered } from './office.ts';

const name = 'R. Okafor (invented)';

/** A coordinator who decides what the rules do not clear. */
export class Coordinator {
  readonly #office: Office;

  constructor(office: Office) {
    this.#office = office;
  }

  decide(link: string, caseId: string): void {
    this.#office.later(0, async () => {
      const page = await open(link);
      const actions = offered(page, 'action');
      const review = actions.find((value) => value.startsWith('review-'));
      if (review !== undefined) await this.#review(link, page, review, caseId);
      else if (actions.includes('release')) await this.#settleHold(link, page, caseId);
      else if (/Look for another council/.test(page.text)) await this.#hearTheChild(link);
      else if (page.text.includes('find a place')) await this.#place(link, page, caseId);
    });
  }

  async #review(link: string, page: Page, review: string, caseId: string): Promise<void> {
    const refuse = this.#office.chance(`${caseId} ${review}`) < 0.2;
    const asked = [...((await look(page, { action: review })).form?.asked.keys() ?? [])];
    const outcome = asked.find((field) => field.startsWith('review-'));
    const note = asked.find((field) => field.startsWith('reviewNote-'));
    if (outcome === undefined || note === undefined) return;
    await fillIn(link, {
      action: review,
      [outcome]: refuse ? 'refused' : 'accepted',
      [note]: refuse
        ? 'The council has declared free places of this kind.'
        : 'Agreed with the duty manager by telephone.',
      ...(refuse ? { [outcome.replace('review', 'refusal')]: 'declared-a-place' } : {}),
      name,
    });
  }

  async #settleHold(link: string, page: Page, caseId: string): Promise<void> {
    const { chance } = this.#office;
    if (
      /family in the UK who may|relative|reunification/i.test(page.text) &&
      chance(`${caseId} family`) < 0.5
    )
      await fillIn(link, {
        action: 'family',
        familyNote: 'Joined an aunt after the entry authority’s assessment.',
        name,
      });
    else if (/settled/i.test(page.text) && chance(`${caseId} settled`) < 0.6)
      await fillIn(link, {
        action: 'stays',
        stayReason: 'settled',
        stayNote: 'Settled with the carer and in school; asks to stay.',
        name,
      });
    else
      await fillIn(link, {
        action: 'release',
        releaseNote: 'Looked at with the social worker; the transfer should go ahead.',
        name,
      });
  }

  async #hearTheChild(link: string): Promise<void> {
    await fillIn(link, {
      action: 'stays',
      stayReason: 'child-refused',
      stayNote: 'The child’s wish carries weight; looked at with both authorities.',
      name,
    });
  }

  async #place(link: string, page: Page, caseId: string): Promise<void> {
    const asked = (await look(page, { action: 'place' })).form?.asked;
    const councils = asked?.get('council') ?? [];
    const roomy = councils.filter(({ text }) => Number(/room for (\d+)/.exec(text)?.[1] ?? 0) >= 10);
    const council = roomy[Math.floor(this.#office.chance(`${caseId} placed`) * roomy.length)];
    if (!council) return;
    await fillIn(link, {
      action: 'place',
      council: council.value,
      directReason: 'brokered-by-region',
      directNote: 'Agreed with the region’s lead by telephone.',
      ...whyAllTheSame(council.value),
      name,
    });
  }
}
