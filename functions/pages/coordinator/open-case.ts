import type { AnyEvent } from '../../../events/catalogue.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { PossibleCommand } from '../../../shared/core/case/command.ts';
import { possibleCommands } from '../../../shared/core/case/commands/possible-commands.ts';
import { regionsOf } from '../../../shared/core/case/lists.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import { uncapitalised } from '../../../shared/words/counting.ts';
import { leadOf } from '../../../shared/words/statuses.ts';
import { actOnCase } from '../case/act-on-case.ts';
import { actionCommand, chosenIn, nextActionStep } from '../case/case-actions.ts';
import { type Decided, decidedVerdicts, wasDecided } from '../case/decided-verdicts.ts';
import { noticeOf } from '../case/notice-of.ts';
import { whoConfirmed } from '../forms/confirm-step.ts';
import type { Answered } from '../forms/walk.ts';
import { yoursNoMore } from '../home/own-case.ts';
import { pathInSession } from '../home/with-links.ts';
import type { NotAnyMore } from '../http/behind-link.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import { type Session, tokenField } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import type { PageModel } from '../views/page-model.ts';
import { assignedRow, colleaguesOf } from './assign.ts';
import { caseExplanation, whySought } from './case-explanation.ts';
import { caseModel, whatBecameOf } from './case-model.ts';
import { caseOffers } from './case-offers.ts';
import { caseTimeline, trailSeal } from './case-timeline.ts';
import { coordinatorActions, reviewOf } from './coordinator-actions.ts';
import { decidedWith } from './decided-together.ts';
import { keepForHold } from './legal-hold.ts';
import { othersAlike } from './others-alike.ts';
import type { Scheme } from './place-directly.ts';
import { whoWasFirst } from './who-was-first.ts';

/** So that with the referral, the form and a page of councils it stays below 50 KB; most cases have fewer in all. */
const EVENTS_A_PAGE = 20;

/** Where a coordinator goes on from a case, all but the last after a sign-in. */
const linksOf = async (
  { key, clock }: PagesTools,
  { id: caseId, version }: Case,
  possible: readonly PossibleCommand[],
): Promise<NonNullable<PageModel['links']>> => {
  const sealed = possible.some(({ kind }) => kind === 'consult-sealed-details')
    ? [{ text: 'Open the sealed details', href: `/sealed/${caseId}` }]
    : [];
  const regions = possible.flatMap((one) => (one.kind === 'answer-region' ? [one.region] : []));
  return [
    ...sealed,
    ...(await Promise.all(
      regions.map(async (region) => ({
        text: `Record what ${uncapitalised(leadOf(region))} says`,
        href: await pathInSession(key, { for: 'region', region, caseId, version }, clock.now()),
      })),
    )),
    { text: 'See the record of this case', href: '#record' },
  ];
};

/** Why the councils were asked; or that it is not known any more. */
function whyThese(decided: Decided | undefined, trail: readonly AnyEvent[], request: PageRequest) {
  if (decided !== undefined) return { explanation: caseExplanation(decided, request) };
  return wasDecided(trail) ? { notKnownWhy: NOT_KNOWN_WHY } : {};
}

const NOT_KNOWN_WHY =
  'The figures that this was decided with are kept no longer. “What has happened” says who was asked, and when.';

/** Whose decline is looked at: how much room it has stands beside its reason. */
async function declinedIn(
  { councils }: PagesTools,
  { offers }: Case,
  chosen: string | undefined,
): Promise<Scheme | undefined> {
  const offer = offers.find(({ id }) => reviewOf(id) === chosen);
  const council = offer && (await councils.read(offer.council));
  return council && { councils: [council], regions: {} };
}

/** Decides one case as it was seen, by the name that was confirmed. */
const decidedAs =
  (tools: PagesTools, command: ReturnType<typeof actionCommand>, answered: Answered) =>
  (one: Case, seen: number | undefined) =>
    actOnCase(tools, {
      caseId: one.id,
      command,
      // The last page does not let anybody through without a name.
      actor: { kind: 'coordinator', name: whoConfirmed(answered).name ?? 'Not given' },
      cause: `coordinator-page:${one.id}:${one.version}`,
      ...defined({ lookedAt: seen }),
    });

