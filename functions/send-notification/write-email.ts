import type { DataOf } from '../../events/catalogue.ts';
import type { EmailTemplate } from '../../shared/core/case/notification-templates.ts';
import { emailTemplates } from '../../shared/core/case/notification-templates.ts';
import { publishedCouncil } from '../../shared/core/council/published-councils.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';
import { nameOf } from './authorities.ts';
import type { EmailContext } from './email-context.ts';
import { DoesNotFit } from './emails/context.ts';
import { type EmailDocument, notice, paragraph } from './emails/document.ts';
import { type CaseTemplate, caseEmails, councilEmails } from './emails/templates.ts';

/** @throws PermanentFailure unknown-template */
export function templateNamed(name: string): EmailTemplate {
  const known = emailTemplates.find((template) => template === name);
  if (known === undefined)
    throw new PermanentFailure(
      'unknown-template',
      'The request names an e-mail that this version does not know.',
    );
  return known;
}

/** Templates that say why a council was asked. */
export const explains = (template: EmailTemplate): boolean =>
  template === 'offer-to-primary' || template === 'backup-request';

const isCaseTemplate = (template: EmailTemplate): template is CaseTemplate => template in caseEmails;

export interface Reader {
  readonly to: DataOf<'email-requested.v1'>['to'];
  readonly name: string;
  readonly url: string;
  readonly help: string;
}

/**
 * Puts an e-mail into words.
 *
 * @throws PermanentFailure does-not-fit, when the template is not about such an event
 */
export function writeEmail(template: EmailTemplate, context: EmailContext, reader: Reader): EmailDocument {
  const setting = {
    event: context.event,
    desk: reader.to.role,
    reader: reader.name,
    url: reader.url,
    help: reader.help,
    nameOf,
  };
  try {
    if (context.kind === 'case' && isCaseTemplate(template)) {
      const { subject, offer, verdict } = context;
      const regionName = offer === undefined ? undefined : publishedCouncil(offer.council)?.regionName;
      return caseEmails[template]({ ...setting, subject, offer, verdict, regionName });
    }
    if (context.kind === 'council' && !isCaseTemplate(template))
      return councilEmails[template]({ ...setting, council: context.council });
    throw new DoesNotFit(`"${template}" is not about a ${context.kind}.`);
  } catch (error) {
    if (error instanceof DoesNotFit) throw new PermanentFailure('does-not-fit', error.message);
    throw error;
  }
}

/** The same e-mail for the coordinators, because nobody knows where it should have gone. They can forward it. */
export const forCoordinators = (document: EmailDocument, missing: string): EmailDocument => ({
  ...document,
  subject: `No address for ${missing}. ${document.subject}`,
  blocks: [
    notice(`We have no e-mail address for ${missing}, so this came to you.`),
    paragraph(
      `Please call ${missing} and pass it on: forward this e-mail, its link is meant for them. Then give us their address, so that the next one reaches them.`,
    ),
    ...document.blocks,
  ],
});
