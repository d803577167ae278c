import type { AnyEvent } from '../../../events/catalogue.ts';
import { presentCode } from '../../../events/former-codes.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { handedOver } from '../../../shared/core/case/responsible.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { decidedVerdicts } from '../case/decided-verdicts.ts';
import { caseNamed, notYours } from '../home/own-case.ts';
import { page, type Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import type { Section } from '../views/page-model.ts';
import { whyThisCouncil } from '../words/verdict-words.ts';

/**
 * A council's own row of each decision by which it was asked. Of later decisions, and of any in which it was not asked, nothing is said: why it is passed over may
 * tell where the child must not be, or what has come between.
 */
async function ownRows({ cases }: PagesTools, theCase: Case, council: string): Promise<readonly Section[]> {
  const first = new Map<number, Case['offers'][number]>();
  for (const offer of theCase.offers)
    if (offer.council === council && !first.has(offer.round)) first.set(offer.round, offer);
  if (first.size === 0) return [];
  const trail = await cases.trail(theCase.id);
  return Promise.all(
    [...first.values()].map(async ({ round, madeAt }): Promise<Section> => {
      const decided = await decidedVerdicts(cases, theCase.id, trail, round);
      const verdict = decided?.verdicts.find((one) => one.council === council);
      const heading = `Asked on ${dateWords(londonDate(madeAt))}, as it stood then`;
      if (verdict !== undefined) return { ...whyThisCouncil(verdict, authorityName(council)), heading };
      const text =
        decided === undefined
          ? 'What that decision rested on is no longer kept.'
          : 'Another council was asked then. Your council has taken over from it.';
      return { heading, text: [text] };
    }),
  );
}

/** Whether the child was last placed with this council itself, and not with one from which it has taken over. */
const wasPlacedWith = (trail: readonly AnyEvent[], council: string): boolean => {
  const last = trail.findLast((event) => event.type === 'place-accepted.v1');
  return last !== undefined && presentCode(last.data.council) === presentCode(council);
};

/** Of a council that has the child, or takes it, and was never asked: no turn has decided that. */
async function withoutTurn(
  { cases }: PagesTools,
  theCase: Case,
  council: string,
): Promise<readonly Section[]> {
  const { id, placement } = theCase;
  if (placement?.council !== council) return [];
  const isDirect = placement.how === 'placed-directly' && placement.movedFrom === undefined;
  const text =
    isDirect && wasPlacedWith(await cases.trail(id), council)
      ? 'A coordinator placed the child with your council directly.'
      : handedOver(theCase)
        ? 'Your council has become responsible for the child since.'
        : 'Your council has taken over the place since.';
  return [{ heading: 'No turn decided this', text: [text] }];
}

/** `/turn/<reference>`: why a council was asked for a child, with its own numbers of that day, also once it has answered or its time has run out. */
export async function turnInCase(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const reference = parameter('reference');
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'officer') return elsewhere(session, request);
  const { council } = session;
  const theCase = await caseNamed(tools, reference, council);
  const rows = theCase === undefined ? [] : await ownRows(tools, theCase, council);
  const sections =
    theCase === undefined || rows.length > 0 ? rows : await withoutTurn(tools, theCase, council);
  const isOwn = theCase?.facts.entryAuthority === council;
  if (theCase === undefined || (sections.length === 0 && !isOwn)) return notYours(session);
  return page('page', {
    ...signedIn(session),
    title: rows.length === 0 ? 'Why you were not asked' : 'Why you were asked',
    caption: theCase.id,
    ...(isOwn
      ? {
          lead: [
            'This is a referral of your council. The council that refers a child is not asked to take it.',
          ],
        }
      : {}),
    sections,
    links: [
      { text: 'Open the case', href: `/case/${theCase.id}` },
      { text: 'Where your council stands in turn now', href: '/turn' },
    ],
  });
}
