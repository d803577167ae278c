import { possibleCommands } from '../../../shared/core/case/commands/possible-commands.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import { actOnCase } from '../case/act-on-case.ts';
import { decidedVerdicts } from '../case/decided-verdicts.ts';
import { whoConfirmed } from '../forms/confirm-step.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import type { Session } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { councilsForLead, regionModel, regionReceipt } from './region-model.ts';
import { nextRegionStep, regionCommand } from './region-steps.ts';

/** Opens the page behind the link of a region's lead; undefined when there is no such case, or that region was never asked in it. */
export async function openRegion(
  tools: PagesTools,
  { caseId, region }: Extract<LinkClaims, { for: 'region' }>,
  _request: PageRequest,
  session: Session | undefined,
): Promise<OpenedPage | undefined> {
  const { cases, councils, clock, policy } = tools;
  const theCase = await cases.read(caseId);
  if (theCase === undefined) return undefined;
  const now = clock.now();
  const lead = { kind: 'smp-lead', region } as const;
  const caption = `Reference ${caseId}`;
  const isAsked = possibleCommands(theCase, lead, now).some(({ kind }) => kind === 'answer-region');
  const trail = await cases.trail(caseId);
  if (!trail.some((event) => event.type === 'region-asked.v1' && event.data.region === region))
    return undefined;
  if (!isAsked) return { caption, shows: () => ({ page: regionReceipt(theCase, region) }) };
  const { councils: all } = await councils.view();
  const decided = await decidedVerdicts(cases, caseId, trail);
  const there = councilsForLead(theCase, all, decided?.verdicts ?? [], policy, now);
  const able = there.filter(({ isAble }) => isAble);
  const first = able.find(({ place }) => place === 1)?.code;
  const others = able.filter(({ code }) => code !== first).map(({ code }) => code);
  return {
    caption,
    shows: () => ({ page: regionModel(theCase, there, now) }),
    ...(able.length === 0
      ? {}
      : {
          nextStep: nextRegionStep(
            region,
            first,
            others,
            session?.kind === 'coordinator' ? 'coordinator' : 'at-a-desk',
          ),
          act: (answered) =>
            actOnCase(tools, {
              caseId,
              command: regionCommand(region, answered),
              // Signed in, only a coordinator opens it, who then says what the lead has said.
              actor:
                session?.kind === 'coordinator'
                  ? { kind: 'coordinator', name: session.name }
                  : { ...lead, ...whoConfirmed(answered) },
              cause: `region-answer:${caseId}:${region}`,
            }),
        }),
  };
}
