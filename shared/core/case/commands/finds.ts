import { defined } from '../../defined.ts';
import { type DecisionDraft, decidedWhere, dueIn, type Patch } from '../decision-draft.ts';
import { findsToDecide, handedOver, responsibleCouncil } from '../responsible.ts';
import { ofGroup } from './of-group.ts';

/**
 * What is still to be decided of children who were found elsewhere, each area by itself, once it is known of some of them where they are: they were found in
 * an area where nobody expected them, or it is decided, or they are missing again.
 */
export const settleFinds = (
  draft: DecisionDraft,
  children: readonly number[],
  foundIn?: string,
): Pick<Patch, 'foundElsewhere'> => {
  const { case: subject } = draft;
  const left = findsToDecide(subject).map((find) => ({
    ...find,
    children: find.children.filter((number) => !children.includes(number)),
  }));
  const there = left.find(({ council }) => council === foundIn);
  const [next, ...alsoIn] = [
    ...(foundIn === undefined
      ? []
      : [
          { council: foundIn, children: [...children, ...(there?.children ?? [])].toSorted((a, b) => a - b) },
        ]),
    ...left.filter((find) => find !== there && find.children.length > 0),
  ];
  if (next === undefined) return decidedWhere(draft);
  const isNew = foundIn !== undefined && handedOver(subject);
  return {
    foundElsewhere: {
      council: next.council,
      decided: false,
      ...ofGroup(subject, next.children),
      ...defined({
        by: isNew
          ? dueIn(draft, 'coordinatorDecides', responsibleCouncil(subject))
          : subject.foundElsewhere?.by,
        alsoIn: alsoIn.length === 0 ? undefined : alsoIn,
      }),
    },
  };
};
