import type { LinkClaims } from '../../../shared/runtime/links.ts';
import type { PageRequest } from '../../../shared/runtime/wear-http.ts';
import { actOnCase } from '../act-on-case.ts';
import { deskCommand, deskJourney } from '../journey/action-desk.ts';
import { nameIn } from '../journey/confirm-step.ts';
import { noticeOf } from '../notice-of.ts';
import type { OpenedPage } from '../opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { entryDesk } from './entry-desk.ts';
import { entryLanding } from './entry-landing.ts';

/** Opens the page behind the entry authority's link; undefined when it has no such case. */
export async function openEntry(
  tools: PagesTools,
  { caseId, authority }: Extract<LinkClaims, { for: 'entry' }>,
  request: PageRequest,
): Promise<OpenedPage | undefined> {
  const { cases, clock } = tools;
  const theCase = await cases.read(caseId);
  if (theCase?.facts.entryAuthority !== authority) return undefined;
  const notice = noticeOf(
    request,
    await cases.trail(caseId),
    (actor) => actor.kind === 'entry-authority' && actor.code === authority,
  );
  const landing = { ...entryLanding(theCase), ...notice };
  const desk = entryDesk(theCase, clock.now());
  if (desk === undefined) return { landing };
  return {
    landing,
    journey: deskJourney(desk),
    act: (answered) => {
      const name = nameIn(answered);
      return actOnCase(tools, {
        caseId,
        command: deskCommand(desk, answered),
        actor: { kind: 'entry-authority', code: authority, ...(name === undefined ? {} : { name }) },
        cause: `entry-page:${caseId}:${theCase.version}`,
      });
    },
  };
}
