/** What the pages of a case, and the answers to a council's system, say of "the child": they count the children of the case. */
import { describe, expect, test } from 'vitest';
import type { Action, CaseActions } from '../../functions/pages/case/case-actions.ts';
import { coordinatorActions } from '../../functions/pages/coordinator/coordinator-actions.ts';
import { entryActions } from '../../functions/pages/entry/entry-actions.ts';
import { entryModel } from '../../functions/pages/entry/entry-model.ts';
import { offerModel } from '../../functions/pages/offer/offer-model.ts';
import { heldSealed } from '../../functions/pages/refer/part.ts';
import { transferActions } from '../../functions/pages/transfer/transfer-actions.ts';
import { transferModel } from '../../functions/pages/transfer/transfer-model.ts';
import { statusWords } from '../../functions/pages/words/status-words.ts';
import type { Case, CaseStatus, OfferStatus } from '../../shared/core/case/case.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { transitions } from '../../shared/core/case/transitions.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { statusToReferrer } from '../../shared/words/statuses.ts';
import { aCase, aChild, aCouncil, anOffer, aPlacement, aReferral, NOW, SOCIAL_WORKER } from '../builders.ts';
import { miscounted } from '../miscounted.ts';

const HAMPSHIRE = 'E10000014';
const policy = policyNamed('nts-2025');
const statuses = [...new Set(transitions.map(({ to }) => to))];
const placed: readonly CaseStatus[] = ['accepted', 'transfer-arranged', 'child-refused', 'paused'];
const since: readonly CaseStatus[] = ['transferred', 'missing-from-care', 'found-elsewhere', 'left-care'];

/** A case of so many children in a status, as it comes to it on the longest way. */
const inStatus = (status: CaseStatus, size: number): Case => {
  const numbers = Array.from({ length: size }, (_, at) => at + 1);
  const placement = aPlacement({ council: HAMPSHIRE, moveOn: '2026-12-01' });
  return aCase({
    status,
    facts: aReferral({ children: numbers.map((number) => aChild({ number })), trafficking: 'indicators' }),
    offers: [anOffer()],
    ...(placed.includes(status) ? { placement } : {}),
    ...(since.includes(status) ? { placement: { ...placement, handedOverAt: NOW } } : {}),
    ...(status === 'left-care'
      ? { left: numbers.map((child) => ({ child, outcome: 'joined-family' as const, on: '2026-11-23' })) }
      : {}),
    ...(status === 'held'
      ? { hold: { reasons: [{ code: 'x', words: 'A reason.' }], since: NOW, reviewAt: NOW } }
      : {}),
    ...(status === 'turned-18' ? { turned18: numbers } : {}),
    ...(status === 'paused' ? { pause: { from: 'offered', at: NOW } } : {}),
    ...(status === 'missing-from-care' ? { pause: { from: 'transferred', at: NOW } } : {}),
    ...(status === 'found-elsewhere'
      ? { foundElsewhere: { council: 'E09000009', decided: false, by: NOW } }
      : {}),
  });
};

/** Everything that is said in a page or an action, but for codes. */
function said(of: unknown): string[] {
  if (typeof of === 'string') return [of];
  if (Array.isArray(of)) return of.flatMap(said);
  if (typeof of !== 'object' || of === null || Object.getPrototypeOf(of) !== Object.prototype) return [];
  return Object.entries(of).flatMap(([name, one]) =>
    name === 'value' && !/ /.test(String(one)) ? [] : said(one),
  );
}

/** Giving facts asks of each child in turn, and shows what was written before: the form of the referral counts by itself. */
const asksOfEach = (action: Action): boolean => ['give', 'correct'].includes(action.value);
const saidBy = (offered: CaseActions | undefined): string[] =>
  (offered?.actions ?? [])
    .filter((action) => !asksOfEach(action))
    .flatMap((action) => [
      ...said({ text: action.text, hint: action.hint }),
      ...said(action.steps({})),
      ...said(action.means?.({ [action.value]: {} }) ?? []),
    ]);

const detailsMark = () => 'd'.repeat(22);
describe.each(statuses)('of a case that is %s', (status) => {
  test.each([1, 2, 3, 6])(
    'with %d in it, every page says of the right number what stands and what can be done',
    (size) => {
      const theCase = inStatus(status, size);
      const giving = {
        theCase,
        now: NOW,
        policy,
        datesOfBirth: {},
        held: heldSealed(theCase.facts, []),
        sealed: 'signed-out',
      } as const;
      const desk = coordinatorActions(
        theCase,
        possibleCommands(theCase, { kind: 'coordinator' }, NOW),
        { councils: [aCouncil()], regions: {} },
        policy,
        NOW,
      );
      const has = { ...theCase, placement: theCase.placement ?? aPlacement({ council: HAMPSHIRE }) };
      const all = [
        statusWords(theCase),
        statusToReferrer(theCase, size),
        ...said(entryModel(theCase, [], NOW)),
        ...saidBy(entryActions(giving, detailsMark as never)),
        ...said(transferModel(has, HAMPSHIRE, NOW, true)).filter(
          (words) => words !== 'What keeps the child safe',
        ),
        ...saidBy(transferActions(theCase, HAMPSHIRE, NOW, () => SOCIAL_WORKER, detailsMark as never)),
        ...saidBy(desk),
      ];
      expect([...new Set(all.flatMap((words) => miscounted(words, size)))]).toEqual([]);
    },
  );
});

test.each([1, 2, 3, 6])('the page of an offer for %d says so, whatever became of it', (size) => {
  const all: readonly OfferStatus[] = [
    'live',
    'asked',
    'promised',
    'said-no',
    'accepted',
    'declined',
    'expired',
    'withdrawn',
  ];
  for (const status of all)
    for (const caseStatus of statuses) {
      const offer = anOffer({ status });
      const model = offerModel({ ...inStatus(caseStatus, size), offers: [offer] }, offer, undefined, NOW);
      const words = said(model).filter((one) => one !== 'What keeps the child safe');
      expect(
        words.flatMap((one) => miscounted(one, size)),
        `${status}, ${caseStatus}`,
      ).toEqual([]);
    }
});
