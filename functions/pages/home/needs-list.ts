import {
  addDays,
  dateWords,
  deadlineWords,
  instantAt,
  londonDate,
} from '../../../shared/core/calendar/working-days.ts';
import type { Case, Offer } from '../../../shared/core/case/case.ts';
import { partInPlacement } from '../../../shared/core/case/commands/open-sealed-details.ts';
import { possibleCommands } from '../../../shared/core/case/commands/possible-commands.ts';
import { liveOffer } from '../../../shared/core/case/deadlines.ts';
import { clocksStand, holdOfMove, isMoveAhead, moveDeadline } from '../../../shared/core/case/standing.ts';
import { actBy } from '../../../shared/core/case/waiting-on.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import type { Draft } from '../../../shared/ports/draft-store.ts';
import type { PageClaims } from '../../../shared/runtime/links.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { DEADLINES_WAIT, dayWords, distanceWords } from '../../../shared/words/times.ts';
import type { TagColour } from '../views/page-model.ts';
import { statusTag, whoActsWords } from '../words/case-words.ts';
import { statusWords } from '../words/status-words.ts';
import { aboutCase, agoWords, caseAndChildren, childrenAndKinds, toWhomSince } from './about-case.ts';

/** One line of the list of a council, or of the coordinators. */
export interface Need {
  readonly action: string;
  readonly about: string;
  /** The deadline in words. */
  readonly by: string;
  /** Where the line stands: the soonest first. */
  readonly at: string;
  readonly tag?: { readonly text: string; readonly colour: TagColour };
  /** The reference of the case whose sealed details the council may open. */
  readonly sealed?: string;
  /** By what the council that referred knows the case. */
  readonly own?: string;
  /** The page that it leads to. */
  readonly opens: PageClaims;
}

export const deadline = (at: string, now: string): Pick<Need, 'by' | 'at' | 'tag'> => ({
  by: `By ${deadlineWords(at)} (${distanceWords(at, now)})`,
  at,
  ...(at <= now
    ? { tag: { text: 'Overdue', colour: 'red' } }
    : londonDate(at) === londonDate(now)
      ? { tag: { text: 'Today', colour: 'orange' } }
      : {}),
});

/** What a case waits for from a council that has to act, as entry or as receiving authority. */
function ownNeed(theCase: Case, council: string, now: string): Need | undefined {
  const { id, needs, version } = theCase;
  if (needs === undefined || !('code' in needs.party) || needs.party.code !== council) return undefined;
  const live = liveOffer(theCase);
  const opens: PageClaims =
    needs.party.kind === 'entry-authority'
      ? { for: 'entry', authority: council, caseId: id, version }
      : live?.council === council
        ? { for: 'offer', council, caseId: id, offerId: live.id, version }
        : { for: 'transfer', council, caseId: id, version };
  const by = actBy(theCase);
  const when =
    by === undefined
      ? { by: clocksStand(theCase) ? DEADLINES_WAIT : 'Until nobody is missing', at: needs.by }
      : deadline(by, now);
  return {
    action: capitalised(needs.what),
    about: `${aboutCase(theCase, now)}.`,
    opens,
    ...when,
    ...sealedOf(theCase, council),
  };
}

/** What a case asks of a council as a back-up. */
function asBackUp(theCase: Case, council: string, now: string): readonly Need[] {
  const possible = possibleCommands(theCase, { kind: 'council', code: council }, now);
  const canAnswer = ({ id }: Offer) =>
    possible.some((one) => one.kind === 'answer' && one.offerId === id && one.answer === 'back-up-yes');
  return theCase.offers
    .filter((offer) => offer.council === council && offer.answeredAt === undefined && canAnswer(offer))
    .map((offer) => ({
      action: 'Say whether you could take the child if others cannot',
      about: `${aboutCase(theCase, now)}.`,
      opens: { for: 'offer', council, caseId: theCase.id, offerId: offer.id, version: theCase.version },
      ...deadline(offer.answerBy, now),
    }));
}

