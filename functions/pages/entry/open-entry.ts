import { createHmac } from 'node:crypto';
import type { Case } from '../../../shared/core/case/case.ts';
import { sealedUnder } from '../../../shared/core/case/responsible.ts';
import { isMoveAhead } from '../../../shared/core/case/standing.ts';
import { canonicalJson } from '../../../shared/core/hash.ts';
import {
  type ChildParticulars,
  datesOfBirthIn,
  sealedUntil,
} from '../../../shared/core/referral/particulars.ts';
import { SealedOfAnother } from '../../../shared/ports/sealed-store.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import { sealAmendment } from '../../../shared/runtime/seal-amendment.ts';
import { chosenIn } from '../case/case-actions.ts';
import { detailsMark, sealedForSearch } from '../case/missing-details.ts';
import { openForCouncil } from '../case/open-for-council.ts';
import { fieldValue } from '../forms/form-post.ts';
import { formOf } from '../http/form-request.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import { heldOpen, heldSealed } from '../refer/part.ts';
import { mayOpen, recordOpening, wasOpenedIn } from '../sealed/record-opening.ts';
import { isFromSession, isNameless, type Session } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { entryActions } from './entry-actions.ts';
import { entryModel } from './entry-model.ts';
import {
  factsBecoming,
  factsStanding,
  type Giving,
  givenFacts,
  isAsked,
  isGiving,
  type OpensSealed,
  SHOWS_SEALED,
  stepsStood,
} from './give-facts.ts';

/** Opens the page behind the entry authority's link; undefined when it has no such case. */
export async function openEntry(
  tools: PagesTools,
  { caseId, authority, inSession }: Extract<LinkClaims, { for: 'entry' }>,
  request: PageRequest,
  session: Session | undefined,
): Promise<OpenedPage | undefined> {
  const found = await tools.cases.read(caseId);
  if (found?.facts.entryAuthority !== authority) return undefined;
  const { sealedIs, theCase } = await openedTo(tools, found, request, {
    session,
    inSession: inSession === true,
  });
  // Who begins from what is sealed begins from what the case has: a correction that broke off before it was in its place is put there first.
  if (sealedIs === 'opened')
    for (const amendmentId of theCase.amendments?.slice(-1) ?? []) await applied(tools, caseId, amendmentId);
  const sealed = await tools.sealed.particulars(theCase.referralId);
  const now = tools.clock.now();
  const giving: Giving = {
    theCase,
    now,
    policy: tools.policy,
    datesOfBirth: datesOfBirthIn(sealed),
    held: (sealedIs === 'opened' ? heldOpen : heldSealed)(theCase.facts, sealed),
    sealed: sealedIs,
  };
  return openForCouncil(tools, request, theCase, {
    as: { kind: 'entry-authority', code: authority },
    page: 'entry-page',
    // Closed, a link alone does not even say what is sealed.
    model: () => entryModel(theCase, session === undefined && !isMoveAhead(theCase) ? [] : sealed, now),
    // Sent once more after everything was given: there is nothing left to ask, and the page says so.
    actions:
      chosenIn(request) === 'give' && !isAsked(giving)
        ? undefined
        : entryActions(giving, detailsMark(await tools.key.all(), theCase)),
    lookedAt: corrections,
    standing: () => factsStanding(giving),
    becomes: (answered) => (isGiving(answered) ? factsBecoming(giving, answered) : undefined),
    stood: () => stepsStood(giving),
    before: async (answered, command, { cause: page, overtaken }) => {
      const { referralId } = theCase;
      if (command.kind === 'confirm-amendment') {
        const { amendmentId } = command;
        // The event of the amendment brings it too, should this break off.
        return {
          command,
          settle: (stands) => (stands ? applied(tools, caseId, amendmentId) : Promise.resolve()),
        };
      }
      if (command.kind !== 'amend') return sealedForSearch(tools, theCase, answered, command, page);
      const { facts, particulars } = givenFacts(giving, answered);
      // Said twice is done. What is new is not kept: that it would change what is sealed lets it be refused, and not passed over.
      if (overtaken)
        return saysAlready(sealed, particulars)
          ? { command }
          : { command: { ...command, data: { ...command.data, sealedChanged: true } } };
      const causes = (await tools.key.all()).map(
        (key) => `${page}:${answersMark(key, caseId, { facts, particulars })}`,
      );
      // Answers that were taken in before the key was rotated are the same after it.
      const cause = causes.find((one) => theCase.amendments?.includes(one)) ?? causes[0] ?? page;
      const kept = await sealAmendment(tools, {
        referralId,
        amendmentId: cause,
        owner: sealedUnder(theCase),
        particulars,
        children: facts.children ?? theCase.facts.children,
        now,
      });
      if (kept === 'taken') throw new SealedOfAnother(referralId);
      const until = sealedUntil(facts.children ?? theCase.facts.children, now);
      return {
        command: { ...command, data: { ...command.data, ...kept.said } },
        cause,
        settle: async (stands) => {
          if (particulars.length === 0) return;
          if (stands) await tools.sealed.applyAmendment(referralId, cause, sealedUnder(theCase), until);
          else await tools.sealed.setAmendmentAside(referralId, cause, sealedUnder(theCase));
        },
      };
    },
    isOvertaken: (current, seen, answered) => isGiving(answered) && corrections(current) !== seen,
  });
}

