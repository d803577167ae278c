import { allFaults, faultWords } from './kernel/faults.ts';
import type { Year } from './simulate.ts';

const rules = [
  'no referral lost, no child placed twice or lost in a merger',
  'held, offered and incoming places are what the cases say, and return to zero',
  'no council beyond its headroom, unless a named person decided so',
  'every change has its event, chained by hash; every step is in the table',
  'each open case on exactly one list, with a next look',
  'no e-mail lost, none about what did not happen, doubled only after a crash, a lost answer or a jump of a clock',
  'whoever must act is reached, or a coordinator: what came back from one mailbox lay in another in the end',
  'coordinators are led to every hold: by an e-mail of its own, or of another for the same reasons that waits with it',
  'every council passed over with a code; every decision derived again from what was kept',
  'no queue and no e-mail names a child',
  'a social worker is sealed before the case names one',
  'no deadline passes unnoticed, and nobody’s time is cut short',
  'a bank holiday that is announced late moves the deadlines it falls into, once and to a later time',
  'nobody is first for more than two children running while silent, as long as others can be',
  'a council that is closed has no open offer for long, and the rota gives it nobody',
  'a council that has ended is asked for nobody, and what was its is on a list until another takes over',
  'what a council that has ended leaves passes on, all at once or one by one, and once: cases, sealed details, places, drafts',
  'no e-mail undoes anything unconfirmed',
  'no child handed over without the safety plan it needs, nor to an area to avoid',
  'a council knows that a child lives in its area, or will, as long as that is so',
  'once nothing fails and everybody acts, everything reaches an end',
];

const merged = (counts: readonly Readonly<Record<string, number>>[]): Map<string, number> => {
  const all = new Map<string, number>();
  for (const one of counts)
    for (const [name, count] of Object.entries(one)) all.set(name, (all.get(name) ?? 0) + count);
  return all;
};

const number = (value: number): string => Math.round(value).toLocaleString('en-GB');
const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} ${number(count)}`)
    .join(', ') || 'none';

/** What years came to in which every rule held. */
export function summary(years: readonly Year[], seconds: number, hash: string): string {
  const sum = (of: (year: Year) => number): number => years.reduce((all, year) => all + of(year), 0);
  const faults = merged(years.map((year) => year.faults as Record<string, number>));
  const struck = [...faults.values()].reduce((all, count) => all + count, 0);
  return [
    '',
    `${number(years.length)} years, ${number(sum(({ referrals }) => referrals))} referrals of ${number(sum(({ children }) => children))} children, in ${seconds.toFixed(1)} s (${(years.length / seconds).toFixed(1)} years a second)`,
    `  how they came         ${listed(merged(years.map(({ ways }) => ways)))}`,
    `  how cases ended       ${listed(merged(years.map(({ ends }) => ends)))}`,
    `  councils that ended   ${number(sum(({ ended }) => ended))} years; cases passed to others ${number(sum(({ passed }) => passed))}, by forms for all ${number(sum(({ given }) => given.all))}, for each ${number(sum(({ given }) => given.each))}`,
    `  events committed      ${number(sum(({ events }) => events))}`,
    `  e-mails sent          ${number(sum(({ emails }) => emails))}; copies too many ${number(sum(({ doubled }) => doubled))}, each after a crash, a lost answer or a jump of a clock`,
    `  functions run         ${number(sum(({ invocations }) => invocations))}, with ${number(sum(({ calls }) => calls))} calls through ports; visits to pages ${number(sum(({ visits }) => visits))}`,
    `  late bank holidays    moved ${number(sum(({ moved }) => moved))} deadlines`,
    `  holds of one cause    ${number(sum(({ joined }) => joined))} came with another’s e-mail`,
    `  set aside             redriven or sent again ${number(sum(({ redriven }) => redriven))}; quarantined: ${listed(merged(years.map(({ quarantined }) => quarantined)))}`,
    '',
    `${number(struck)} faults of ${faults.size} kinds (of ${allFaults.length}):`,
    ...[...faults]
      .sort((a, b) => b[1] - a[1])
      .map(
        ([fault, count]) =>
          `  ${number(count).padStart(8)}  ${fault.padEnd(22)} ${faultWords[fault as keyof typeof faultWords]}`,
      ),
    '',
    'Held after every step:',
    ...rules.map((rule) => `  ✓ ${rule}`),
    '',
    `Trace ${hash}`,
  ].join('\n');
}
