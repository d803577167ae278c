/** The commands of `npm run ops`: the same for an AWS account and for a run on this machine. Nothing changes without --yes. */
import { parseArgs } from 'node:util';
import { namelessId } from '../../shared/core/case/nameless-id.ts';
import { DeployProblem, portTyped } from '../deploy/options.ts';
import { takeAudit, verifyAudit } from './audit.ts';
import { relayAgain, showCase, showWaiting } from './cases.ts';
import { copyTable, restoreTable } from './copies.ts';
import {
  runByHand,
  type Say,
  showClocks,
  showLog,
  showTriggers,
  switchClocks,
  switchTriggers,
} from './functions.ts';
import { carryKeysBack, councilKey, rotateKey } from './keys.ts';
import { fetchMail, mailRules, showSending, undelete, writeAgain } from './mail.ts';
import { onCall } from './on-call.ts';
import { OpsProblem, type Place } from './place.ts';
import { redrive, sendAgain, showAll, showQueue, takeOffOne } from './queues.ts';
import { secondSteps } from './second-steps.ts';
import { showTrails } from './trails.ts';

const usage = `npm run ops -- <command> [--yes] [--stage <stage> | --port <port>]

Look (nothing changes where the scheme runs):
  look                       what waits in queues, and why; what is disabled; what rings
  look <queue>               each message that waits for a person: since when, what about, why; of a work queue how many wait, and since when
  log <function>             its errors and warnings: [--since 3h] [--holding EMAIL_RETURNED | --all]
  triggers <function>        what wakes it
  clocks                     the schedules
  case <reference>           where a case (or, by its code, a council) stands, and what happened
  waiting [<party>]          open cases: all, or what waits for coordinators, council:<code>, entry-authority:<code>
  trails                     compares every trail with its anchors; ends with 1 when one does not hold
  audit --from <day> --to <day> --into <dir>  every trail that grew on those days, with its anchors, as a file of JSON Lines
  verify <file>              checks such a file, or the audit of a case, by itself; ends with 1 when one byte is not as it was
  sending                    what SES lets us send, and to whom it writes no more
  mail-rules                 which rules take in e-mail
  fetch <id> --into <file>   writes an e-mail that was set aside into a new file on this machine
  nameless <id>              a sender's own id of a message, as logs tell it

Mend (says what it would do; does it with --yes):
  redrive <queue>            what was given up, again: to its queue, through the relay, or as a run
  send-again <queue> <id>    one message that waits for a person, to the queue that reads it: [--to <queue>]
  take-off <queue> <id>      one message whose matter is settled
  relay <reference>          every event of a case again; what went out before goes to nobody twice
  run <function>             starts it once: [--with '{"mayDelete": 120}']
  triggers <function>        --enable | --disable
  clocks [<schedule>]        --enable | --disable
  pause, resume              whether anything happens by the clock
  on-call                    who is told of alarms: [--tell <address> | --confirm <token> | --try]
  write-again <address>      takes an address off SES's list
  mail-rules --activate      makes ours the active ones
  undelete <bucket>          --since <moment>: what was deleted since then, back
  copy <cases|sealed>        restores a table beside itself: --at <moment>; deletes that copy again: --delete
  restore <cases|sealed>     compares it with that copy; puts back what is missing: --yes [--changed]
  rotate-key <link|fingerprint>  how it stands, and a new one: [--end-overlap | --leaked] [--anyway]
  api-key <council>          a key of the API: [--keep-old-days <days> | --revoke]
  second-steps [<name>]      how coordinators' second steps stand; resets that of one, when no coordinator can
  carry-keys-back            gives a pipeline of a version before the keys that the stack of tables keeps

--stage names the stage in the AWS account that the terminal is signed in to (default: the one without a name); --port a run on this machine.`;

const options = {
  yes: { type: 'boolean', default: false },
  stage: { type: 'string' },
  port: { type: 'string' },
  since: { type: 'string' },
  holding: { type: 'string' },
  all: { type: 'boolean', default: false },
  to: { type: 'string' },
  with: { type: 'string', default: '{}' },
  into: { type: 'string' },
  from: { type: 'string' },
  enable: { type: 'boolean', default: false },
  disable: { type: 'boolean', default: false },
  activate: { type: 'boolean', default: false },
  'end-overlap': { type: 'boolean', default: false },
  leaked: { type: 'boolean', default: false },
  anyway: { type: 'boolean', default: false },
  revoke: { type: 'boolean', default: false },
  tell: { type: 'string' },
  confirm: { type: 'string' },
  try: { type: 'boolean', default: false },
  at: { type: 'string' },
  delete: { type: 'boolean', default: false },
  changed: { type: 'boolean', default: false },
  'keep-old-days': { type: 'string', default: '0' },
  help: { type: 'boolean', default: false },
} as const;