/**
 * Whether what was said before is open to whoever corrects it: an officer of the entry authority who ticks for it, on a page of the
 * officer's own session. The page with the tick records that; the pages after it go by the record.
 */
async function openedTo(
  tools: PagesTools,
  theCase: Case,
  request: PageRequest,
  { session, inSession }: { readonly session: Session | undefined; readonly inSession: boolean },
): Promise<{ readonly sealedIs: OpensSealed; readonly theCase: Case }> {
  const is = (sealedIs: OpensSealed) => ({ sealedIs, theCase });
  if (session?.kind !== 'officer' || session.council !== theCase.facts.entryAuthority || isNameless(session))
    return is('signed-out');
  if (!mayOpen(session, theCase)) return is('not-yours');
  if (!inSession) return is('behind-link');
  const read = request.requestContext.http.method === 'POST' ? formOf(request) : undefined;
  if (read?.kind !== 'form' || !isFromSession(session, read.form)) return is('closed');
  const { form } = read;
  const isTicked = fieldValue(form, 'action') === 'correct' && fieldValue(form, SHOWS_SEALED) === 'yes';
  if (!isTicked) return is('closed');
  if (fieldValue(form, 'step') !== 'correct')
    return is((await wasOpenedIn(tools, session, theCase)) ? 'opened' : 'closed');
  // Nothing is shown after a page that is asked again.
  if (!form.has('facts')) return is('closed');
  const opening = await recordOpening(tools, { session }, theCase);
  if (opening.kind === 'recorded') return { sealedIs: 'opened', theCase: opening.theCase };
  return is(opening.kind === 'refused' ? opening.because : 'not-recorded');
}

/** What a confirmed amendment keeps sealed takes its place; only the case knows whether it has it. */
async function applied(tools: PagesTools, caseId: string, amendmentId: string): Promise<void> {
  const theCase = await tools.cases.read(caseId);
  if (theCase?.amendments?.includes(amendmentId) !== true) return;
  const { referralId, facts } = theCase;
  const until = sealedUntil(facts.children, tools.clock.now());
  await tools.sealed.applyAmendment(referralId, amendmentId, sealedUnder(theCase), until);
}

/** Tells two sets of answers on the same page apart, and says nothing of either to whoever has no key. */
const answersMark = (key: Uint8Array, caseId: string, answers: object): string =>
  createHmac('sha256', key)
    .update(`answers:${caseId}:${canonicalJson(answers)}`)
    .digest('base64url')
    .slice(0, 22);

/** Whether what is given stands sealed already, field by field. */
const saysAlready = (
  sealed: readonly ChildParticulars[],
  particulars: readonly ChildParticulars[],
): boolean =>
  particulars.every((given) => {
    const held = sealed.find(({ number }) => number === given.number);
    return (Object.keys(given) as (keyof ChildParticulars)[]).every(
      (field) => given[field] === held?.[field],
    );
  });

/** How often the referral was corrected: who gives facts has to have seen the last of them. */
const corrections = ({ amendments = [] }: Case): number => amendments.length;
