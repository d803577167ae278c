import type { Case, Offer, Proposal } from '../../../shared/core/case/case.ts';
import { effectsOn } from '../../../shared/core/case/commands/amend.ts';
import { openOffers } from '../../../shared/core/case/offers.ts';
import { changesOf } from '../../../shared/core/case/proposals.ts';
import { withChanges } from '../../../shared/core/referral/differences.ts';
import { sentFromWords } from '../../../shared/words/amendments.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, listWords } from '../../../shared/words/counting.ts';
import { type FactField, factLabels, labelOf } from '../../../shared/words/fact-labels.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Row } from '../forms/answer-words.ts';
import { factWords } from './fact-words.ts';

const childIn = (path: string): string | undefined => /^children\.(\d+)$/.exec(path)?.[1];

const labelFor = (path: string): string => {
  const child = childIn(path);
  if (child !== undefined) return `Child ${child}`;
  return labelOf(path) ?? (path in factLabels ? factLabels[path as FactField] : path);
};

/** What is sealed, by what it is called; never what it says. */
const sealedLabels = ({ sealedFields = [], sealedChanged }: Proposal): readonly string[] =>
  sealedFields.length === 0 && sealedChanged
    ? ['Something that is kept sealed']
    : sealedFields.map((field) => labelOf(`children.${field}`) ?? field);

const offersTo = (offers: readonly Offer[]): string =>
  `${offers.length === 1 ? 'The offer' : 'The offers'} to ${listWords(offers.map(({ council }) => authorityName(council)))}`;

/** What a change would do to the case as it stands now. */
export function wouldDo(theCase: Case, one: Proposal): readonly string[] {
  const facts = { ...theCase.facts, ...withChanges(theCase.facts, changesOf(one)) };
  const { placementUnsafe, unsafe, allGone, checkAgain } = effectsOn(theCase, facts);
  const open = openOffers(theCase);
  const gone = allGone ? open : unsafe;
  const checked = checkAgain ? open.filter((offer) => !gone.includes(offer)) : [];
  return [
    ...(placementUnsafe && theCase.placement !== undefined
      ? [`The placement with ${authorityName(theCase.placement.council)} would be undone.`]
      : []),
    ...(gone.length === 0 ? [] : [`${offersTo(gone)} would be withdrawn.`]),
    ...(checked.length === 0
      ? []
      : [`${offersTo(checked)} would be checked, and withdrawn only where the council no longer fits.`]),
    ...(checkAgain && theCase.placement === undefined && theCase.missing === undefined
      ? ['The scheme would look again at which councils can be asked.']
      : []),
  ];
}

/** What a change that came by e-mail says, before and after, where it came from, and what it would do. */
export function proposalRows(theCase: Case, one: Proposal): Row[] {
  const sealed = sealedLabels(one);
  const does = wouldDo(theCase, one);
  return [
    { label: 'Came by email', value: capitalised(momentWords(one.saidAt)) },
    ...(one.sentFrom === undefined ? [] : [{ label: 'Sent from', value: sentFromWords[one.sentFrom] }]),
    ...changesOf(one).map(({ path, before, after }) => ({
      label: labelFor(path),
      value: `Now: ${factWords(path, before)}\nIt would say: ${factWords(path, after)}`,
    })),
    ...(sealed.length === 0 ? [] : [{ label: 'Sealed, and would change', value: sealed.join(', ') }]),
    ...(does.length === 0 ? [] : [{ label: 'What would follow', value: does.join('\n') }]),
  ];
}

/** Which of several e-mails is meant. */
export const whichMail = (all: readonly Proposal[], one: Proposal): string =>
  all.length === 1 ? '' : ` (the email of ${momentWords(one.saidAt)})`;