type OptionName = keyof typeof options;

/** Whatever command it is: where, and whether it is done. */
const everywhere: readonly OptionName[] = ['yes', 'stage', 'port', 'help'];

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new OpsProblem(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

type Values = ReturnType<typeof parse>['values'];

interface Asked extends Values {
  /** @throws OpsProblem when it is not there */
  readonly place: Place;
  readonly say: Say;
  /** What follows the command; none of those that it needs is missing. */
  readonly words: readonly string[];
}

/** A word that the command needs, at its place. */
const word = ({ words }: Asked, at = 0): string => words[at] ?? '';

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new OpsProblem(`--with takes JSON, such as '{"mayDelete": 120}'.`);
  }
}

const needed = (value: string | undefined, option: string): string => {
  if (value === undefined) throw new OpsProblem(`Say ${option}.`);
  return value;
};

async function switchClock({ place, say, yes }: Asked, live: boolean): Promise<void> {
  if (!yes)
    return say(
      live
        ? 'Would let it act by the clock again: deadlines that ran out meanwhile are enforced at once, the oldest first. To do it: --yes'
        : 'Would stop what happens by the clock: no deadline is enforced, nobody is reminded. Deadlines run on. To do it: --yes',
    );
  say(await place.setLive(live));
}

interface Command {
  /** The words that follow it, by what they are; those with a question mark may be left out. */
  readonly words: readonly string[];
  /** The options that it knows beside where and --yes. */
  readonly options: readonly OptionName[];
  /** False is a finding, for the exit code; whatever else comes of it is well. */
  readonly act: (asked: Asked) => Promise<unknown>;
}

const command = (words: readonly string[], act: Command['act'], ...its: readonly OptionName[]): Command => ({
  words,
  options: its,
  act,
});

const looking: Readonly<Record<string, Command>> = {
  look: command(['queue?'], ({ place, say, words: [queue] }) =>
    queue === undefined ? showAll(place, say) : showQueue(place, say, queue),
  ),
  log: command(
    ['function'],
    (asked) => {
      const { place, say, since = '1h', holding, all } = asked;
      return showLog(place, say, word(asked), { since, holding, all });
    },
    ...(['since', 'holding', 'all'] as const),
  ),
  triggers: command(
    ['function'],
    (asked) => {
      const { place, say, enable, disable, yes } = asked;
      return enable || disable
        ? switchTriggers(place, say, word(asked), { on: enable, yes })
        : showTriggers(place, say, word(asked));
    },
    ...(['enable', 'disable'] as const),
  ),
  clocks: command(
    ['schedule?'],
    ({ place, say, words: [name], enable, disable, yes }) =>
      enable || disable ? switchClocks(place, say, name, { on: enable, yes }) : showClocks(place, say),
    ...(['enable', 'disable'] as const),
  ),
  case: command(['reference'], (asked) => showCase(asked.place, asked.say, word(asked))),
  waiting: command(['party?'], ({ place, say, words: [party] }) => showWaiting(place, say, party)),
  trails: command([], ({ place, say }) => showTrails(place, say)),
  audit: command(
    [],
    (asked) => {
      const { place, say } = asked;
      return takeAudit(place, say, {
        from: needed(asked.from, 'since which day: --from 2026-11-23'),
        to: needed(asked.to, 'until which day: --to 2026-11-29'),
        into: needed(asked.into, 'where to save it: --into <dir>'),
      });
    },
    ...(['from', 'to', 'into'] as const),
  ),
  verify: command(['file'], (asked) => verifyAudit(asked.say, word(asked))),
  sending: command([], ({ place, say }) => showSending(place, say)),
  'mail-rules': command(
    [],
    ({ place, say, activate, yes }) => mailRules(place, say, { activate, yes }),
    'activate',
  ),
  fetch: command(
    ['id'],
    (asked) =>
      fetchMail(asked.place, asked.say, word(asked), needed(asked.into, 'where to save it: --into <file>')),
    'into',
  ),
  nameless: command(['id'], async (asked) => asked.say(namelessId(word(asked)))),
};