/** Opens the page behind a coordinator's link; undefined when there is no such case. */
export async function openCase(
  tools: PagesTools,
  { caseId, seeOnly }: Extract<LinkClaims, { for: 'coordinator' }>,
  request: PageRequest,
  session: Session | undefined,
): Promise<OpenedPage | NotAnyMore | undefined> {
  const { cases, councils, clock, policy } = tools;
  const theCase = await cases.read(caseId);
  if (theCase === undefined) return undefined;
  // Handed out by the list of a region, it shows a case as long as that region has to do with it.
  if (session?.kind === 'lead' && !regionsOf(theCase).includes(session.region))
    return { instead: yoursNoMore(session) };
  // Closed, a case is told in full only to a coordinator who is signed in: a link that was mailed says what became of it.
  const closed = whatBecameOf(theCase);
  const caption = `Reference ${caseId}`;
  if (session?.kind !== 'coordinator' && closed !== undefined)
    return { caption, shows: () => ({ page: closed }) };
  const now = clock.now();
  // Who may only look is asked nothing, so nothing is read for what would be.
  const possible = seeOnly ? [] : possibleCommands(theCase, { kind: 'coordinator' }, now);
  // Of all that can be chosen, only where to place the child asks about every council.
  const chosen = seeOnly ? undefined : chosenIn(request);
  const view = chosen === 'place' ? await councils.view() : await declinedIn(tools, theCase, chosen);
  const others = await othersAlike(tools, theCase, chosen);
  const colleagues = session?.kind === 'coordinator' ? await colleaguesOf(tools, session) : undefined;
  const actions = coordinatorActions(
    theCase,
    possible,
    view ?? { councils: [], regions: {} },
    policy,
    now,
    others,
    colleagues,
  );
  const overtaken = whoWasFirst(tools, theCase, session);
  const opened: OpenedPage = {
    view: 'case',
    caption,
    lookUp: whySought,
    lookedAt: theCase.version,
    overtaken,
    shows: async () => {
      const whole = await cases.trail(caseId);
      // What was committed between the two reads is left for the next look: the seal is for the case that is shown.
      const trail = whole.slice(0, theCase.version);
      const decided = await decidedVerdicts(cases, caseId, trail);
      const numbered = async (number: number) => whole.find((event) => event.trail?.number === number);
      const notice = await noticeOf(request, numbered, () => true);
      const timelinePage = listPage(request, 'page', trail.length, 'what has happened', EVENTS_A_PAGE);
      return {
        page: {
          ...caseModel(theCase, now, colleagues === undefined ? [] : [assignedRow(theCase, colleagues)]),
          ...notice,
          links: await linksOf(tools, theCase, possible),
        },
        more: {
          fields: session === undefined ? [] : [tokenField(session)],
          ...defined({ offers: caseOffers(theCase, trail, request) }),
          trail: trailSeal(theCase, trail),
          ...(seeOnly ? {} : { auditPath: `/case/${caseId}/audit` }),
          timeline: caseTimeline(trail.toReversed().slice(timelinePage.from, timelinePage.to)),
          timelinePage,
          ...whyThese(decided, trail, request),
        },
      };
    },
  };
  if (actions === undefined) return opened;
  return {
    ...opened,
    nextStep: nextActionStep(actions),
    act: async (answered, lookedAt) => {
      const command = actionCommand(actions, answered);
      await keepForHold(tools, theCase, command);
      const decide = decidedAs(tools, command, answered);
      const acted = await decide(theCase, lookedAt);
      if (acted.kind === 'refused') return (await overtaken(lookedAt)) ?? acted;
      // One that has moved on meanwhile stays on the list, as it stands.
      for (const other of decidedWith(answered, others)) await decide(other, other.version);
      return acted;
    },
  };
}
