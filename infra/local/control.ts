/** `npm run local -- advance 2d | status | referral | send <file> | api-key Kent | code | stop`: drives a local run that is up. */

import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { presentCode } from '../../events/former-codes.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import { DEFAULT_PORT, readEndpoints } from '../local-aws/endpoints.ts';
import type { Status } from './control-server.ts';
import { send } from './send.ts';
import { codesNow } from './story/codes-now.ts';
import { localApiKey } from './story/local-api-key.ts';
import { sampleReferrals } from './story/sample-referrals.ts';

const usage = `Usage:
  npm run local -- advance 2d                      move the clock: 2d, 3h, 30m, 1d12h
  npm run local -- advance to 2026-11-24T09:00     … or to a moment (London time)
  npm run local -- status                          the clock, the queues, the mailbox
  npm run --silent local -- referral               print a synthetic referral of today, to send to the queue
  npm run local -- send referral.json              send it to the queue; with --api Kent to the API, as Kent's own system
  npm run local -- send words.txt                  send any other file as an e-mail to the scheme:
                                                   [--from officer@kent.councils.example] [--subject ...] [--attach file]
  npm run --silent local -- api-key Kent           print a council's key of the API (by name or code)
  npm run local -- code                            the code that a coordinator’s phone shows now; of a secret
                                                   that a page shows, with the secret after it
  npm run local -- stop                            end the run
Add --port N for a run that was started with --port N.`;

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string' },
        help: { type: 'boolean' },
        api: { type: 'string' },
        from: { type: 'string' },
        subject: { type: 'string' },
        attach: { type: 'string', multiple: true },
      },
      allowPositionals: true,
    });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

const { values, positionals } = readArguments();
const [command, ...rest] = positionals;
if (values.help || !command) {
  console.log(usage);
  process.exit(values.help ? 0 : 1);
}
const port = Number(values.port ?? DEFAULT_PORT);
const endpoints = readEndpoints(port);
if (!endpoints)
  fail(`No local run is up on port ${port}. Start one: npm start${values.port ? ` -- --port ${port}` : ''}`);

async function call(method: string, path: string): Promise<unknown> {
  const response = await fetch(`${endpoints?.control}${path}`, { method }).catch(() =>
    fail(`The local run on port ${port} does not answer; it may have been killed. Start it again: npm start`),
  );
  const body = (await response.json()) as { error?: string };
  if (!response.ok) fail(body.error ?? `The local run answered ${response.status}.`);
  return body;
}

/** Its code, by its name or by a code that it has or had. */
function councilNamed(asked: string): string {
  const code = presentCode(asked.toUpperCase()).toLowerCase();
  const found = everyCouncil().find(
    (one) => one.code.toLowerCase() === code || one.name.toLowerCase() === asked.toLowerCase(),
  );
  return (
    found?.code ??
    fail(`There is no council "${asked}". Give its name or code: npm run local -- api-key Kent`)
  );
}

const london = (iso: string) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    dateStyle: 'full',
    timeStyle: 'short',
  }).format(new Date(iso));

if (command === 'advance') {
  if (rest.length === 0) fail(usage);
  const { now } = (await call('POST', `/advance?by=${encodeURIComponent(rest.join(' '))}`)) as {
    now: string;
  };
  console.log(`It is now ${london(now)} in the local run.`);
} else if (command === 'status') {
  const status = (await call('GET', '/status')) as Status;
  console.log(`It is ${london(status.now)} in the local run.`);
  for (const [name, { ready, inFlight, delayed }] of Object.entries(status.queues))
    console.log(
      `  ${name.padEnd(20)} ${ready} waiting, ${inFlight} being handled${delayed ? `, ${delayed} delayed` : ''}`,
    );
  console.log(
    `  ${status.messages} e-mails in the mailbox (${endpoints.mailbox}), ${status.instances} function processes.`,
  );
  if (status.denials) console.log(`  ${status.denials} calls were denied by policy.`);
} else if (command === 'referral') {
  const status = (await call('GET', '/status')) as Status;
  const [sample] = sampleReferrals(randomInt(2 ** 31), londonDate(status.now));
  console.log(JSON.stringify(sample?.message, undefined, 2));
} else if (command === 'send') {
  const [file] = rest;
  if (file === undefined) fail(`Say which file to send.\n\n${usage}`);
  const sent = await send(endpoints, {
    file,
    apiOf: values.api === undefined ? undefined : councilNamed(values.api),
    from: values.from ?? 'officer@kent.councils.example',
    subject: values.subject ?? 'A child to refer',
    attached: values.attach ?? [],
  }).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
  console.log(sent);
} else if (command === 'api-key') console.log(localApiKey(councilNamed(rest.join(' '))));
else if (command === 'code') {
  const { now } = (await call('GET', '/status')) as Status;
  for (const line of await codesNow(endpoints, now, rest.join(' '))) console.log(line);
} else if (command === 'stop') {
  await call('POST', '/stop');
  console.log('The local run is stopping.');
} else fail(`There is no command "${command}".\n${usage}`);