const mending: Readonly<Record<string, Command>> = {
  redrive: command(['queue'], (asked) => redrive(asked.place, asked.say, word(asked), asked.yes)),
  'send-again': command(
    ['queue', 'id'],
    (asked) => {
      const { place, say, to, yes } = asked;
      return sendAgain(place, say, word(asked), word(asked, 1), { to, yes });
    },
    'to',
  ),
  'take-off': command(['queue', 'id'], (asked) =>
    takeOffOne(asked.place, asked.say, word(asked), word(asked, 1), asked.yes),
  ),
  relay: command(['reference'], (asked) => relayAgain(asked.place, asked.say, word(asked), asked.yes)),
  run: command(
    ['function'],
    (asked) => {
      const { place, say, with: given, yes } = asked;
      return runByHand(place, say, word(asked), { event: json(given), yes });
    },
    'with',
  ),
  'on-call': command(
    [],
    ({ place, say, tell, confirm, try: tried, yes }) =>
      onCall(place, say, { tell, confirm, try: tried, yes }),
    ...(['tell', 'confirm', 'try'] as const),
  ),
  pause: command([], (asked) => switchClock(asked, false)),
  resume: command([], (asked) => switchClock(asked, true)),
  'write-again': command(['address'], (asked) => writeAgain(asked.place, asked.say, word(asked), asked.yes)),
  undelete: command(
    ['bucket'],
    (asked) => {
      const { place, say, yes } = asked;
      const since = needed(asked.since, 'since when: --since <moment>');
      return undelete(place, say, word(asked), { since, yes });
    },
    'since',
  ),
  copy: command(
    ['table'],
    (asked) => {
      const { place, say, at, delete: remove, yes } = asked;
      return copyTable(place, say, word(asked), { at, remove, yes });
    },
    ...(['at', 'delete'] as const),
  ),
  restore: command(
    ['table'],
    (asked) => {
      const { place, say, changed, yes } = asked;
      return restoreTable(place, say, word(asked), { changed, yes });
    },
    'changed',
  ),
};

const keys: Readonly<Record<string, Command>> = {
  'rotate-key': command(
    ['link|fingerprint'],
    (asked) => {
      const { place, say, leaked, anyway, yes, 'end-overlap': endOverlap } = asked;
      return rotateKey(place, say, word(asked), { endOverlap, leaked, anyway, yes });
    },
    ...(['end-overlap', 'leaked', 'anyway'] as const),
  ),
  'api-key': command(
    ['council'],
    (asked) => {
      const { place, say, revoke, yes, 'keep-old-days': keepOldDays } = asked;
      return councilKey(place, say, word(asked), { keepOldDays, revoke, yes });
    },
    ...(['keep-old-days', 'revoke'] as const),
  ),
  'second-steps': command(['name?'], ({ place, say, words: [name], yes }) =>
    secondSteps(place, say, name, yes),
  ),
  'carry-keys-back': command([], ({ place, say, yes }) => carryKeysBack(place, say, yes)),
};

const commands: Readonly<Record<string, Command>> = { ...looking, ...mending, ...keys };

export interface Line {
  readonly values: Values;
  /** Undefined when only help is asked for. */
  readonly command: Command | undefined;
  readonly words: readonly string[];
}

/**
 * Reads a command line, and does nothing.
 *
 * @throws OpsProblem when there is no such command, or it takes something else
 */
export function readLine(args: readonly string[]): Line {
  const { values, positionals, tokens } = parse(args);
  const [name, ...words] = positionals;
  if (values.help) return { values, command: undefined, words };
  if (name === undefined) throw new OpsProblem(usage);
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (found === undefined) throw new OpsProblem(`There is no command "${name}".\n\n${usage}`);
  const missing = found.words[words.length];
  if (missing !== undefined && !missing.endsWith('?'))
    throw new OpsProblem(`Say which ${missing}: npm run ops -- ${name} <${found.words.join('> <')}>`);
  const [tooMuch] = words.slice(found.words.length);
  if (tooMuch !== undefined) throw new OpsProblem(`${name} does not take "${tooMuch}".\n\n${usage}`);
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  const strange = given.find((one) => ![...everywhere, ...found.options].some((known) => known === one));
  if (strange !== undefined) throw new OpsProblem(`${name} does not take --${strange}.\n\n${usage}`);
  if (values.enable && values.disable) throw new OpsProblem('Only one of --enable and --disable.');
  return { values, command: found, words };
}

/** Finds where the scheme runs. @throws OpsProblem when it is not there */
export type PlaceOf = (where: {
  readonly stage: string | undefined;
  /** Of a run on this machine; then there is no stage. */
  readonly port: number | undefined;
}) => Place;

/**
 * Does what a command line asks.
 *
 * @param say is told what there is to say, a line or more at a time
 * @returns the exit code: 1 when it could not be done, or something does not hold
 */
export async function operate(args: readonly string[], placeOf: PlaceOf, say: Say): Promise<number> {
  let place: Place | undefined;
  try {
    const { values, command: asked, words } = readLine(args);
    if (asked === undefined) {
      say(usage);
      return 0;
    }
    const where = { stage: values.stage, port: portTyped(values) };
    const done = await asked.act({
      ...values,
      // Only once a command asks for it: some need none.
      get place() {
        place ??= placeOf(where);
        return place;
      },
      say,
      words,
    });
    return done === false ? 1 : 0;
  } catch (error) {
    if (!(error instanceof OpsProblem || error instanceof DeployProblem)) throw error;
    say(error.message);
    return 1;
  } finally {
    place?.close();
  }
}
