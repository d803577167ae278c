// `npm run demo`: a working week of synthetic referrals through the real pipeline, with simulated people behind the
// e-mails and pages; ends in a table of what became of each child. Then four situations that went wrong for children, as they
// end here. At last it checks that nothing was lost or doubled.
import { parseArgs } from 'node:util';
import {
  addDays,
  dateWords,
  instantAt,
  isWorkingDay,
  londonDate,
  londonTime,
} from '../../shared/core/calendar/working-days.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { removeEndpoints, writeEndpoints } from '../local-aws/endpoints.ts';
import { listen } from '../local-aws/listen.ts';
import type { LocalRun } from '../local-aws/local-run.ts';
import type { Plan } from '../local-aws/template/plan.ts';
import { localPlace } from '../ops/local-place.ts';
import { controlServer } from './control-server.ts';
import type { Team } from './people/coordinators.ts';
import type { Manners } from './people/office.ts';
import { People } from './people/people.ts';
import { startSchemeRun, synthesizeScheme } from './scheme-run.ts';
import { holdAgainstBook } from './story/closing.ts';
import { narrate } from './story/narrate.ts';
import { outcomeOf, table } from './story/outcomes.ts';
import { reconcile } from './story/reconcile.ts';
import { sampleReferrals } from './story/sample-referrals.ts';
import { Referrer } from './story/seed.ts';
import { playSituations, situations } from './story/situations.ts';

const usage = `Usage: npm run demo -- [--seed N] [--silent N] [--slow N] [--declining N] [--policy ID] [--port N] [--quiet]
  --seed N   another week, with other people (default 7); the same seed gives the same outcomes
  --silent N, --slow N, --declining N   of a hundred councils, how many never answer, answer only when their time is up, and
             decline whatever comes, each for good (without them each mail is answered, late or left by the mood of the day)
  --policy ID   the rules of the week (default nts-2027, in which the leads of two regions have a part)
  --port N   base port (default 4900)
  --quiet    only the progress and the table`;

const MONDAY = '2026-11-23';
/** Times of the working day at which people look at their mail. */
const OFFICE_TIMES = ['09:10', '10:10', '11:10', '12:10', '13:10', '14:10', '15:10', '16:10', '17:10'];
/** After the week, the days on which what is still open comes to its end. */
const QUIET_TIMES = ['09:10', '13:10', '17:10'];
const DAYS_AT_MOST = 26;
/** R. Okafor is away on Wednesday; T. Lindqvist begins on Monday too, is let in by the first, and away on Thursday. */
const TEAM: Team = [
  { name: 'R. Okafor (invented)', away: ['2026-11-25'] },
  { name: 'T. Lindqvist (invented)', away: ['2026-11-26'] },
];

interface Options {
  readonly seed: number;
  readonly policy: string;
  readonly port: number;
  readonly quiet: boolean;
  readonly manners: Manners | undefined;
}

/** @throws Error for what is no part of a hundred */
function mannersOf(given: Readonly<Partial<Record<keyof Manners, string>>>): Manners | undefined {
  const { silent, slow, declining } = given;
  if (silent === undefined && slow === undefined && declining === undefined) return undefined;
  const [never, late, no] = [silent, slow, declining].map((text = '0') => Number(text));
  const manners = { silent: never ?? 0, slow: late ?? 0, declining: no ?? 0 };
  const sum = manners.silent + manners.slow + manners.declining;
  if (!Object.values(manners).every((part) => part >= 0) || !(sum <= 100))
    throw new Error('--silent, --slow and --declining take numbers from 0 that are at most 100 together.');
  return manners;
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string' },
        silent: { type: 'string' },
        slow: { type: 'string' },
        declining: { type: 'string' },
        policy: { type: 'string', default: 'nts-2027' },
        port: { type: 'string' },
        quiet: { type: 'boolean' },
      },
    });
    const [seed, port] = [Number(values.seed ?? 7), Number(values.port ?? 4900)];
    if (!Number.isInteger(seed) || !Number.isInteger(port))
      throw new Error('--seed and --port take whole numbers.');
    return {
      seed,
      policy: policyNamed(values.policy).id,
      port,
      quiet: values.quiet ?? false,
      manners: mannersOf(values),
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}

