import { plural } from '../../../shared/words/counting.ts';
import { nameOf } from '../authorities.ts';
import { type CaseEmailContext, caseEmail, told } from './context.ts';
import { action, type Letter, paragraph } from './letter.ts';

/** Children left care after the handover. Says neither why nor when: the page does. */
export function leftCare(context: CaseEmailContext): Letter {
  const { council, children } = told(context.event, 'left-care.v1');
  return caseEmail(context, {
    subject: `${context.subject.id}: left care after the handover`,
    preview: `${nameOf(council)} counts ${plural(children.length, 'child', 'children')} fewer.`,
    heading: 'A child left care after the handover',
    blocks: [
      paragraph(
        `It is recorded that ${plural(children.length, 'child', 'children')} of this case left the care of ${nameOf(council)}. They no longer count in its figures. The page says why and since when.`,
      ),
      action('See the case', context.url),
      paragraph('If this is wrong, or if it breaks down, a coordinator can open the case again.'),
    ],
  });
}

/** Another council became responsible. */
export function careMoved(context: CaseEmailContext): Letter {
  const { from, to, children } = told(context.event, 'care-moved.v1');
  return caseEmail(context, {
    subject: `${context.subject.id}: ${nameOf(to)} is responsible now`,
    preview: `${nameOf(from)} was responsible until then.`,
    heading: `${nameOf(to)} is responsible now`,
    blocks: [
      paragraph(
        `It is recorded that ${nameOf(to)} took over responsibility for ${plural(children, 'child', 'children')} of this case from ${nameOf(from)}. They count in the figures of ${nameOf(to)} now, and the sealed details open to ${nameOf(to)} alone.`,
      ),
      action('See the case', context.url),
      paragraph('If this is not so, tell the coordinators at once.'),
    ],
  });
}

/** A council has ended, and another takes over in the case. */
export function councilSucceeded(context: CaseEmailContext): Letter {
  const { from, to, parts } = told(context.event, 'council-succeeded.v1');
  const [old, next] = [nameOf(from), nameOf(to)];
  const takesOver: Readonly<Record<(typeof parts)[number], string>> = {
    'entry-authority': `${next} is the entry authority now: it answers for the referral, and for the child until the handover.`,
    'receiving-authority': `${next} has the placement now. The sealed details open to it.`,
    'asked-council': `The open offer is for ${next} to answer now, in full time. The page says by when.`,
    area: `The child’s place is in the area of ${next}.`,
  };
  return caseEmail(context, {
    subject: `${context.subject.id}: ${next} takes over from ${old}`,
    preview: `${old} has ended.`,
    heading: `${next} takes over from ${old}`,
    blocks: [
      paragraph(`${old} has ended. A coordinator decided that ${next} takes over in this case.`),
      ...parts.map((part) => paragraph(takesOver[part])),
      action('See the case', context.url),
      paragraph('Nothing has to be referred again. If this is not right, tell the coordinators at once.'),
    ],
  });
}

/** A coordinator opened a case again. */
export function caseReopened(context: CaseEmailContext): Letter {
  const { countedAgainst, children } = told(context.event, 'case-reopened.v1');
  return caseEmail(context, {
    subject: `${context.subject.id}: the case is open again`,
    preview: 'A coordinator opened it again.',
    heading: 'The case is open again',
    blocks: [
      paragraph(
        countedAgainst === undefined
          ? 'A coordinator opened the case again. You are responsible as before it was closed, and a council is looked for anew. Nothing has to be referred again.'
          : `A coordinator opened the case again. You are responsible ${children === undefined ? '' : `for ${plural(children.length, 'child', 'children')} of it `}as before, and they count in your figures.`,
      ),
      action('See the case', context.url),
    ],
  });
}
