import type { Case } from '../../../shared/core/case/case.ts';
import { possibleCommands } from '../../../shared/core/case/commands/possible-commands.ts';
import type { PageClaims } from '../../../shared/runtime/links.ts';

/** What a lead opens of a case of their region: the page on which they answer, while an answer is wanted; else that of the case, which only shows. */
export function pageForLead(theCase: Case, region: string, now: string): PageClaims {
  const { id: caseId, version } = theCase;
  const mayAnswer = possibleCommands(theCase, { kind: 'smp-lead', region }, now).length > 0;
  return mayAnswer
    ? { for: 'region', region, caseId, version }
    : { for: 'coordinator', region, caseId, version, seeOnly: true };
}
