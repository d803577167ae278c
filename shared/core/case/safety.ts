import type { Reason } from '../allocation/decision.ts';
import { warnings } from '../allocation/hold-reasons.ts';
import { londonDate } from '../calendar/working-days.ts';
import { policyNamed } from '../policies.ts';
import type { Case } from './case.ts';
import { handedOver, hasInCare, inAreaOf } from './responsible.ts';
import { isMoveAhead } from './standing.ts';

type Known = Pick<Case, 'facts' | 'turned18' | 'policy' | 'placement' | 'foundElsewhere' | 'left'>;

/**
 * What people should know of the children of a case although it stops nothing, as it stands at an instant; none of it names anybody. Before the handover it is
 * said for the move, after it for where the children live, and of those who are still in care.
 */
export const warningsOf = (subject: Known, at: string): readonly Reason[] => {
  const { facts, turned18, policy, left = [] } = subject;
  const gone = [...turned18, ...left.map(({ child }) => child)];
  return warnings({ facts, turned18: gone, ages: [], today: londonDate(at) }, policyNamed(policy), {
    area: inAreaOf(subject),
    moved: handedOver(subject),
  });
};

/** Whether there is anything to know before somebody says where the children live. Pages say what it is; e-mails say only that there is. */
export const hasSafetyFacts = (subject: Known, at: string): boolean => {
  const { areasToAvoid = [], links = [], familyInUk = 'none' } = subject.facts;
  return (
    areasToAvoid.length > 0 || links.length > 0 || familyInUk !== 'none' || warningsOf(subject, at).length > 0
  );
};

/** Whether somebody still decides where children of the case live: until the search ends without a handover, and then as long as any is in care. */
export const concernsChildren = (subject: Case): boolean =>
  isMoveAhead(subject) || hasInCare(subject) !== undefined;

/** Warnings as an event has them: part of what was decided, and left out where there is nothing to know. */
export const warned = (said: readonly Reason[]): { warnings?: Reason[] } =>
  said.length === 0 ? {} : { warnings: said.map(({ code, words }) => ({ code, words })) };
