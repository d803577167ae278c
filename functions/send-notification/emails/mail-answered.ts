import type { DataOf } from '../../../events/catalogue.ts';
import { listWords, plural } from '../../../shared/words/counting.ts';
import { askFor } from './ask-for.ts';
import { councilEmail } from './capacity.ts';
import { type CouncilEmailContext, told } from './context.ts';
import { action, type Block, heading, type Letter, list, notice, numberedList, paragraph } from './letter.ts';

const howTo = ({ url }: CouncilEmailContext): readonly Block[] => [
  heading('How to send a referral by email'),
  list([
    'Fill in our Word form, save it and attach it.',
    'Or attach one Excel or CSV table, with one row for each child, at most 50.',
    'Or write one line for each fact in the email itself, such as "Arrived on: 2026-11-15".',
    'To add to a case, reply to its email and leave the subject as it is.',
    'Send it from an address of your council.',
  ]),
  action('Get the Word form', new URL('/forms/refer-a-child.docx', url).href),
];

const refused = {
  'not-accepted': {
    subject: 'we could not accept an email in your name',
    heading: 'We could not accept an email',
    words:
      'An email came in your council’s name, and we could not make sure that it is from you. We have not acted on it. A coordinator looks at it. If you sent it, tell the coordinators, and ask your IT team to check SPF, DKIM and DMARC for your domain.',
  },
  'shared-domain': {
    subject: 'we do not know which council sent an email',
    heading: 'We do not know which council sent an email',
    words:
      'An email came from an address that your council and another share. We have not acted on it, because we do not know which of you refers. A coordinator looks at it. If you sent it, send it again from your duty desk’s own address, which we know.',
  },
  'too-big': {
    subject: 'we could not open your email',
    heading: 'We could not open your email',
    words: 'Nothing has been referred yet. Please send it again, like this.',
  },
  'nothing-read': {
    subject: 'we found no referral in your email',
    heading: 'We found no referral in your email',
    words: 'Nothing has been referred yet. Please send it again, like this.',
  },
} as const;

/** An e-mail can be forged: what is at stake for a child is done only on the desk's word. */
const waitsWords = (alone: boolean, waiting: readonly string[]): string =>
  `What you sent ${alone ? '' : `about ${listWords(waiting)} `}would change who the child is, what keeps the child safe or where the child goes. Nothing has changed yet. We have asked your duty desk to confirm it on the page: tell them that you wrote to us.`;

type Referral = DataOf<'mail-received.v1'>['referrals'][number];

/**
 * How many children were read, and of each case whether it is new. Of a case that was added to it is only known how many it has now. What was
 * read before children were counted says nothing of them.
 */
function readWords(referrals: readonly Referral[]): readonly Block[] {
  if (referrals.some(({ children }) => children === undefined)) return [];
  const isNew = ({ did }: Referral) => did === 'referred';
  const total = referrals.reduce((sum, { children = 0 }) => sum + children, 0);
  const each = referrals.map((one) => {
    const children = plural(one.children ?? 1, 'child', 'children');
    return `${one.caseId}: ${isNew(one) ? `a new case, ${children}` : `more about this case, which has ${children} with what we read`}.`;
  });
  const read = referrals.every(isNew) ? [`We read ${plural(total, 'child', 'children')}`] : [];
  return referrals.length === 1
    ? [paragraph([...read, ...each].join('. '))]
    : [paragraph(`${read[0] ?? 'What we read'} in your email:`), list(each)];
}

/** What a council's e-mail led to: the references, and a numbered list of what is missing or could not be read. */
export function mailAnswered(context: CouncilEmailContext): Letter {
  const { outcome, referrals, problems, thanks } = told(context.event, 'mail-received.v1');
  const { name } = context.council;
  if (thanks === true)
    return councilEmail(context, {
      subject: `${name}: thank you`,
      preview: 'Nothing is asked of you.',
      heading: 'Thank you for your email',
      blocks: [
        paragraph('We read no more than thanks in it, so nothing was changed and nothing is asked of you.'),
        paragraph(
          'If you meant to add to a case, write one line for each answer, such as "Arrived on: 2026-11-15".',
        ),
      ],
    });
  const unread = problems.map(({ where, words }) => `${where}. ${words}`);
  if (outcome !== 'read') {
    const say = refused[outcome];
    return councilEmail(context, {
      subject: `${name}: ${say.subject}`,
      preview: say.words,
      heading: say.heading,
      blocks: [
        paragraph(say.words),
        ...(unread.length === 0 ? [] : [numberedList(unread)]),
        ...howTo(context),
      ],
    });
  }
  const references = referrals.map(({ caseId }) => caseId);
  const alone = referrals.length === 1;
  const asked = referrals.flatMap(({ caseId, missing }) =>
    missing.map((fact) => (alone ? askFor(fact) : `${caseId}. ${askFor(fact)}`)),
  );
  const waiting = referrals.flatMap(({ caseId, toConfirm }) => (toConfirm === undefined ? [] : [caseId]));
  const open = [...unread, ...asked];
  return councilEmail(context, {
    subject: alone
      ? `${references[0]}: we have your email`
      : `${name}: we have your email about ${plural(referrals.length, 'referral')}`,
    preview: open.length === 0 ? 'Everything could be read.' : `${plural(open.length, 'answer')} to give.`,
    heading: 'We have your email',
    blocks: [
      paragraph(
        alone
          ? `The reference is ${references[0]}. Use it whenever you write or call about this case.`
          : `The references are ${listWords(references)}, in the order of your rows. Use them whenever you write or call.`,
      ),
      ...readWords(referrals),
      ...(waiting.length === 0
        ? []
        : [notice('A change waits for your duty desk.'), paragraph(waitsWords(alone, waiting))]),
      ...(open.length === 0
        ? [paragraph('Everything could be read. Your duty desk hears what happens next.')]
        : [
            notice('Please give us what is still open.'),
            numberedList(open),
            paragraph(
              alone
                ? 'Reply to this email: leave its subject as it is, and write one line for each answer. Or sign in with your duty desk’s address, and add it on the page of the case.'
                : 'Reply to the email about each case, which goes to your duty desk. Or send the file again with a column "Reference", and only the rows and columns that change. Or sign in, and add it on the page of each case.',
            ),
            action(
              'Sign in to add it',
              new URL(alone ? `/case/${references[0]}` : '/sign-in', context.url).href,
            ),
          ]),
    ],
  });
}
