/** Who dies with an e-mail in hand holds it up for a minute: not longer, so that it goes; not less, so that nobody sends it beside them. */
import { expect, test } from 'vitest';
import type { EventOf } from '../../events/catalogue.ts';
import { sendNotification } from '../../functions/send-notification/send-notification.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import { MemoryCaseStore } from '../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';
import { MemoryDigestStore } from '../../shared/memory/memory-digest-store.ts';
import { MemoryPersonStore } from '../../shared/memory/memory-person-store.ts';
import { MemoryPublisher } from '../../shared/memory/memory-queue.ts';
import { MemorySealedStore } from '../../shared/memory/memory-sealed-store.ts';
import { SetClock } from '../../shared/memory/set-clock.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { Mailer } from '../../shared/ports/mailer.ts';
import { NOW } from '../builders.ts';
import { memoryTables } from '../dynamodb/memory-tables.ts';
import { RecordingLog, RecordingMeter } from './recorders.ts';

const twins: Readonly<Record<string, () => Promise<CaseStore>>> = {
  'the memory twin': async () => new MemoryCaseStore(new MemoryCouncilStore()),
  'the table': async () => {
    const tables = memoryTables();
    return new DynamoCaseStore(tables.client, await tables.make('cases'));
  },
};

const council = 'E10000014';
const signInId = '0b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e11';
const request: EventOf<'sign-in-requested.v1'> = {
  id: `sign-in:${signInId}`,
  type: 'sign-in-requested.v1',
  at: NOW,
  actor: { kind: 'council', code: council },
  data: { council, contact: 'duty-desk', signInId },
};
const body = JSON.stringify(request);
const later = (milliseconds: number) => new Date(Date.parse(NOW) + milliseconds).toISOString();

/** Copies of one request, each handled by a worker of its own on one store. */
async function desk(cases: CaseStore) {
  const sealed = new MemorySealedStore();
  await sealed.putContacts(`council:${council}`, { dutyDesk: 'duty@council.example' });
  const sent: string[] = [];
  const clock = new SetClock(NOW);
  const works: Mailer = {
    send: async ({ id }) => {
      sent.push(id);
      return { kind: 'accepted', messageId: `m-${sent.length}` };
    },
  };
  const worker = (mailer: Mailer) =>
    sendNotification({
      cases,
      sealed,
      people: new MemoryPersonStore(),
      digests: new MemoryDigestStore(),
      notifications: new MemoryPublisher(),
      clock,
      mailer,
      councils: new MemoryCouncilStore(),
      log: new RecordingLog(),
      meter: new RecordingMeter(),
      signingKey: new FixedSigningKey('k'.repeat(64)),
      pagesUrl: 'https://pages.example',
      sender: 'no-reply@nts.example',
      inbox: 'referrals@nts.example',
      onCall: undefined,
    })({ id: 'message', body });
  return { sent, clock, works, worker };
}

test.each(Object.keys(twins))(
  'who dies with an e-mail in hand leaves it to the next, after a minute: %s',
  async (twin) => {
    const { sent, clock, works, worker } = await desk((await twins[twin]?.()) as CaseStore);
    let reached = () => {};
    const inHand = new Promise<void>((resolve) => {
      reached = resolve;
    });
    // Its process ends in the middle of handing the e-mail over: it never says how that went.
    void worker({
      send: () => {
        reached();
        return new Promise(() => {});
      },
    });
    await inHand;
    for (const milliseconds of [0, 1_000, 59_999]) {
      clock.set(later(milliseconds));
      await expect(worker(works)).rejects.toThrow('Another copy of this request is being handled');
      expect(sent).toEqual([]);
    }
    clock.set(later(60_000));
    await worker(works);
    expect(sent).toHaveLength(1);
    // The copy that was turned away comes again, as it does for ever.
    for (const milliseconds of [60_000, 120_000, 14 * 24 * 3_600_000]) {
      clock.set(later(milliseconds));
      await worker(works);
    }
    expect(sent).toHaveLength(1);
  },
);

test.each(Object.keys(twins))('who could not send gives the e-mail back at once: %s', async (twin) => {
  const { sent, works, worker } = await desk((await twins[twin]?.()) as CaseStore);
  await expect(
    worker({
      send: async () => {
        throw new Error('Throttling: Maximum sending rate exceeded.');
      },
    }),
  ).rejects.toThrow('Throttling');
  await worker(works);
  expect(sent).toHaveLength(1);
});

test.each(Object.keys(twins))('of many workers at one moment one sends: %s', async (twin) => {
  const { sent, works, worker } = await desk((await twins[twin]?.()) as CaseStore);
  const ends = await Promise.allSettled(Array.from({ length: 8 }, () => worker(works)));
  expect(sent).toHaveLength(1);
  expect(ends.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
});
