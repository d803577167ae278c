import { whyNotToLead } from '../../../words/verdicts.ts';
import { areasInQuestion } from '../../allocation/areas-in-question.ts';
import { asked, type Standing, standings } from '../../allocation/candidates.ts';
import { isInForce } from '../../calendar/in-force.ts';
import { londonDate } from '../../calendar/working-days.ts';
import type { CouncilFigures } from '../../council/council.ts';
import { defined } from '../../defined.ts';
import type { Policy } from '../../policy.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import {
  changed,
  type DecisionDraft,
  type Patch,
  record,
  refused,
  searchDue,
  unchanged,
  viewOf,
} from '../decision-draft.ts';
import { placesForRegion } from '../places.ts';

type AnswerRegion = Extract<Command, { kind: 'answer-region' }>;
type Answered = NonNullable<Case['regionsAnswered']>[number];

/** The council that a region's lead chose for a case last, if any did: it is asked first while it can take the children. */
export const leadsChoice = ({ regionsAnswered = [] }: Case): string | undefined =>
  regionsAnswered.findLast(({ council }) => council !== undefined)?.council;

/**
 * Every council of the region whose lead is asked, as it stands towards the children now: without the place that is held with the first for this very
 * case. Empty where no lead is asked.
 *
 * @param today London's date
 */
export const standingsForLead = (
  subject: Case,
  councils: readonly CouncilFigures[],
  policy: Policy,
  today: string,
): readonly Standing[] => {
  const { regionAsked, facts, turned18, excluded } = subject;
  if (regionAsked === undefined) return [];
  const { regionAsked: _, ...answered } = subject;
  const given = placesForRegion(subject, answered);
  const there = councils
    .filter(({ code, region }) => region === regionAsked.region && isInForce(code, today))
    .map((council) => {
      const own = given.find(({ council: code }) => code === council.code);
      return own === undefined
        ? council
        : {
            ...council,
            held: council.held + (own.held ?? 0),
            offered: council.offered + (own.offered ?? 0),
          };
    });
  const inQuestion = areasInQuestion(subject);
  return standings(there, asked({ facts, turned18, excluded, inQuestion }, policy), today, policy);
};

const settle = (
  draft: DecisionDraft,
  outcome: 'confirmed' | 'named' | 'ran-out',
  more: Pick<AnswerRegion, 'reason'> & { readonly council?: string } = {},
): void => {
  const { regionAsked, regionsAnswered = [] } = draft.case;
  const [first] = regionAsked?.councils ?? [];
  if (regionAsked === undefined || first === undefined) return;
  const { region } = regionAsked;
  const { council, reason } = more;
  const answered: Answered = { region, outcome, ...defined({ council }) };
  const patch: Patch = { regionsAnswered: [...regionsAnswered, answered], stepBy: searchDue(draft) };
  record(draft, 'region-answered.v1', { region, outcome, first, ...defined({ council, reason }) }, patch);
};

/** The lead has not answered in time: the rota goes on by itself. */
export const regionRunsOut = (draft: DecisionDraft): void => settle(draft, 'ran-out');

/** Why an answer comes too late, in words for the lead; or that it is known. */
const tooLate = ({ regionsAnswered = [] }: Case, { region, council }: AnswerRegion): Outcome => {
  const answer = regionsAnswered.findLast((one) => one.region === region);
  if (answer?.council === council) return unchanged('Your answer is recorded already; the first one stands.');
  if (answer?.council !== undefined)
    return refused(
      'region-answered',
      'This was answered already, and the first answer stands. To have it changed, ask the National Transfer Scheme team.',
    );
  return answer?.outcome === 'ran-out'
    ? refused(
        'region-ran-out',
        'The time to answer has passed, and the rota has gone on by itself. You need do nothing more.',
      )
    : refused('region-not-asked', 'Your answer is no longer needed for this case. You need do nothing more.');
};

/**
 * The region's lead confirms the council whose turn it is, or names another of the region. The search goes on with it: it is asked first, and only if it
 * takes the children has it had a turn.
 */
export const answerRegion = (draft: DecisionDraft, command: AnswerRegion): Outcome => {
  const { case: subject, context, policy } = draft;
  const { regionAsked } = subject;
  const { council, reason, region } = command;
  if (regionAsked?.region !== region) return tooLate(subject, command);
  const view = viewOf(draft);
  const there = standingsForLead(subject, view.councils, policy, londonDate(context.now));
  const chosen = there.find((one) => one.council.code === council);
  if (chosen === undefined)
    return refused('not-in-region', 'This council is not one of the region. Choose one from the list.');
  if (chosen.precondition !== undefined)
    return refused(
      'cannot-take',
      `This council cannot take the child as things stand now. The reason: ${whyNotToLead(chosen.precondition)}. Choose another.`,
    );
  const isFirst = regionAsked.councils[0] === council;
  if (!isFirst && reason === undefined)
    return refused(
      'reason-missing',
      'Please say why another council is named: choose the reason that fits best.',
    );
  settle(draft, isFirst ? 'confirmed' : 'named', { council, ...(isFirst ? {} : defined({ reason })) });
  return changed(draft);
};
