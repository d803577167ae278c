import type { EmailDocument } from './document.ts';

/** How to reach a person. */
export const helpWords = ({ help, quote }: Pick<EmailDocument, 'help' | 'quote'>): string =>
  help === undefined
    ? `Need help? Ask the scheme’s coordinators. Quote ${quote}.`
    : `Need help? E-mail the scheme’s coordinators at ${help}. Quote ${quote}.`;

export const SIGNATURE =
  'Sent by the National Transfer Scheme. The link works for your desk only: please do not pass it on outside your team. We never put a child’s name or date of birth in an e-mail.';
