import type { Line } from '../kernel/trace.ts';
import { clock, named } from '../story.ts';
import { Violation } from '../watch/violation.ts';
import type { Played, PlayFailed } from './play.ts';
import type { PlayOptions } from './play-options.ts';

const MOST_LINES = 60;

const number = (value: number): string => Math.round(value).toLocaleString('en-GB');
const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${number(count)}`)
    .join(', ') || 'none';
const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((all, count) => all + count, 0);
const tally = (things: Iterable<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return counts;
};

/** What a play came to in which every rule held. */
export function playedWords(
  played: Played,
  { referrals, until }: Pick<PlayOptions, 'referrals' | 'until'>,
  seconds: number,
): string {
  const { watch, sent, kills, cutShort, quarantined, transactions } = played;
  const { cases, mails } = watch;
  const over = until === 'everything has ended';
  const events = [...cases.trails.values()].reduce((all, trail) => all + trail.length, 0);
  const ends = tally([...cases.known.values()].map(({ status }) => status));
  return [
    '',
    `${number(referrals)} referrals (${number(sent.length)} messages) in one burst on DynamoDB Local and the local servers, ${number(seconds)} s in all`,
    `  the burst             every first decision, its e-mails and most answers after ${number(played.burstSeconds)} s`,
    `  how cases ${over ? 'ended' : 'stand'}      ${listed(ends)}; merged into another ${number(referrals - cases.known.size)}`,
    `  events committed      ${number(events)}`,
    `  e-mails sent          ${number(mails.sent)}; copies too many ${number(mails.doubled)}, each after a process died between the mail service’s yes and our record`,
    `  functions run         ${number(played.invocations)}`,
    `  killed at their work  ${number(sum(kills))}: ${listed(kills)}`,
    `  cut short in all      ${number(sum(cutShort))}: ${listed(cutShort)}`,
    `  batches handed over again ${number(played.redelivered)}; messages redriven by hand ${number(played.redriven)}; quarantined: ${listed(tally(quarantined))}`,
    `  transactions          ${number(transactions)} tried, ${number(watch.committed)} committed: the other ${number(transactions - watch.committed)} lost a race, found no place left, or said again what stood`,
    `  people who gave up on a page ${number(played.gaveUp)}`,
    '',
    'Held throughout:',
    '  ✓ no referral lost, no child open twice, each case on exactly one list while open',
    '  ✓ every change has its event, chained by hash; every step is in the table; every decision derived again',
    `  ✓ places are what the cases say whenever it was quiet, never beyond headroom${over ? ', and none is held at the end' : ''}`,
    '  ✓ no e-mail lost, none about what did not happen',
    `  ✓ no deadline unnoticed; ${over ? 'every case came to its end; ' : ''}no function asked for what it may not do`,
  ].join('\n');
}

/** What broke, and what led to it. */
export function failedWords({ watch, cause }: PlayFailed): string {
  const about = cause instanceof Violation ? cause.about : undefined;
  const rule = cause instanceof Violation ? `breaks the rule "${cause.rule}"` : 'broke';
  const words = cause instanceof Error ? cause.message : String(cause);
  const told = watch.trace.lines.filter(
    (line) => about === undefined || line.about === about || line.about === undefined,
  );
  return [
    `The run ${rule}:`,
    `  ${named(words)}`,
    '',
    'What happened before:',
    ...told.slice(-MOST_LINES).map(inWords),
  ].join('\n');
}

const inWords = ({ at, about, words }: Line): string =>
  `  ${clock(at)}  ${about === undefined ? '' : `${about}  `}${named(words)}`;
