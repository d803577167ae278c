import type { AnyEvent } from '../../../events/catalogue.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import type { PagesTools } from '../tools.ts';
import type { Section } from '../views/page-model.ts';
import { actorWords } from '../words/event-words.ts';

/** What to do with the question. */
function howToAsk(desk: string, telephone: string | undefined, address: string | undefined): string {
  if (telephone !== undefined)
    return 'Quote the reference. Who is referred may be told to you once you have said yes. Your time to answer goes on.';
  return address !== undefined
    ? `${desk} gave no telephone number. Write to its duty desk, and quote the reference. Your time to answer goes on.`
    : `${desk} gave no telephone number, and we have no email address of its duty desk. Reply to our email about this offer: it reaches the National Transfer Scheme team. Quote the reference. Your time to answer goes on.`;
}

/**
 * Whom a council can ask before it answers: who referred, the telephone of their duty desk and its hours, and its email address; where neither a
 * telephone nor an address is known, the coordinators. Of what is sealed only this is shown: it says nothing of the child.
 */
export async function whoToRing(
  { sealed }: PagesTools,
  { facts, referralId }: Case,
  trail: Promise<readonly AnyEvent[]>,
): Promise<readonly Section[]> {
  const desk = authorityName(facts.entryAuthority);
  const [children, [first], contacts] = await Promise.all([
    sealed.particulars(referralId),
    trail,
    sealed.contacts(`council:${facts.entryAuthority}`),
  ]);
  const said = (field: 'dutyTelephone' | 'dutyHours') =>
    children.find((child) => child[field] !== undefined)?.[field];
  const [telephone, hours] = [said('dutyTelephone'), said('dutyHours')];
  const row = (label: string, value: string | undefined) => (value === undefined ? [] : [{ label, value }]);
  return [
    {
      heading: 'If you have a question before you answer',
      rows: [
        {
          label: 'Referred by',
          value: first?.actor.kind === 'entry-authority' ? actorWords(first.actor) : desk,
        },
        ...row('Duty telephone', telephone),
        ...row('Hours', telephone === undefined ? undefined : (hours ?? 'Not given')),
        ...row('Email of the duty desk', contacts?.dutyDesk),
      ],
      text: [howToAsk(desk, telephone, contacts?.dutyDesk)],
    },
  ];
}
