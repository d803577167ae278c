import { type EmailTemplate, emailTemplates } from '../../shared/core/case/notification-templates.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';
import { DoesNotFit, type Reader } from './emails/context.ts';
import { action, type Letter } from './emails/letter.ts';
import { type CaseTemplate, caseEmails, councilEmails } from './emails/templates.ts';
import type { Happened } from './what-happened.ts';

/** @throws PermanentFailure unknown-template */
export function templateNamed(name: string): EmailTemplate {
  const known = emailTemplates.find((template) => template === name);
  if (known === undefined)
    throw new PermanentFailure(
      'unknown-template',
      'The request names an email that this version does not know.',
    );
  return known;
}

/** Templates that say why a council was asked. */
export const explains = (template: EmailTemplate): boolean =>
  template === 'offer-to-primary' || template === 'backup-request';

const isCaseTemplate = (template: EmailTemplate): template is CaseTemplate => template in caseEmails;

/** A letter that asks its reader for nothing: in place of all that could be done there is the page to look at. */
function onlyToSee(letter: Letter, url: string): Letter {
  const first = letter.blocks.findIndex(({ kind }) => kind === 'action');
  const blocks = letter.blocks.flatMap((block, place) => {
    if (place === first) return [action('See the page', url)];
    return block.kind === 'action' ? [] : [block];
  });
  return { ...letter, blocks };
}

function lettered(template: EmailTemplate, happened: Happened, reader: Reader): Letter {
  if (happened.kind === 'case' && isCaseTemplate(template))
    return caseEmails[template]({ ...happened, ...reader });
  if (happened.kind === 'council' && !isCaseTemplate(template))
    return councilEmails[template]({ ...happened, ...reader });
  throw new DoesNotFit(`"${template}" is not about a ${happened.kind}.`);
}

/**
 * Puts what happened into words for whom it is told.
 *
 * @throws PermanentFailure does-not-fit, when the template is not about such an event
 */
export function writeLetter(template: EmailTemplate, happened: Happened, reader: Reader): Letter {
  try {
    const letter = lettered(template, happened, reader);
    return reader.seesOnly ? onlyToSee(letter, reader.url) : letter;
  } catch (error) {
    if (error instanceof DoesNotFit) throw new PermanentFailure('does-not-fit', error.message);
    throw error;
  }
}