/** The template as it is deployed with `-c policy`. */
const under =
  (policy: string) =>
  (plan: Plan): Plan => ({
    ...plan,
    functions: plan.functions.map((one) =>
      'POLICY' in one.environment ? { ...one, environment: { ...one.environment, POLICY: policy } } : one,
    ),
  });

/** The week's referrals, in the order in which they are sent. */
const weekOf = (seed: number) => sampleReferrals(seed, MONDAY).toSorted((a, b) => a.hour - b.hour);

/** Lets the pipeline and the people answer each other until neither has anything left to do. */
async function settle(run: LocalRun, people: People): Promise<void> {
  do await run.idle();
  while ((await people.attend(run.messages)) > 0);
}

async function play(
  run: LocalRun,
  people: People,
  options: Options,
  say: (line: string) => void,
): Promise<readonly string[]> {
  const referrer = new Referrer(run.endpoints);
  const samples = weekOf(options.seed);
  const caseIds = samples.map((sample) => caseReference(sample.message.data.referralId, 1));
  const waiting = [...samples];
  people.arrive();
  await settle(run, people);
  for (let day = 0; day < DAYS_AT_MOST; day += 1) {
    const date = addDays(MONDAY, day);
    if (!isWorkingDay(date, 'England')) continue;
    for (const time of day < 5 ? OFFICE_TIMES : QUIET_TIMES) {
      await run.advance(new Date(instantAt(date, time)));
      if (time === OFFICE_TIMES[0]) people.lookRound();
      await settle(run, people);
      while (waiting[0] && day * 24 + Number(time.slice(0, 2)) - 9 >= waiting[0].hour) {
        const sample = waiting.shift();
        if (!sample) break;
        say(`${londonTime(run.clock.now().toISOString()).slice(0, 5)}  a referral comes in: ${sample.label}`);
        people.adopt(sample);
        await referrer.refer(sample, run.clock.now());
        await settle(run, people);
      }
    }
    const { cases } = await reconcile(run, caseIds.slice(0, samples.length - waiting.length));
    const open = [...cases.values()].filter((one) => one.case.needs !== undefined).length;
    console.log(
      `── ${dateWords(londonDate(run.clock.now().toISOString()))}: ${cases.size} referred, ${open} open, ${run.mail.sent} e-mails`,
    );
    if (waiting.length === 0 && open === 0) break;
  }
  referrer.close();
  return caseIds;
}

/**
 * Once the figures have been kept, a coordinator takes out all that the desk counts, and it is held against the people's own book.
 *
 * @returns a sentence for each figure that differs
 */
async function closeWeek(run: LocalRun, people: People): Promise<readonly string[]> {
  await run.advance('65m');
  people.arrive();
  await settle(run, people);
  const cookies = people.coordinatorsCookies;
  if (cookies === undefined) throw new Error('No coordinator could sign in at the end of the week.');
  const { port, endpoints } = run;
  writeEndpoints(port, endpoints);
  const door = await listen(
    controlServer(run, () => undefined),
    port,
    'control',
  );
  try {
    const to = londonDate(run.clock.now().toISOString());
    const { figures, problems } = await holdAgainstBook(
      { pages: endpoints.pages, cookies },
      people.book,
      { from: MONDAY, to },
      () => localPlace(port),
    );
    const { toldWhoWasFirst } = people.book;
    if (problems.length === 0)
      console.log(
        `\n✓ ${figures} figures of the desk equal what the people wrote down themselves: /figures, NTS_01, the lists of cases and the audit, which does not hold with one byte changed. ${toldWhoWasFirst} times a second coordinator was told who had been first.`,
      );
    return problems;
  } finally {
    removeEndpoints(port);
    door.closeAllConnections();
    door.close();
  }
}

/** The first Monday after a day. */
const mondayAfter = (date: string): string => addDays(date, 7 - ((new Date(date).getUTCDay() + 6) % 7));

