import type { Letter } from './letter.ts';

/** How to reach a person. Coordinators are not sent to themselves. */
export function helpWords({ help, quote, isTheirs }: Pick<Letter, 'help' | 'quote' | 'isTheirs'>): string {
  if (isTheirs) return 'Need help? Ask the people who run this service.';
  return help === undefined
    ? `Need help? Ask the scheme’s coordinators. Quote ${quote}.`
    : `Need help? Email the scheme’s coordinators at ${help}. Quote ${quote}.`;
}

/** Whom a link is for. What is to be passed on says so, and to whom alone. */
const linkWords = (linksFor: string | undefined, many: boolean): string => {
  const [links, them] = many ? ['The links', 'them'] : ['The link', 'it'];
  return linksFor === undefined
    ? `${links} ${many ? 'work' : 'works'} for your desk only: please do not pass ${them} on outside your team.`
    : `${links} ${many ? 'are' : 'is'} for ${linksFor} only: please pass ${them} on to nobody else.`;
};

/** Who sends it, and what to do with the link if there is one. */
export const signatureWords = ({ blocks, linksFor }: Pick<Letter, 'blocks' | 'linksFor'>): string =>
  [
    'Sent by the National Transfer Scheme.',
    ...(blocks.some(({ kind }) => kind === 'action') ? [linkWords(linksFor, false)] : []),
    ...(blocks.some(({ kind }) => kind === 'item') ? [linkWords(linksFor, true)] : []),
    'We never put a child’s name or date of birth in an email.',
  ].join(' ');
