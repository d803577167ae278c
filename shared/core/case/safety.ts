import type { Reason } from '../allocation/decision.ts';
import { warnings } from '../allocation/hold-reasons.ts';
import { londonDate } from '../calendar/working-days.ts';
import { policyNamed } from '../policies.ts';
import type { Case } from './case.ts';
import { inAreaOf } from './responsible.ts';

type Known = Pick<Case, 'facts' | 'turned18' | 'policy' | 'placement' | 'foundElsewhere'>;

/** What people should know of the children of a case although it stops nothing, as it stands at an instant; none of it names anybody. */
export const warningsOf = (subject: Known, at: string): readonly Reason[] => {
  const { facts, turned18, policy } = subject;
  return warnings(
    { facts, turned18, ages: [], today: londonDate(at), councils: [] },
    policyNamed(policy),
    inAreaOf(subject),
  );
};

/** Whether there is anything to know before somebody says where the children live. Pages say what it is; e-mails say only that there is. */
export const hasSafetyFacts = (subject: Known, at: string): boolean => {
  const { areasToAvoid = [], links = [], familyInUk = 'none' } = subject.facts;
  return (
    areasToAvoid.length > 0 || links.length > 0 || familyInUk !== 'none' || warningsOf(subject, at).length > 0
  );
};