/** The council's declaration of places: its age, and until when it counts as fresh. */
export function capacityNeed(council: Council, policy: Policy, now: string): Need {
  const { code, region, declaration, trail } = council;
  const opens: PageClaims = { for: 'capacity', council: code, region, version: trail.number };
  if (declaration === undefined)
    return {
      action: 'Declare your places',
      about: 'You have not declared your places yet. Without your word we go by published figures.',
      by: 'Please do so now',
      at: now,
      tag: { text: 'Never declared', colour: 'orange' },
      opens,
    };
  const on = londonDate(declaration.declaredAt);
  return {
    action: 'Declare your places again',
    about: `You last declared your places on ${dateWords(on)}, ${agoWords(on, londonDate(now))}.`,
    ...deadline(instantAt(addDays(on, policy.declarationStaleDays), policy.closeOfDay), now),
    opens,
  };
}

/** Referrals whose sending broke off, and which nobody has sent again: they are with nobody yet. */
export const unsentReferrals = (
  drafts: readonly Draft[],
): readonly (Omit<Need, 'opens'> & { readonly href: string })[] =>
  drafts
    .filter(({ state }) => state === 'sending')
    .map(({ id, at }) => ({
      action: 'Send this referral again',
      about: `It was to be sent on ${dateWords(londonDate(at))}, and something broke. Your answers are kept: open it and press “Refer the child” once more.`,
      by: 'As soon as you can',
      at,
      tag: { text: 'Not sent', colour: 'red' },
      href: `/refer/${id}`,
    }));

/** What came in the council's name by e-mail, and waits for its word. */
const toConfirm = (theCase: Case, council: string, now: string): readonly Need[] => {
  const { id, version, facts, proposals } = theCase;
  const [first] = (proposals ?? []).map(({ confirmBy }) => confirmBy).toSorted();
  if (first === undefined || facts.entryAuthority !== council) return [];
  return [
    {
      action: 'Say whether your council sent an email',
      about: `${aboutCase(theCase, now)}.`,
      opens: { for: 'entry', authority: council, caseId: id, version },
      ...deadline(first, now),
    },
  ];
};

/** What cases need of a council, most urgent first. */
export const needsOfCouncil = (cases: readonly Case[], council: string, now: string): readonly Need[] =>
  cases.flatMap((theCase) => {
    const own = ownNeed(theCase, council, now);
    return [
      ...toConfirm(theCase, council, now),
      ...(own === undefined ? asBackUp(theCase, council, now) : [own]),
    ];
  });

export const mostUrgentFirst = (needs: readonly Need[]): readonly Need[] =>
  needs.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

const sealedOf = (theCase: Case, council: string): Pick<Need, 'sealed'> =>
  partInPlacement(theCase, council) === undefined ? {} : { sealed: theCase.id };

function whereItStands(theCase: Case): Pick<Need, 'by' | 'at' | 'tag'> {
  const by = moveDeadline(theCase);
  const runs = by !== undefined && isMoveAhead(theCase) && holdOfMove(theCase) === undefined;
  return {
    by: runs ? `Move by ${dayWords(by)}` : '',
    at: theCase.moveBy,
    tag: statusTag(theCase.status),
  };
}

/** A case that waits for somebody else, as the council finds it that referred the children, or takes them. */
export function otherLine(theCase: Case, council: string, now: string): Need {
  const { id: caseId, facts, version } = theCase;
  const whoActs = whoActsWords(theCase);
  const isTheirs = facts.entryAuthority === council;
  return {
    ...sealedOf(theCase, council),
    action: isTheirs ? `${caseId}: ${childrenAndKinds(theCase)}` : caseAndChildren(theCase),
    about: [
      `${toWhomSince(theCase, now)}.`,
      statusWords(theCase),
      ...(whoActs === undefined ? [] : [`${whoActs}.`]),
    ].join(' '),
    ...whereItStands(theCase),
    opens: isTheirs
      ? { for: 'entry', authority: council, caseId, version }
      : { for: 'transfer', council, caseId, version },
  };
}
