import { encode } from 'uqr';
import * as z from 'zod';
import type { EventOf } from '../../../events/catalogue.ts';
import type { OnRoster } from '../../../shared/core/roster.ts';
import { addressForApp, stepOf } from '../../../shared/runtime/one-time-code.ts';
import type { Picture, Step } from '../forms/walk.ts';
import type { PagesTools } from '../tools.ts';
import { countInQuarterHour, quarterHour } from './count-in-quarter-hour.ts';
import { dayOf } from './day-of.ts';
import { tellOnce } from './tell-once.ts';

/** Codes that may be tried for one person: of a million that are possible, three are good at a time. In a whole year of such days one in fifty who read the mailbox would find one. */
const MOST_TRIED = { inQuarterHour: 5, inDay: 20 };

/** Under what the app keeps it. */
const ISSUER = 'Transfer an unaccompanied child';

export const COORDINATORS = 'coordinators';

const CODE = 'code';
const question = {
  kind: 'text',
  name: CODE,
  label: 'Six-digit code',
  autocomplete: 'one-time-code',
  inputmode: 'numeric',
  width: 10,
} as const;

const WRONG =
  'That is not the code that your app shows now. Check that your phone sets its time by itself, wait for the next code, and enter that';
const USED = 'This code has been used. Wait for the next one in your app, and enter that';
const STOPPED = {
  'quarter-hour': 'Too many wrong codes. Wait 15 minutes, then ask for a new link and try again',
  day: 'Too many wrong codes today. Try again tomorrow. Were they not yours? Tell another coordinator: somebody may be reading our mailbox',
} as const;

/** Why no code of a person is compared: too many were tried in this quarter of an hour, or on this day. */
export type Stopped = keyof typeof STOPPED;

/** Six figures, however they are spaced. */
const typed = z
  .string()
  .overwrite((text) => text.replaceAll(/\s/g, ''))
  .min(1, { error: 'Enter the six-digit code that your app shows' })
  .regex(/^\d{6}$/, { error: 'The code must be six figures, like 123 456' });

const codeThat = (problemWith: (code: string) => string | undefined) =>
  z.object({
    [CODE]: typed.superRefine((code, context) => {
      const problem = /^\d{6}$/.test(code) ? problemWith(code) : undefined;
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    }),
  });

/** The page of somebody who has set up their second step. @param stopped why none is compared, where too many codes were tried */
export const codeStep = (
  { secondStep }: OnRoster,
  { now, stopped }: { readonly now: string; readonly stopped: Stopped | undefined },
): Step => ({
  name: 'second-step',
  title: 'Enter the code from your app',
  text: [
    `Open the app on your phone that gives you codes, and find “${ISSUER}”. Each code works once, for about 30 seconds.`,
    'Cannot use it, or lost your phone? Ask another coordinator: they sign in, choose “Coordinators who may sign in”, and reset your second step. If nobody else can sign in, ask whoever runs this service.',
  ],
  questions: [question],
  schema: codeThat((code) => {
    if (stopped !== undefined) return STOPPED[stopped];
    if (secondStep === undefined) return WRONG;
    const step = stepOf(secondStep.secret, code, now);
    if (step === undefined) return WRONG;
    return step <= secondStep.lastStep ? USED : undefined;
  }),
  button: 'Sign in',
});

const inFours = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? '';

/** The dark squares of a row, each run of them as one: the page stays small. */
const runsOf = (row: readonly boolean[], y: number): string =>
  row
    .flatMap((dark, x) => (dark && !row[x - 1] ? [x] : []))
    .map((x) => {
      const ends = row.indexOf(false, x);
      const width = (ends === -1 ? row.length : ends) - x;
      return `M${x} ${y}h${width}v1h-${width}z`;
    })
    .join('');

/** A secret as a picture that an app reads, and as what can be typed into it. */
function pictureOf(secret: string, account: string): Picture {
  const { data, size } = encode(addressForApp(secret, { issuer: ISSUER, account }), { border: 4 });
  return {
    path: data.map(runsOf).join(''),
    size,
    words: inFours(secret),
    named: 'A picture for your app to read, with what stands below it',
  };
}

/** The page of somebody who has none yet: the secret, which nobody has until a code proves that their app has it. */
export const setUpStep = (secret: string, name: string, now: string): Step => ({
  name: 'second-step',
  title: 'Set up your second step',
  text: [
    'You need an app that gives you codes, on a phone that only you use. Any authenticator app does; ask your IT service which one you may use.',
    `In the app, add an account and let it read this picture. If it cannot, type what stands below the picture into the app. The app then shows six figures for “${ISSUER}”.`,
    'Nobody else should see this page. From now on you need your phone each time you sign in.',
  ],
  picture: pictureOf(secret, name),
  questions: [question],
  schema: codeThat((code) => (stepOf(secret, code, now) === undefined ? WRONG : undefined)),
  button: 'Set up and sign in',
});

/** The step of whose code a form has: its schema has found it good. */
export const stepIn = (answered: Readonly<Record<string, unknown>>, secret: string, now: string): number =>
  stepOf(secret, String(answered[CODE]), now) ?? -1;

/** Tells the desk, once a day for each way in which a person's codes are stopped. */
async function tellStopped(tools: PagesTools, id: string, stopped: Stopped): Promise<void> {
  const at = tools.clock.now();
  const { day, ends } = dayOf(at);
  const whose = stopped === 'day' ? `${id}:day` : id;
  const event: EventOf<'sign-in-stopped.v1'> = {
    id: `sign-in-stopped:${COORDINATORS}:wrong-codes:${whose}:${day}`,
    type: 'sign-in-stopped.v1',
    at,
    actor: { kind: 'system', name: 'pages' },
    data: { who: 'wrong-codes', until: stopped === 'day' ? ends : quarterHour(at).ends },
  };
  await tellOnce(tools, `${COORDINATORS}#TOLD#CODE#${whose}`, event);
}

/** Counts a code that is about to be compared. @returns why none may be; the day is counted anew for a step that is set up anew */
export async function stoppedFor(
  tools: PagesTools,
  { id, secondStep }: OnRoster,
): Promise<Stopped | undefined> {
  const who = `${COORDINATORS}#CODE#${id}`;
  const { day, forgotten } = dayOf(tools.clock.now());
  let stopped: Stopped | undefined;
  if ((await countInQuarterHour(tools, who, MOST_TRIED.inQuarterHour)) === 'too-many')
    stopped = 'quarter-hour';
  else {
    const ofDay = `${who}#${secondStep?.setUpAt}`;
    const counted = await tools.signIns.countRequest(ofDay, day, MOST_TRIED.inDay, forgotten);
    if (counted === 'too-many') stopped = 'day';
  }
  if (stopped !== undefined) await tellStopped(tools, id, stopped);
  return stopped;
}
