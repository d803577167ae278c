import type { Case } from '../case.ts';
import type { Command, Outcome, SealedOfMissing } from '../command.ts';
import { changed, type DecisionDraft, type Patch, record, refused, unchanged } from '../decision-draft.ts';
import { handedOver, missingChildren, responsibleCouncil } from '../responsible.ts';
import { namesStrangers, notOfThisCase, ofGroup } from './of-group.ts';

/** Whether all of it is what the case has already of each of these children. */
const hasAlready = (
  { missingDetails = [] }: Case,
  { given, mark }: SealedOfMissing,
  children: readonly number[],
): boolean =>
  children.every((child) =>
    given.every((field) =>
      missingDetails.some((one) => one.child === child && one.field === field && one.mark === mark),
    ),
  );

/** Whether a report says something for the search for children, all who are missing unless given, that the case does not have. */
export const saysMore = (
  subject: Case,
  details: SealedOfMissing | undefined,
  children: readonly number[] = missingChildren(subject),
): boolean => details !== undefined && !hasAlready(subject, details, children);

/** Details of missing children are sealed: the case has them in place of what was said of the same before. */
export const recordMissingDetails = (
  draft: DecisionDraft,
  { given, mark }: SealedOfMissing,
  children: readonly number[],
): void => {
  const { case: subject, context } = draft;
  const kept = (subject.missingDetails ?? []).filter(
    ({ child, field }) => !children.includes(child) || !given.includes(field),
  );
  record(
    draft,
    'missing-details-given.v1',
    {
      ...ofGroup(subject, children),
      given: [...given],
      mark,
      ...(handedOver(subject) ? { council: responsibleCouncil(subject) } : {}),
    },
    {
      missingDetails: [
        ...kept,
        ...children.flatMap((child) => given.map((field) => ({ child, field, mark, keptAs: context.cause }))),
      ],
    },
  );
};

/** These are missing from now on: what was said when they were before is of another search. */
export const searchedAnew = ({ missingDetails }: Case, children: readonly number[]): Patch => {
  if (missingDetails === undefined) return {};
  const others = missingDetails.filter(({ child }) => !children.includes(child));
  return { missingDetails: others.length === 0 ? undefined : others };
};

/** Whoever is responsible gives details for the search, or gives them otherwise than before, while a child is missing. */
export const giveMissingDetails = (
  draft: DecisionDraft,
  { details, children }: Omit<Extract<Command, { kind: 'give-missing-details' }>, 'kind'>,
): Outcome => {
  const { case: subject } = draft;
  if (children !== undefined && namesStrangers(subject, children)) return notOfThisCase;
  const about = missingChildren(subject).filter((number) => children?.includes(number) ?? true);
  if (about.length === 0)
    return refused(
      'not-missing',
      'The child is not recorded as missing, or has been found. Say first that the child is missing.',
    );
  if (hasAlready(subject, details, about)) return unchanged('This has been recorded already.');
  recordMissingDetails(draft, details, about);
  return changed(draft);
};
