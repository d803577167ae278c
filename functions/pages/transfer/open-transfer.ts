import type { LinkClaims } from '../../../shared/runtime/links.ts';
import type { PageRequest } from '../../../shared/runtime/wear-http.ts';
import { actOnCase } from '../act-on-case.ts';
import { deskCommand, deskJourney } from '../journey/action-desk.ts';
import { nameIn } from '../journey/confirm-step.ts';
import { noticeOf } from '../notice-of.ts';
import type { OpenedPage } from '../opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { transferDesk } from './transfer-desk.ts';
import { transferLanding } from './transfer-landing.ts';

/** Opens the page behind the receiving authority's link; undefined when there is no such case. */
export async function openTransfer(
  tools: PagesTools,
  { caseId, council }: Extract<LinkClaims, { for: 'transfer' }>,
  request: PageRequest,
): Promise<OpenedPage | undefined> {
  const { cases, clock } = tools;
  const theCase = await cases.read(caseId);
  if (theCase === undefined) return undefined;
  const now = clock.now();
  const notice = noticeOf(
    request,
    await cases.trail(caseId),
    (actor) => actor.kind === 'council' && actor.code === council,
  );
  const landing = { ...transferLanding(theCase, council, now), ...notice };
  const desk = transferDesk(theCase, council, now);
  if (desk === undefined) return { landing };
  return {
    landing,
    journey: deskJourney(desk),
    act: (answered) => {
      const name = nameIn(answered);
      return actOnCase(tools, {
        caseId,
        command: deskCommand(desk, answered),
        actor: { kind: 'council', code: council, ...(name === undefined ? {} : { name }) },
        cause: `transfer-page:${caseId}:${theCase.version}`,
      });
    },
  };
}
