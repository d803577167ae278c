import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pacedMailer } from '../../functions/send-notification/paced-mailer.ts';
import { allowedBy, paceOf, setApart } from '../../infra/deploy/allowances.ts';
import type { Run } from '../../infra/deploy/ask.ts';
import type { Mailer } from '../../shared/ports/mailer.ts';
import { anEmail } from '../contract/mailer-promises.ts';

/** An account of so many functions, of which so many nothing has reserved. */
const account =
  (free: number | undefined, sending?: { readonly rate: number; readonly production: boolean }): Run =>
  (_command, [, question]) => {
    if (question === 'get-account-settings')
      return free === undefined
        ? { ok: false, out: 'AccessDenied' }
        : {
            ok: true,
            out: JSON.stringify({
              AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: free },
            }),
          };
    return sending === undefined
      ? { ok: false, out: 'AccessDenied' }
      : {
          ok: true,
          out: JSON.stringify({
            ProductionAccessEnabled: sending.production,
            SendQuota: { MaxSendRate: sending.rate },
          }),
        };
  };
const ours = setApart.pages + setApart.api;

describe('what an account allows', () => {
  test('sets functions apart only where a hundred are left for everything else, ours counted once', () => {
    fc.assert(
      fc.property(fc.nat({ max: 400 }), fc.boolean(), (free, already) => {
        const left = already ? free : free - ours;
        expect(allowedBy('eu-west-2', already, account(free)).setsApart).toBe(left >= 100);
      }),
    );
  });

  test('is left out where it cannot be seen, so that what was deployed stays', () => {
    expect(allowedBy('eu-west-2', true, account(undefined))).toEqual({});
  });

  test('says how fast SES takes e-mails, and whether only verified people get them', () => {
    const sending = { rate: 1, production: false };
    expect(allowedBy('eu-west-2', false, account(10, sending))).toEqual({
      setsApart: false,
      sandbox: true,
      emailsASecond: 1,
    });
  });
});

describe('e-mails a second', () => {
  /** What invocations of one lane carry, one behind the other: for each e-mail how many addresses, and how long our own work took. */
  const aLane = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat({ max: 90 })), { maxLength: 40 });

  /** When each address was sent to, by lanes that work side by side. */
  async function sentBy(allowed: number, work: readonly (readonly (readonly [number, number])[])[]) {
    const { lanes, millisecondsAnAddress } = paceOf(allowed);
    const sent: number[] = [];
    for (const lane of work.slice(0, lanes)) {
      let now = 0;
      const bare: Mailer = {
        send: async ({ to, cc }) => {
          sent.push(...[...to, ...cc].map(() => now));
          return { kind: 'accepted', messageId: 'one' };
        },
      };
      const mailer = pacedMailer(bare, millisecondsAnAddress, async (milliseconds) => {
        now += milliseconds;
      });
      for (const [addresses, own] of lane) {
        now += own;
        const cc = Array.from({ length: addresses - 1 }, () => 'c@d.example');
        await mailer.send(anEmail({ to: ['a@b.example'], cc }));
      }
    }
    return { lanes, sent: sent.toSorted((a, b) => a - b) };
  }

  test('are never more than the account has, in any second, whatever comes', async () => {
    const work = fc.array(aLane, { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(2, 14, 50), fc.integer({ min: 2, max: 400 })),
        work,
        async (allowed, lanesOfWork) => {
          const { lanes, sent } = await sentBy(allowed, lanesOfWork);
          const most = Math.max(0, ...lanesOfWork.flat().map(([addresses]) => addresses));
          for (const [first, from] of sent.entries()) {
            const within = sent.findIndex((at) => at >= from + 1000);
            // One e-mail to three goes to three at once, after it has waited three times as long.
            expect((within === -1 ? sent.length : within) - first).toBeLessThanOrEqual(
              allowed + lanes * Math.max(0, most - 1),
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('are fourteen in a second when a new account has more to say', async () => {
    const busy = Array.from({ length: 2 }, () => Array.from({ length: 30 }, () => [1, 0] as const));
    const { sent } = await sentBy(14, busy);
    expect(sent.filter((at) => at < 1143 && at >= 143)).toHaveLength(14);
  });

  test.each([
    { allowed: 1, lanes: 2, millisecondsAnAddress: 2000, batchSize: 2 },
    { allowed: 14, lanes: 2, millisecondsAnAddress: 143, batchSize: 10 },
    { allowed: 50, lanes: 7, millisecondsAnAddress: 143, batchSize: 10 },
    { allowed: 500, lanes: 20, millisecondsAnAddress: 40, batchSize: 10 },
  ])('$allowed a second take $lanes functions side by side', ({ allowed, ...pace }) => {
    expect(paceOf(allowed)).toEqual(pace);
  });
});
