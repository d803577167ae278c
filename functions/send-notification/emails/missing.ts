import { dateWords, deadlineWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { foundElsewhereIn } from '../../../shared/core/case/declines-to-review.ts';
import {
  capitalised,
  counted,
  countWords,
  listWords,
  numberedChildren,
  plural,
} from '../../../shared/words/counting.ts';
import { nameOf } from '../authorities.ts';
import { type CaseEmailContext, caseEmail, caseFacts, told } from './context.ts';
import { action, type Letter, list, notice, paragraph } from './letter.ts';
import { childCount } from './words.ts';

/** The day since which a child is missing, in London. */
const dayMissing = (since: string): string => dateWords(londonDate(since));

/** Who is missing or found: children of a group by their numbers, where others are not. */
const whoOf = (children: readonly number[] | undefined): string =>
  children === undefined ? 'the child' : numberedChildren(children);
/** The same with the verb that goes with it. */
const whoIs = (children: readonly number[] | undefined, is = 'is', are = 'are'): string =>
  `${whoOf(children)} ${(children?.length ?? 1) === 1 ? is : are}`;
const whoHas = (children: readonly number[] | undefined): string => whoIs(children, 'has', 'have');
/** Who is missing of the case as it stands, where others are there. */
const stillMissing = ({ subject }: CaseEmailContext): readonly number[] | undefined =>
  subject.pause?.children;
/** How many are missing or found, to a council that is to learn no more of them. */
const soMany = ({ subject }: CaseEmailContext, children: readonly number[] | undefined): number =>
  children?.length ?? childCount(subject);

/** Places that were held for a missing child are free again. */
export function placesLapsed(context: CaseEmailContext): Letter {
  const { missingSince, concerned } = told(context.event, 'places-lapsed.v1');
  const [day, missing] = [dayMissing(missingSince), stillMissing(context)];
  const who =
    concerned.length === 0
      ? 'No council holds'
      : `${listWords(concerned.map(nameOf))} no longer ${concerned.length === 1 ? 'holds' : 'hold'}`;
  return caseEmail(context, {
    subject: `${context.subject.id}: places are free again, ${whoIs(missing)} still missing`,
    preview: `Missing since ${day}.`,
    heading: 'No place is held any more',
    blocks: [
      paragraph(
        `${capitalised(whoHas(missing))} been missing since ${day}. ${who} a place for the child. Once ${whoIs(missing)} found, a council is looked for anew, at once.`,
      ),
      caseFacts(context),
      action(
        context.role === 'entry-authority' ? `Say whether ${whoIs(missing)} found` : 'See the case',
        context.url,
      ),
      ...(context.role === 'council'
        ? [
            paragraph(
              'Your [place is|places are] free for [another child|other children]. You need do nothing more.',
            ),
          ]
        : []),
      ...(context.role === 'entry-authority'
        ? [paragraph('You stay responsible, and lead the search with the police.')]
        : []),
      ...(context.role === 'coordinators'
        ? [
            paragraph('What you can do meanwhile, on the page:'),
            list([
              `Say that ${whoIs(missing, 'was', 'were')} found, and where.`,
              'Place the child directly where [the child was|they were] found.',
            ]),
          ]
        : []),
    ],
  });
}

/** A coordinator keeps the places that are held for a missing child. */
export function placesKept(context: CaseEmailContext): Letter {
  const { until } = told(context.event, 'places-kept.v1');
  const missing = whoIs(stillMissing(context));
  return caseEmail(context, {
    subject: `${context.subject.id}: the place stays held, ${missing} still missing`,
    preview: `A coordinator keeps it until ${deadlineWords(until)}.`,
    heading: 'The place stays held',
    blocks: [
      notice(`A coordinator keeps the place until ${deadlineWords(until)}.`),
      paragraph(
        `${capitalised(missing)} still missing. If the place cannot be held for so long, tell the coordinators.`,
      ),
      caseFacts(context),
      action('See the case', context.url),
    ],
  });
}

/** The council in whose area a missing child lived is told. It learns neither who the child is nor where the child lived. */
export function areaChildMissing(context: CaseEmailContext): Letter {
  const { council = '', missingSince, children } = told(context.event, 'case-paused.v1');
  const [responsible, day] = [nameOf(council), dayMissing(missingSince)];
  const many = soMany(context, children);
  const who = counted(many, '[a child who lives|children who live] in your area [is|are] missing');
  return caseEmail(context, {
    subject: `${context.subject.id}: ${who}`,
    preview: `${responsible} leads the search with the police.`,
    heading: capitalised(who),
    blocks: [
      paragraph(
        `We told you of [a child|children] of ${responsible} who [lives|live] in your area. It was recorded that [the child is|${countWords(many)} of them ${many === 1 ? 'is' : 'are'}] missing since ${day}.`,
      ),
      paragraph(
        `${responsible} stays responsible, and leads the search with the police. Call it now: it can tell you who is missing. If you know anything, tell the police and ${responsible} at once.`,
      ),
      action('See how we count your places', context.url),
      paragraph(counted(many, 'We tell you when [that child is|they are] found.')),
    ],
  });
}

/** The same council is told that the child is found. */
export function areaChildFound(context: CaseEmailContext): Letter {
  const { council = '', children } = told(context.event, 'case-resumed.v1');
  const responsible = nameOf(council);
  const many = soMany(context, children);
  return caseEmail(context, {
    subject: `${context.subject.id}: ${counted(many, '[a child who was|children who were] missing from your area [is|are] found')}`,
    preview: `${responsible} stays responsible.`,
    heading: counted(many, '[A child is|Children are] found'),
    blocks: [
      paragraph(
        counted(
          many,
          `We told you that [a child|children] of ${responsible} who [lives|live] in your area [was|were] missing. [That child has|They have] been found.`,
        ),
      ),
      action('See how we count your places', context.url),
      paragraph(
        `You need not answer. If you were helping with the search, call ${responsible}: it knows more.`,
      ),
    ],
  });
}

/** The child is missing. */
export function casePaused(context: CaseEmailContext): Letter {
  const { missingSince, council, children } = told(context.event, 'case-paused.v1');
  if (council !== undefined) return missingFromCare(context);
  const entry = nameOf(context.subject.facts.entryAuthority);
  return caseEmail(context, {
    subject: `${context.subject.id}: paused, every deadline is stopped`,
    preview: 'The clock has stopped. You will hear when it goes on.',
    heading: 'The case is paused',
    blocks: [
      paragraph(
        `${capitalised(whoOf(children))} cannot be found since ${dayMissing(missingSince)}. Every deadline of this case is stopped${children === undefined ? '' : ', for the others too'}. Places that are held stay held.`,
      ),
      caseFacts(context),
      action(
        context.role === 'entry-authority' ? `Tell us when ${whoIs(children)} found` : 'See the case',
        context.url,
      ),
      paragraph(
        context.role === 'entry-authority'
          ? `You stay responsible and lead the search with the police. Say on the page when ${whoIs(children)} found, so that the case goes on.`
          : `${entry} stays responsible and leads the search with the police. If you know anything, tell the police and ${entry} now.`,
      ),
      ...(context.role === 'coordinators' && children !== undefined
        ? [
            paragraph(
              'Ask the councils, and decide on the page whether the others wait for those who are missing, or go on.',
            ),
          ]
        : []),
      ...(context.role === 'coordinators'
        ? [
            paragraph(
              'You hear of it again with every reminder. Meanwhile you can place the child where [the child is|they are] found, or let go of who has accepted, on the page.',
            ),
          ]
        : []),
    ],
  });
}

/** The child is missing since the handover. */
function missingFromCare(context: CaseEmailContext): Letter {
  const { missingSince, council = '', children } = told(context.event, 'case-paused.v1');
  const own = context.role === 'council';
  return caseEmail(context, {
    subject: `${context.subject.id}: missing from care`,
    preview: `${nameOf(council)} leads the search with the police.`,
    heading: `${capitalised(whoIs(children))} missing from care`,
    blocks: [
      paragraph(
        `${capitalised(whoOf(children))} cannot be found since ${dayMissing(missingSince)}.${children === undefined ? '' : ' Others of the case are there.'}`,
      ),
      caseFacts(context),
      action(own ? `Tell us when ${whoIs(children)} found` : 'See the case', context.url),
      paragraph(
        own
          ? `You are responsible, and lead the search with the police. Say on the page when ${whoIs(children)} found, and where.`
          : `${nameOf(council)} is responsible, and leads the search with the police.`,
      ),
    ],
  });
}

/** The child was found. */
export function caseResumed(context: CaseEmailContext): Letter {
  const { elsewhere, council, children } = told(context.event, 'case-resumed.v1');
  const by = context.subject.needs?.by;
  // Whoever places the child where it was found decides in the same step.
  const isOpen = foundElsewhereIn(context.subject).length > 0;
  const decides = isOpen && context.role === 'coordinators';
  if (elsewhere || council !== undefined || children !== undefined)
    return caseEmail(context, {
      subject: `${context.subject.id}: ${whoIs(children)} found`,
      preview: elsewhere ? 'In the area of another council.' : `${capitalised(whoHas(children))} been found.`,
      heading: `${capitalised(whoIs(children))} found`,
      blocks: [
        paragraph(
          elsewhere
            ? `${capitalised(whoHas(children))} been found in the area of another council. A child who is found is cared for there first.`
            : `${capitalised(whoHas(children))} been found.`,
        ),
        ...(children === undefined ? [] : [paragraph('Others of the case are missing still.')]),
        ...(elsewhere && council !== undefined
          ? [
              paragraph(
                isOpen
                  ? `${nameOf(council)} or a coordinator decides on the page what follows: ${whoIs(children)} brought back, [lives where it was found|they live where they were found], or another council becomes responsible.`
                  : 'It has been decided since what follows.',
              ),
              ...(isOpen && by !== undefined ? [notice(`Please decide by ${deadlineWords(by)}.`)] : []),
            ]
          : []),
        ...(elsewhere && council === undefined
          ? [
              paragraph(
                decides
                  ? 'Ask all councils concerned, and decide on the page who takes the child: place the child directly where [the child was|they were] found, or let the move go on.'
                  : isOpen
                    ? 'A coordinator decides who takes the child. Please do not move the child before that.'
                    : 'A coordinator has decided who takes the child. Whoever has to do something because of it is told by an email of its own.',
              ),
            ]
          : []),
        caseFacts(context),
        action(decides ? 'See the case and decide' : 'See the case', context.url),
      ],
    });
  return caseEmail(context, {
    subject: `${context.subject.id}: the case goes on`,
    preview: 'The clock runs again, with the time that was left.',
    heading: 'The case goes on',
    blocks: [
      paragraph(
        'The child has been found. The case goes on where it stopped, and each deadline has the working days that it had left.',
      ),
      ...(by === undefined ? [] : [notice(`The next step is due by ${deadlineWords(by)}.`)]),
      caseFacts(context),
      action('See the case', context.url),
    ],
  });
}

/** Of a group some are missing: the others wait for them, or go on. */
export function groupDecided(context: CaseEmailContext): Letter {
  const { goOn, missing } = told(context.event, 'group-decided.v1');
  const by = context.subject.needs?.by;
  const still = `${capitalised(whoIs(missing))} missing still.`;
  return caseEmail(context, {
    subject: `${context.subject.id}: ${goOn ? 'the case goes on' : 'the children who are there wait'}`,
    preview: missing.length === 0 ? 'Nobody is missing any more.' : still,
    heading: goOn ? 'The case goes on' : 'The children who are there wait',
    blocks: [
      paragraph(
        missing.length === 0
          ? 'Whoever was missing no longer counts as a child of this case. It goes on for the others, and each deadline has the working days that it had left.'
          : goOn
            ? `${still} A coordinator decided that the case goes on for the others meanwhile. Each deadline has the working days that it had left.`
            : `${still} A coordinator decided that the others wait. Every deadline stays stopped.`,
      ),
      ...(goOn && missing.length > 0
        ? [
            paragraph(
              `The children belong together. The place is for all of them. From the handover on, whoever takes them looks for ${whoOf(missing)}.`,
            ),
          ]
        : []),
      ...(!goOn || by === undefined ? [] : [notice(`The next step is due by ${deadlineWords(by)}.`)]),
      caseFacts(context),
      action('See the case', context.url),
    ],
  });
}

/** It is decided what follows for a child who was found elsewhere after the handover. */
export function foundDecided(context: CaseEmailContext): Letter {
  const { council, foundIn, children, decision } = told(context.event, 'found-decided.v1');
  const [responsible, area] = [nameOf(council), nameOf(foundIn)];
  const some = plural(children.length, 'child', 'children');
  const lives = decision === 'lives-there';
  const theirs = children.length < childCount(context.subject) ? numberedChildren(children) : 'the child';
  return caseEmail(context, {
    subject: `${context.subject.id}: it is decided what follows for whoever was found`,
    preview: `${responsible} stays responsible.`,
    heading: lives
      ? `${capitalised(some)} of the case ${children.length === 1 ? 'lives' : 'live'} in another area`
      : `${responsible} brings ${theirs} back`,
    blocks: [
      paragraph(
        lives
          ? `${capitalised(some)} of the case ${children.length === 1 ? 'was' : 'were'} found in the area of ${area}, and ${children.length === 1 ? 'lives' : 'live'} there from now on. ${responsible} stays responsible. ${area} is told.`
          : `${capitalised(some)} of the case ${children.length === 1 ? 'was' : 'were'} found in the area of ${area}. ${responsible} brings ${theirs} back, and stays responsible.`,
      ),
      action('See the case', context.url),
    ],
  });
}
