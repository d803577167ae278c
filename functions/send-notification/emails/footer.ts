import type { EmailDocument } from './document.ts';

/** How to reach a person. */
export const helpWords = ({ help, quote }: Pick<EmailDocument, 'help' | 'quote'>): string =>
  help === undefined
    ? `Need help? Ask the scheme’s coordinators. Quote ${quote}.`
    : `Need help? E-mail the scheme’s coordinators at ${help}. Quote ${quote}.`;

export const SIGNATURE =
  'Sent by the National Transfer Scheme. Links in this e-mail work for your desk only: please do not forward them outside your team. We never put names, dates of birth or health details in e-mails.';
