import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { plural } from '../../../shared/words/counting.ts';
import { nameOf } from '../authorities.ts';
import { type CaseEmailContext, caseEmail, told } from './context.ts';
import { action, type Letter, notice, paragraph } from './letter.ts';

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

/** The child lives elsewhere, and the same council stays responsible. */
export function placementMoved(context: CaseEmailContext): Letter {
  const { council, placedIn = council, on } = told(context.event, 'placement-moved.v1');
  return caseEmail(context, {
    subject: `${context.subject.id}: a new placement is recorded`,
    preview: `${nameOf(council)} stays responsible.`,
    heading: 'A new placement is recorded',
    blocks: [
      paragraph(
        `It is recorded that the child of this case moved to the area of ${nameOf(placedIn)} on ${dateWords(on)}. ${nameOf(council)} stays responsible.`,
      ),
      action('See the case', context.url),
      paragraph('If this is not so, tell the coordinators at once.'),
    ],
  });
}

/** Who is responsible for whom in a new placement, and since when. */
function newPlacement(event: CaseEmailContext['event']): {
  readonly council: string;
  readonly on: string;
  readonly children: string;
} {
  if (event.type === 'found-decided.v1')
    return {
      council: event.data.council,
      on: londonDate(event.at),
      children: plural(event.data.children.length, 'child', 'children'),
    };
  const { council, on } =
    event.type === 'care-moved.v1'
      ? { council: event.data.to, on: event.data.on }
      : told(event, 'placement-moved.v1');
  return { council, on, children: 'the child' };
}

/** To the council of the area where a child lives since: it learns nothing of the child. */
export function childLivesThere(context: CaseEmailContext): Letter {
  const { event, subject } = context;
  const { council, on, children } = newPlacement(event);
  const responsible = nameOf(council);
  return caseEmail(context, {
    subject: `${subject.id}: a placement in your area`,
    preview: `${responsible} is responsible.`,
    heading: 'A placement in your area',
    blocks: [
      paragraph(
        `${responsible} is responsible for ${children} of this case under the National Transfer Scheme, and has a placement in your area since ${dateWords(on)}.`,
      ),
      paragraph(
        `You need not answer. ${responsible} stays responsible, and tells you itself what you need to know. If you know why the area is not safe, call it now.`,
      ),
      action('See how we count your places', context.url),
      paragraph('You are not asked for a place. This does not count against your room.'),
    ],
  });
}

/** More areas are to be avoided. That it is about areas, and which, the page says alone. */
export function areasAvoided(context: CaseEmailContext): Letter {
  const { council, livesThere } = told(context.event, 'areas-avoided.v1');
  const there = livesThere !== undefined;
  return caseEmail(context, {
    subject: `${context.subject.id}: ${there ? 'is the child safe? Please act today' : 'please read what is new'}`,
    preview: 'The page says which.',
    heading: there ? 'Where the child [lives|live] may not be safe' : 'Please read what is new',
    blocks: [
      ...(there ? [notice('Please act today.')] : []),
      paragraph(
        there
          ? `Something was added to what keeps the child safe. By it, the area where they live may not be safe. ${nameOf(council)} is responsible, and finds a placement elsewhere. The page says what is new.`
          : 'Something was added to what keeps the child safe. The page says what. Heed it when you choose where the child [lives|live].',
      ),
      action('See the case', context.url),
      ...(there
        ? [
            paragraph(
              `Once the child [lives|live] elsewhere, ${nameOf(council)} says so on its page of the case.`,
            ),
          ]
        : []),
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
    area: `The child’s [place is|places are] in the area of ${next}.`,
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
