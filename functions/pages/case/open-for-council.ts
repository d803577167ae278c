import type { Actor } from '../../../events/envelope.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { Command } from '../../../shared/core/case/command.ts';
import { takesDocuments } from '../../../shared/core/case/commands/change-documents.ts';
import { partInPlacement } from '../../../shared/core/case/commands/open-sealed-details.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { whoConfirmed } from '../forms/confirm-step.ts';
import type { Standing } from '../forms/standing.ts';
import type { Answered, Step } from '../forms/walk.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import type { PagesTools } from '../tools.ts';
import type { PageModel } from '../views/page-model.ts';
import { actOnCase } from './act-on-case.ts';
import { actionCommand, type CaseActions, nextActionStep } from './case-actions.ts';
import { noticeOf } from './notice-of.ts';

/** A command, with what follows from what was sealed for it. */
export interface Prepared {
  readonly command: Command;
  /** What stands behind it in the trail, when the page and its version do not say which of several answers it is. */
  readonly cause?: string;
  /** Done once it is known whether the case has it. */
  readonly settle?: (stands: boolean) => Promise<void>;
}

/** What one of the two councils of a case sees and can do. */
interface Side {
  readonly as: Extract<Actor, { kind: 'council' | 'entry-authority' }>;
  /** Named in the trail as what stands behind an act. */
  readonly page: 'transfer-page' | 'entry-page';
  readonly model: () => PageModel;
  readonly actions: CaseActions | undefined;
  /**
   * Done before what was answered is acted on: what names people is kept sealed before the case says that it is; nothing is when the
   * answers are overtaken.
   */
  readonly before?: (
    answered: Answered,
    command: Command,
    page: { readonly cause: string; readonly overtaken: boolean },
  ) => Promise<Prepared>;
  /** What was said before of what can be answered here, and what would stand once it is answered: read when a form is posted. */
  readonly standing?: () => Standing;
  readonly becomes?: (answered: Answered) => Standing | undefined;
  readonly stood?: () => readonly Step[];
  /** What of the case a person has to have seen as it is, as a number that forms carry along. */
  readonly lookedAt?: (theCase: Case) => number;
  /** Whether what was answered rests on something that has changed since it was `seen`. */
  readonly isOvertaken?: (current: Case, seen: number | undefined, answered: Answered) => boolean;
}

/** Opens a case's page for one of its two councils. */
export async function openForCouncil(
  tools: PagesTools,
  request: PageRequest,
  theCase: Case,
  { as, page, model, actions, before, standing, becomes, stood, lookedAt, isOvertaken }: Side,
): Promise<OpenedPage> {
  const { id: caseId, version } = theCase;
  const links = [
    ...(partInPlacement(theCase, as.code) === undefined
      ? []
      : [{ text: 'Open the sealed details', href: `/sealed/${caseId}` }]),
    ...(as.kind === 'entry-authority' && takesDocuments(theCase)
      ? [{ text: 'Add documents', href: `/documents/${caseId}` }]
      : []),
  ];
  const opened: OpenedPage = {
    caption: `Reference ${caseId}`,
    shows: async () => {
      const notice = await noticeOf(
        request,
        (number) => tools.cases.event(caseId, number),
        (actor) => actor.kind === as.kind && actor.code === as.code,
      );
      const shown = model();
      return { page: { ...shown, ...notice, links: [...links, ...(shown.links ?? [])] } };
    },
  };
  if (actions === undefined) return opened;
  return {
    ...opened,
    nextStep: nextActionStep(actions),
    ...defined({ becomes, stood }),
    ...(standing === undefined || request.requestContext.http.method !== 'POST'
      ? {}
      : { standing: standing() }),
    ...(lookedAt === undefined ? {} : { lookedAt: lookedAt(theCase) }),
    act: async (answered, seen) => {
      // What is sealed is overwritten only by whoever saw the case as it is.
      const asked = actionCommand(actions, answered);
      const overtaken = isOvertaken?.(theCase, seen, answered) === true;
      const onPage = `${page}:${caseId}:${version}`;
      const prepared: Prepared = (await before?.(answered, asked, { cause: onPage, overtaken })) ?? {
        command: asked,
      };
      const { command, cause = onPage, settle } = prepared;
      const acted = await actOnCase(tools, {
        caseId,
        command,
        actor: { ...as, ...whoConfirmed(answered) },
        cause,
        ...(isOvertaken === undefined
          ? {}
          : { isOvertaken: (current: Case) => isOvertaken(current, seen, answered) }),
      });
      await settle?.(acted.kind === 'done');
      return acted;
    },
  };
}