/** Tells the situations after the week, which they leave as it was. */
async function tellSituations(
  run: LocalRun,
  people: People,
  say: (line: string) => void,
): Promise<readonly { readonly label: string; readonly caseId: string }[]> {
  const policy = policyNamed(run.functionNamed('allocate-referral').environment.POLICY ?? '');
  // They end so only where the policy knows of a child who is missing, and of a home with family that breaks down.
  if (policy.missing === undefined || policy.reopenWithinDays === undefined) return [];
  const monday = mondayAfter(londonDate(run.clock.now().toISOString()));
  const them = Object.values(situations);
  console.log(`\nFour situations that people lived through, from ${dateWords(monday)}, as they end here.\n`);
  const scenes = await playSituations(run, monday, them, say, {
    between: () => settle(run, people),
    asCoordinator: async () => {
      if (people.coordinatorsCookies === undefined) people.arrive();
      await settle(run, people);
      if (people.coordinatorsCookies === undefined) throw new Error('No coordinator could sign in.');
      return people.coordinatorsCookies;
    },
  });
  return scenes.flatMap(({ caseIds }, index) =>
    caseIds.map((caseId, number) => ({
      label: `${them[index]?.label}${number === 0 ? '' : ', referred again'}`,
      caseId,
    })),
  );
}

async function main(): Promise<void> {
  const options = readOptions();
  const say = options.quiet ? () => undefined : (line: string) => console.log(line);
  const began = performance.now();
  const assembly = await synthesizeScheme((line) => console.log(line));
  console.log(
    `A working week from ${dateWords(MONDAY)}, seed ${options.seed}. Every child and every person in it is invented.\n`,
  );
  const run = await startSchemeRun({
    port: options.port,
    assembly,
    startAt: new Date(instantAt(MONDAY, '08:55')),
    alter: under(options.policy),
  });
  const troubles: string[] = [];
  run.on('trouble', (error) => troubles.push(error.message));
  run.on('denied', ({ message }) => troubles.push(message));
  run.on('invocation', ({ functionName, outcome }) => {
    if (outcome.kind === 'failed')
      troubles.push(`${functionName} failed: ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
  });
  if (!options.quiet) narrate(run, say);
  const stop = () => void run.stop().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const referrer = new Referrer(run.endpoints);
    const people = new People({
      seed: options.seed,
      mood: 'mixed',
      manners: options.manners,
      pagesUrl: run.endpoints.pages,
      referrer,
      now: () => run.clock.now(),
      say,
      team: TEAM,
    });
    const caseIds = await play(run, people, options, say);
    await settle(run, people);
    referrer.close();
    const week = await reconcile(run, caseIds);
    const rows = weekOf(options.seed).map((sample, index) => {
      const caseId = caseIds[index] ?? '';
      return outcomeOf(sample.label, caseId, week.cases.get(caseId));
    });
    console.log(`\n${table(rows)}`);
    if (options.manners !== undefined) {
      const ranOut = [...week.cases.values()].map(
        ({ trail }) => trail.filter(({ type }) => type === 'offer-expired.v1').length,
      );
      const offers = ranOut.reduce((sum, count) => sum + count, 0);
      console.log(
        `\nOffers that nobody answered in time: ${offers}, of ${ranOut.filter((count) => count > 0).length} referrals.`,
      );
    }
    const compared = await closeWeek(run, people);
    const told = await tellSituations(run, people, say);
    // What comes up at one moment is told a minute later.
    await run.advance('2m');
    await settle(run, people);
    const { cases, problems } = await reconcile(run, [...caseIds, ...told.map(({ caseId }) => caseId)]);
    if (told.length > 0)
      console.log(`\n${table(told.map(({ label, caseId }) => outcomeOf(label, caseId, cases.get(caseId))))}`);
    const wrong = [...compared, ...problems, ...troubles];
    for (const problem of wrong) console.log(`✗ ${problem}`);
    const events = [...cases.values()].reduce((sum, one) => sum + one.trail.length, 0);
    if (wrong.length === 0)
      console.log(
        `✓ Nothing lost, nothing doubled: ${cases.size} referrals, ${events} events in whole trails, ${run.mail.sent} e-mails, every place accounted for, no message left over.`,
      );
    console.log(`  ${Math.round((performance.now() - began) / 1000)} seconds.`);
    process.exitCode = wrong.length === 0 ? 0 : 1;
  } finally {
    await run.stop();
  }
}

await main();
