import { dateWords, deadlineWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import {
  childrenThere,
  handedOver,
  missingChildren,
  responsibleCouncil,
  withoutPoliceReference,
} from '../../../shared/core/case/responsible.ts';
import { clocksStand } from '../../../shared/core/case/standing.ts';
import { capitalised, numberedChildren, theChildren } from '../../../shared/words/counting.ts';
import { nameOf } from '../authorities.ts';
import { type CaseEmailContext, caseEmail, caseFacts, told } from './context.ts';
import { action, type Letter, notice, paragraph } from './letter.ts';

/** Whether a police reference is recorded of each who is missing, never which. Nothing once nobody is. */
function policeReference({ subject }: CaseEmailContext, asked: boolean) {
  const [missing, without] = [missingChildren(subject), withoutPoliceReference(subject)];
  if (missing.length === 0) return [];
  if (without.length === 0) return [paragraph('A police reference is recorded.')];
  const some = without.length < missing.length;
  return [
    paragraph(
      `No police reference is recorded yet${some ? ` of ${numberedChildren(without)}` : ''}.${asked ? ' If you have it, give it on the page. It is kept sealed.' : ''}`,
    ),
  ];
}

/** Who is missing, of a group by number where others are there; and what is said of one or of several. */
function whoIsMissing({ subject }: CaseEmailContext) {
  const missing = missingChildren(subject);
  const othersThere = missing.length > 0 && childrenThere(subject).length > 0;
  const who = othersThere ? numberedChildren(missing) : theChildren(Math.max(1, missing.length));
  const [is, was, has] = missing.length > 1 ? ['are', 'were', 'have'] : ['is', 'was', 'has'];
  return { who, is, was, has, othersThere };
}

/** The child is still missing. */
function stillMissing(context: CaseEmailContext, since: string): Letter {
  const { party, reminder } = told(context.event, 'case-waiting.v1');
  const afterwards = handedOver(context.subject);
  // Of a group that goes on without a child, no deadline is stopped.
  const stands = clocksStand(context.subject);
  const responsible = nameOf(responsibleCouncil(context.subject));
  const day = dateWords(londonDate(since));
  const { who, is, was, has, othersThere } = whoIsMissing(context);
  const asked = party.kind === context.role && !(afterwards && context.role !== 'council');
  return caseEmail(context, {
    subject: asked
      ? `${context.subject.id}: ${is} ${who} found?`
      : `${context.subject.id}: ${stands ? 'still paused, ' : ''}${who} ${is} still missing`,
    preview: `Recorded as missing on ${day}.`,
    heading: asked
      ? capitalised(`${is} ${who} found?`)
      : stands
        ? 'The case is still paused'
        : capitalised(`${who} ${is} still missing`),
    blocks: [
      notice(capitalised(`${who} ${was} recorded as missing on ${day}, and still ${is}.`)),
      paragraph(
        asked
          ? afterwards
            ? `You are responsible, and lead the search with the police. If ${who} ${has} been found, or ${has} left care, say so on the page.`
            : `You stay responsible and lead the search with the police. If ${who} ${has} been found, say so on the page${stands ? ': every deadline stands still until you do' : ''}. If ${who} will not come back to the scheme, ${othersThere ? 'tell the coordinators: a referral is withdrawn for all its children' : 'withdraw the referral there'}.`
          : afterwards
            ? `${responsible} is responsible and leads the search with the police. If you know anything, tell the police and ${responsible} now.`
            : `${responsible} stays responsible and leads the search with the police. ${stands ? `Every deadline is stopped${reminder === undefined ? ', and places that are held stay held' : ''}` : 'The others of the group are placed meanwhile, and no deadline of theirs is stopped'}. If you know anything, tell the police and ${responsible} now.`,
      ),
      ...policeReference(context, asked),
      ...(reminder !== undefined && context.role === 'coordinators'
        ? [
            paragraph(
              `This is reminder ${reminder}. Call ${responsible}, and ask ${withoutPoliceReference(context.subject).length === 0 ? '' : 'for the police reference and '}what is done. On the page you can say that ${who} ${was} found and where.`,
            ),
          ]
        : []),
      action(asked ? `Say whether ${who} ${is} found` : 'See the case', context.url),
      caseFacts(context),
    ],
  });
}

/** Every deadline was told, and the case still waits. The link is a new one: the first may have run out. */
export function caseWaiting(context: CaseEmailContext): Letter {
  const { since, party, what, missing } = told(context.event, 'case-waiting.v1');
  if (missing) return stillMissing(context, since);
  const due = `${deadlineWords(since)} ${londonDate(since).slice(0, 4)}`;
  const own = party.kind === context.role;
  const who = party.kind === 'coordinators' ? 'The coordinators' : nameOf(party.code);
  return caseEmail(context, {
    subject: `Still waiting ${context.subject.id}: ${what}`,
    preview: `This was due by ${due}.`,
    heading: own ? `Still waiting for you: ${what}` : `Still waiting: ${what}`,
    blocks: [
      notice(`This was due by ${due}.`),
      paragraph(
        own
          ? `${capitalised(what)}, please: the child [waits|wait] until you do. If something stands in the way, ${party.kind === 'coordinators' ? 'write down what, and call whoever can help' : 'tell the coordinators what'}.`
          : `${who} was to ${what}, and nothing came. Please call them, and see whether the child [needs|need] another way.`,
      ),
      action('Open the case', context.url),
      caseFacts(context),
    ],
  });
}
