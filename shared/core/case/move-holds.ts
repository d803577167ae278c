import type { ReferralFacts } from '../../../events/referral.ts';
import type { HoldCode } from '../../words/hold-reasons.ts';
import type { Reason } from '../allocation/decision.ts';
import { held, holdReasons, type Known } from '../allocation/hold-reasons.ts';
import { londonDate } from '../calendar/working-days.ts';
import { policyNamed } from '../policies.ts';
import { isToAvoid } from '../referral/areas-to-avoid.ts';
import type { Case } from './case.ts';
import { stillCleared } from './cleared.ts';

/** What a reason to hold a referral does when it is first said after a council has said yes. */
type AfterTheYes =
  /** The move waits until a coordinator has cleared it. */
  | 'holds'
  /** Ages are decided by their own rule: the birthday is looked at, or asked about, on its day. */
  | 'birthday'
  /** Coordinators are told in an e-mail of its own, and compare. */
  | 'compared'
  /** Asked of any council that the link is to, full or not: `link-to-another-council`. */
  | 'as-any-link';

/** Every reason to hold a referral, and what it does after a yes: none passes unseen. */
export const afterTheYes: Readonly<Record<HoldCode, AfterTheYes>> = {
  'nobody-left': 'birthday',
  'turned-18': 'birthday',
  'turns-18-this-month': 'birthday',
  'old-enough-this-month': 'holds',
  'not-fit-to-move': 'holds',
  'family-may-care': 'holds',
  'settled-child': 'holds',
  'definition-not-met': 'holds',
  'not-in-care': 'holds',
  'unknown-entry-authority': 'holds',
  'entry-authority-below-threshold': 'holds',
  'entry-authority-count-not-known': 'holds',
  'large-group': 'holds',
  'link-where-the-child-is': 'holds',
  'link-in-area-to-avoid': 'holds',
  'link-at-full-council': 'as-any-link',
  'link-to-another-council': 'holds',
  'earlier-referral': 'compared',
  'possible-duplicate': 'compared',
};

const holds = ({ code }: Reason): boolean => afterTheYes[code.split(':')[0] as HoldCode] === 'holds';

/** Family and siblings in the area of a council that is neither where the child is nor where the child goes, full or not: it would have been asked first. */
const linksElsewhere = (
  facts: ReferralFacts,
  placement: Case['placement'],
  councils: Known['councils'],
): Reason[] =>
  (facts.links ?? []).flatMap(({ kind, council }) =>
    kind === 'community' ||
    [facts.entryAuthority, placement?.council].includes(council) ||
    isToAvoid(facts, council)
      ? []
      : [
          {
            ...held(
              'link-to-another-council',
              kind,
              councils.find(({ code }) => code === council)?.name ?? council,
            ),
            code: `${'link-to-another-council' satisfies HoldCode}:${council}`,
          },
        ],
  );

/**
 * What a person has to look at before the child is moved, because it is said only now that a council has said yes: of what would hold a referral, whatever
 * these facts bring that those before did not, and that nobody has cleared.
 *
 * @param councils as far as they are known: of a council that is not, only its code is said
 */
export const newlyAsked = (
  before: Case,
  after: ReferralFacts,
  at: string,
  councils: Known['councils'] = [],
): readonly Reason[] => {
  const { turned18, placement, policy } = before;
  const cleared = stillCleared(before.cleared, before.facts, after);
  const reasons = (facts: ReferralFacts): readonly Reason[] => [
    ...holdReasons({ facts, turned18, ages: [], today: londonDate(at), councils }, policyNamed(policy)),
    ...linksElsewhere(facts, placement, councils),
  ];
  const old = new Set(reasons(before.facts).map(({ code, words }) => `${code} ${words}`));
  return reasons(after).filter(
    (reason) => holds(reason) && !cleared.includes(reason.code) && !old.has(`${reason.code} ${reason.words}`),
  );
};
