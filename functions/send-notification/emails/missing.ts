import { dateWords, deadlineWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { listWords } from '../../../shared/words/counting.ts';
import { nameOf } from '../authorities.ts';
import { type CaseEmailContext, caseEmail, caseFacts, told } from './context.ts';
import { action, type Letter, list, notice, paragraph } from './letter.ts';

/** The day since which a child is missing, in London. */
const dayMissing = (since: string): string => dateWords(londonDate(since));

/** Places that were held for a missing child are free again. */
export function placesLapsed(context: CaseEmailContext): Letter {
  const { missingSince, concerned } = told(context.event, 'places-lapsed.v1');
  const day = dayMissing(missingSince);
  const who =
    concerned.length === 0
      ? 'No council holds'
      : `${listWords(concerned.map(nameOf))} no longer ${concerned.length === 1 ? 'holds' : 'hold'}`;
  return caseEmail(context, {
    subject: `${context.subject.id}: places are free again, the child is still missing`,
    preview: `Missing since ${day}.`,
    heading: 'No place is held any more',
    blocks: [
      paragraph(
        `The child has been missing since ${day}. ${who} a place for the child. Once the child is found, a council is looked for anew, at once.`,
      ),
      caseFacts(context),
      action(
        context.role === 'entry-authority' ? 'Say whether the child is found' : 'See the case',
        context.url,
      ),
      ...(context.role === 'council'
        ? [paragraph('Your place is free for another child. You need do nothing more.')]
        : []),
      ...(context.role === 'entry-authority'
        ? [paragraph('You stay responsible, and lead the search with the police.')]
        : []),
      ...(context.role === 'coordinators'
        ? [
            paragraph('What you can do meanwhile, on the page:'),
            list([
              'Say that the child was found, and where.',
              'Place the child directly where the child was found.',
            ]),
          ]
        : []),
    ],
  });
}

/** A coordinator keeps the places that are held for a missing child. */
export function placesKept(context: CaseEmailContext): Letter {
  const { until } = told(context.event, 'places-kept.v1');
  return caseEmail(context, {
    subject: `${context.subject.id}: the place stays held, the child is still missing`,
    preview: `A coordinator keeps it until ${deadlineWords(until)}.`,
    heading: 'The place stays held',
    blocks: [
      notice(`A coordinator keeps the place until ${deadlineWords(until)}.`),
      paragraph(
        'The child is still missing. If the place cannot be held for so long, tell the coordinators.',
      ),
      caseFacts(context),
      action('See the case', context.url),
    ],
  });
}

/** The council in whose area a missing child lived is told. It learns neither who the child is nor where the child lived. */
export function areaChildMissing(context: CaseEmailContext): Letter {
  const { council = '', missingSince } = told(context.event, 'case-paused.v1');
  const [responsible, day] = [nameOf(council), dayMissing(missingSince)];
  return caseEmail(context, {
    subject: `${context.subject.id}: a child who lives in your area is missing`,
    preview: `${responsible} leads the search with the police.`,
    heading: 'A child who lives in your area is missing',
    blocks: [
      paragraph(
        `We told you of a child of ${responsible} who lives in your area. It was recorded that the child is missing since ${day}.`,
      ),
      paragraph(
        `${responsible} stays responsible, and leads the search with the police. Call it now: it can tell you who the child is. If you know anything, tell the police and ${responsible} at once.`,
      ),
      action('See how we count your places', context.url),
      paragraph('We tell you when the child is found.'),
    ],
  });
}

/** The same council is told that the child is found. */
export function areaChildFound(context: CaseEmailContext): Letter {
  const { council = '' } = told(context.event, 'case-resumed.v1');
  const responsible = nameOf(council);
  return caseEmail(context, {
    subject: `${context.subject.id}: the child who was missing from your area is found`,
    preview: `${responsible} stays responsible.`,
    heading: 'The child is found',
    blocks: [
      paragraph(
        `We told you that a child of ${responsible} who lives in your area was missing. The child has been found.`,
      ),
      action('See how we count your places', context.url),
      paragraph(
        `You need not answer. If you were helping with the search, call ${responsible}: it knows where the child is.`,
      ),
    ],
  });
}
