import type { Letter } from './letter.ts';

/** How to reach a person. */
export const helpWords = ({ help, quote }: Pick<Letter, 'help' | 'quote'>): string =>
  help === undefined
    ? `Need help? Ask the scheme’s coordinators. Quote ${quote}.`
    : `Need help? Email the scheme’s coordinators at ${help}. Quote ${quote}.`;

/** Who sends it, and what to do with the link if there is one. */
export const signatureWords = ({ blocks }: Pick<Letter, 'blocks'>): string =>
  [
    'Sent by the National Transfer Scheme.',
    ...(blocks.some(({ kind }) => kind === 'action')
      ? ['The link works for your desk only: please do not pass it on outside your team.']
      : []),
    ...(blocks.some(({ kind }) => kind === 'item')
      ? ['The links work for your desk only: please do not pass them on outside your team.']
      : []),
    'We never put a child’s name or date of birth in an email.',
  ].join(' ');
