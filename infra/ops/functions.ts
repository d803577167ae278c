/** Functions: what they log, what wakes them, and starting one by hand. */
import { OpsProblem, type Place } from './place.ts';

/** How a command says what it found, a line at a time. */
export type Say = (line: string) => void;

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A moment: so long ago (`90m`, `3h`, `2d`), or an instant.
 *
 * @throws OpsProblem when it is neither
 */
export function momentOf(text: string, now: Date): Date {
  const [, count, unit = ''] = /^(\d+)([mhd])$/.exec(text) ?? [];
  const moment =
    count === undefined ? new Date(text) : new Date(now.getTime() - Number(count) * (units[unit] ?? 0));
  if (Number.isNaN(moment.getTime()))
    throw new OpsProblem(`"${text}" is no moment. Say 30m, 3h, 2d ago, or an instant: 2026-11-28T00:00:00Z.`);
  return moment;
}

/** One line of a log in words: what was said, with its particulars; what is no line of ours as it stands. */
export function inWords(line: string): string {
  let said: Record<string, unknown>;
  try {
    said = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line.trim();
  }
  const { level, message, code, timestamp: _, service: __, stack: ___, ...others } = said;
  if (typeof message !== 'string') return line.trim();
  const particulars = Object.entries(others)
    .filter(([name, value]) => !technical.has(name) && typeof value !== 'object')
    .map(([name, value]) => `${name}=${String(value)}`);
  return [level, code, message, ...particulars].filter((part) => part !== undefined).join(' ');
}

/** What Powertools adds to each line. */
const technical = new Set([
  'cold_start',
  'function_arn',
  'function_memory_size',
  'function_name',
  'function_request_id',
  'sampling_rate',
  'xray_trace_id',
]);

/** By default errors and warnings: whoever is called looks for these. */
const TROUBLE = /"level":"(WARN|ERROR|CRITICAL)"/;

export async function showLog(
  place: Place,
  say: Say,
  functionName: string,
  {
    since,
    holding,
    all,
  }: { readonly since: string; readonly holding?: string | undefined; readonly all: boolean },
): Promise<void> {
  const from = momentOf(since, await place.now());
  const lines = await place.log(functionName, from, holding ?? '');
  const told = holding !== undefined || all ? lines : lines.filter(({ line }) => TROUBLE.test(line));
  for (const { at, line } of told) say(`${at}  ${inWords(line)}`);
  if (told.length === 0)
    say(
      lines.length === 0
        ? `${functionName} has logged nothing${holding === undefined ? '' : ` with ${holding}`} since ${from.toISOString()}.`
        : `${functionName} has logged ${lines.length} lines since ${from.toISOString()}, no error or warning among them. All of them: --all`,
    );
}

export async function showTriggers(place: Place, say: Say, functionName: string): Promise<void> {
  const triggers = await place.triggers(functionName);
  for (const { source, on, last } of triggers)
    say(`${source}  ${on ? 'enabled' : 'DISABLED'}${last === undefined ? '' : `  last: ${last}`}`);
  if (triggers.length === 0) say(`No queue and no stream wakes ${functionName}.`);
}

const switched = (on: boolean, yes: boolean): string =>
  yes ? (on ? 'Enabled' : 'Disabled') : `Would ${on ? 'enable' : 'disable'} (to do it: --yes)`;

export async function switchTriggers(
  place: Place,
  say: Say,
  functionName: string,
  { on, yes }: { readonly on: boolean; readonly yes: boolean },
): Promise<void> {
  const wrong = (await place.triggers(functionName)).filter((trigger) => trigger.on !== on);
  if (wrong.length === 0) return say(`Nothing to ${on ? 'enable' : 'disable'}.`);
  for (const trigger of wrong) {
    if (yes) await place.setTrigger(trigger, on);
    say(`${switched(on, yes)}: ${trigger.source} wakes ${functionName}.`);
  }
}

export async function showClocks(place: Place, say: Say): Promise<void> {
  for (const { name, on } of await place.clocks()) say(`${on ? 'enabled ' : 'DISABLED'}  ${name}`);
}

export async function switchClocks(
  place: Place,
  say: Say,
  name: string | undefined,
  { on, yes }: { readonly on: boolean; readonly yes: boolean },
): Promise<void> {
  const clocks = await place.clocks();
  if (on && clocks.length > 0 && clocks.every((clock) => !clock.on) && name === undefined)
    throw new OpsProblem(
      'All of them are disabled: the scheme is paused. npm run ops -- resume says what that means.',
    );
  const meant = clocks.filter(
    (clock) => clock.on !== on && (name === undefined || clock.name.includes(name)),
  );
  if (name !== undefined && !clocks.some((clock) => clock.name.includes(name)))
    throw new OpsProblem(
      `There is no schedule "${name}". There are: ${clocks.map((one) => one.name).join(', ')}.`,
    );
  if (meant.length === 0) return say(`Nothing to ${on ? 'enable' : 'disable'}.`);
  for (const clock of meant) {
    if (yes) await place.setClock(clock.name, on);
    say(`${switched(on, yes)}: ${clock.name}.`);
  }
}

export async function runByHand(
  place: Place,
  say: Say,
  functionName: string,
  { event, yes }: { readonly event: unknown; readonly yes: boolean },
): Promise<void> {
  const all = await place.functions();
  if (!all.includes(functionName))
    throw new OpsProblem(`There is no function "${functionName}". There are: ${all.join(', ')}.`);
  if (!yes) return say(`Would start ${functionName} once. To do it: --yes`);
  const { ok, said } = await place.invoke(functionName, event);
  if (!ok) throw new OpsProblem(`${functionName} failed: ${said}. npm run ops -- log ${functionName}`);
  say(`${functionName} has run.`);
}
