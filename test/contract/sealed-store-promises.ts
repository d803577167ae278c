import { expect, test } from 'vitest';
import type { SealedDocument, SealedStore } from '../../shared/ports/sealed-store.ts';

const REFERRAL = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const RETENTION = 1_900_000_000;

/** The promises of a sealed store, for any twin. */
export const keepsSealedStorePromises = (fresh: () => Promise<SealedStore>): void => {
  test('gives back the dates of birth that were given, by child', async () => {
    const store = await fresh();
    await store.seal(
      REFERRAL,
      [
        { number: 1, name: 'Synthetic One', dateOfBirth: '2010-02-28' },
        { number: 2, name: 'Synthetic Two' },
        { number: 3, dateOfBirth: '2011-12-31' },
      ],
      RETENTION,
    );
    expect(await store.datesOfBirth(REFERRAL)).toStrictEqual({ 1: '2010-02-28', 3: '2011-12-31' });
    expect(await store.datesOfBirth('another')).toEqual({});
  });

  test('gives all that is sealed of the children to whoever may read it', async () => {
    const store = await fresh();
    const children = [
      { number: 1, name: 'Synthetic One', dateOfBirth: '2010-02-28', nationality: 'ERI' },
      { number: 2, homeOfficeReference: 'H1234567', portReference: 'DOV/1' },
    ];
    await store.seal(REFERRAL, children, RETENTION);
    expect(await store.particulars(REFERRAL)).toEqual(children);
    expect(await store.particulars('another')).toEqual([]);
  });

  test('seals nothing that it could not read again, and says which field, and nothing of what it says', async () => {
    const store = await fresh();
    const never = [{ number: 1 }, { number: 2, name: 'Synthetic Two', dateOfBirth: '2014-02-29' }];
    for (const sealing of ['seal', 'sealFirst', 'addParticulars'] as const)
      await expect(store[sealing](REFERRAL, never, RETENTION)).rejects.toThrow(
        `The particulars of ${REFERRAL} are not sealed: 1.dateOfBirth cannot be so.`,
      );
    expect(await store.particulars(REFERRAL)).toEqual([]);
    // Also beside what is sealed already, and by its place in what was given.
    const held = [{ number: 1, name: 'Synthetic One' }];
    await store.seal(REFERRAL, held, RETENTION);
    for (const sealing of ['sealFirst', 'addParticulars'] as const)
      await expect(store[sealing](REFERRAL, never.slice(1), RETENTION)).rejects.toThrow(
        `The particulars of ${REFERRAL} are not sealed: 0.dateOfBirth cannot be so.`,
      );
    expect(await store.particulars(REFERRAL)).toEqual(held);
  });

  test('keeps each social worker under the mark they were named by', async () => {
    const store = await fresh();
    const [first, second] = ['a'.repeat(43), 'b'.repeat(43)];
    const worker = { name: 'Synthetic Worker', phone: '01632 960 001', email: 'worker@leeds.example' };
    await store.sealSocialWorker(REFERRAL, first, worker, RETENTION);
    await store.sealSocialWorker(REFERRAL, first, worker, RETENTION);
    await store.sealSocialWorker(REFERRAL, second, { name: 'Another Worker' }, RETENTION);
    expect(await store.socialWorker(REFERRAL, first)).toEqual(worker);
    expect(await store.socialWorker(REFERRAL, second)).toEqual({ name: 'Another Worker' });
    expect(await store.socialWorker(REFERRAL, 'c'.repeat(43))).toBeUndefined();
    expect(await store.socialWorker('another', first)).toBeUndefined();
  });

  const document = (n: number): SealedDocument => ({
    id: `5f0c7e1a-3b1d-4f6e-9a2c-${String(n).padStart(12, '0')}`,
    copy: `6f0c7e1a-3b1d-4f6e-9a2c-${String(n).padStart(12, '0')}`,
    name: `Synthetic One ${n}.pdf`,
    type: 'application/pdf',
    size: 1_000 + n,
    addedAt: '2026-11-23T09:00:00.000Z',
    council: 'E10000016',
  });

  test('lists documents in order, each once, no more than may be, until they are removed', async () => {
    const store = await fresh();
    expect(await store.documents(REFERRAL)).toEqual([]);
    expect(await store.addDocument(REFERRAL, document(1), 2, RETENTION)).toBe('added');
    const renamed = { ...document(1), name: 'Another name.pdf' };
    expect(await store.addDocument(REFERRAL, renamed, 2, RETENTION)).toBe('there-already');
    expect(await store.addDocument(REFERRAL, document(2), 2, RETENTION)).toBe('added');
    expect(await store.addDocument(REFERRAL, document(3), 2, RETENTION)).toBe('too-many');
    expect(await store.addDocument(REFERRAL, document(1), 2, RETENTION)).toBe('there-already');
    expect(await store.documents(REFERRAL)).toEqual([document(1), document(2)]);
    expect(await store.documents('another')).toEqual([]);
    expect(await store.removeDocument(REFERRAL, document(1).copy, RETENTION)).toBe('removed');
    expect(await store.removeDocument(REFERRAL, document(1).copy, RETENTION)).toBe('not-there');
    expect(await store.addDocument(REFERRAL, document(3), 2, RETENTION)).toBe('added');
    expect(await store.documents(REFERRAL)).toEqual([document(2), document(3)]);
    expect(await store.particulars(REFERRAL)).toEqual([]);
  });

  test('a copy takes the place of one that it names, and only that; taking a copy away leaves the one added since', async () => {
    const store = await fresh();
    const again = { ...document(1), copy: document(7).copy, name: 'Again.pdf' };
    for (const one of [document(1), document(2)]) await store.addDocument(REFERRAL, one, 2, RETENTION);
    expect(await store.addDocument(REFERRAL, again, 2, RETENTION, document(2).copy)).toBe('there-already');
    expect(await store.addDocument(REFERRAL, again, 2, RETENTION, document(1).copy)).toBe('added');
    expect(await store.documents(REFERRAL)).toEqual([again, document(2)]);
    expect(await store.removeDocument(REFERRAL, document(1).copy, RETENTION)).toBe('not-there');
    expect(await store.documents(REFERRAL)).toEqual([again, document(2)]);
  });

  test('lists documents that are added side by side, and never more than may be', async () => {
    const store = await fresh();
    const answers = await Promise.all(
      [1, 2, 3].map((n) => store.addDocument(REFERRAL, document(n), 2, RETENTION)),
    );
    expect(answers.toSorted()).toEqual(['added', 'added', 'too-many']);
    expect(await store.documents(REFERRAL)).toHaveLength(2);
  });

  test('sealing again replaces what was sealed', async () => {
    const store = await fresh();
    await store.seal(REFERRAL, [{ number: 1, dateOfBirth: '2010-02-28' }], RETENTION);
    await store.seal(REFERRAL, [{ number: 1, dateOfBirth: '2010-03-01' }], RETENTION);
    expect(await store.datesOfBirth(REFERRAL)).toEqual({ 1: '2010-03-01' });
  });

  test('a referral sent again does not undo what was added since', async () => {
    const store = await fresh();
    await store.sealFirst(REFERRAL, [{ number: 1, name: 'Synthetic One' }], RETENTION);
    const all = await store.addParticulars(
      REFERRAL,
      [
        { number: 2, portReference: 'DOV 1' },
        { number: 1, dateOfBirth: '2010-02-28', nationality: 'ERI' },
      ],
      RETENTION,
    );
    expect(all).toEqual([
      { number: 1, name: 'Synthetic One', dateOfBirth: '2010-02-28', nationality: 'ERI' },
      { number: 2, portReference: 'DOV 1' },
    ]);
    await store.sealFirst(REFERRAL, [{ number: 1, name: 'Synthetic One' }], RETENTION);
    expect(await store.datesOfBirth(REFERRAL)).toEqual({ 1: '2010-02-28' });
  });

  test('particulars added side by side are all kept', async () => {
    const store = await fresh();
    await Promise.all([
      store.addParticulars(REFERRAL, [{ number: 1, dateOfBirth: '2010-02-28' }], RETENTION),
      store.addParticulars(REFERRAL, [{ number: 2, dateOfBirth: '2011-03-01' }], RETENTION),
    ]);
    expect(await store.datesOfBirth(REFERRAL)).toEqual({ 1: '2010-02-28', 2: '2011-03-01' });
  });

  test('what is sealed of one child leaves the others as they were', async () => {
    const store = await fresh();
    await store.seal(
      REFERRAL,
      [
        { number: 1, dateOfBirth: '2010-02-28' },
        { number: 2, dateOfBirth: '2011-02-28' },
      ],
      RETENTION,
    );
    await store.addParticulars(REFERRAL, [{ number: 2, name: 'Synthetic Two' }], RETENTION);
    await store.addParticulars(REFERRAL, [{ number: 1, dateOfBirth: '2010-03-01' }], RETENTION);
    expect(await store.datesOfBirth(REFERRAL)).toEqual({ 1: '2010-03-01', 2: '2011-02-28' });
  });

  test('knows which councils have addresses of a domain, as they are now', async () => {
    const store = await fresh();
    await store.putContacts('council:E10000014', {
      dutyDesk: 'duty@Shared.example',
      second: 'a@own.example',
    });
    await store.putContacts('council:E10000016', { dutyDesk: 'duty@shared.example' });
    await store.putContacts('coordinators', { dutyDesk: 'coordinators@shared.example' });
    expect([...(await store.councilsAt('shared.example'))].toSorted()).toEqual(['E10000014', 'E10000016']);
    expect(await store.councilsAt('own.example')).toEqual(['E10000014']);
    await store.putContacts('council:E10000014', { dutyDesk: 'duty@own.example' });
    expect(await store.councilsAt('shared.example')).toEqual(['E10000016']);
    expect(await store.councilsAt('own.example')).toEqual(['E10000014']);
    expect(await store.councilsAt('stranger.example')).toEqual([]);
  });

  test('keeps the address of whoever wrote', async () => {
    const store = await fresh();
    await store.putSender('a'.repeat(32), 'officer@kent.example', RETENTION);
    expect(await store.sender('a'.repeat(32))).toBe('officer@kent.example');
    expect(await store.sender('b'.repeat(32))).toBeUndefined();
  });

  test('counts the answers of a day in a thread up to so many, each e-mail once, however many come at once', async () => {
    const store = await fresh();
    const count = (mailId: string, thread = 't'.repeat(32), day = '2026-11-23') =>
      store.countAnswer(thread, day, mailId, 3, RETENTION);
    expect(await count('a')).toBe('counted');
    for (let again = 0; again < 3; again += 1) expect(await count('a')).toBe('counted');
    const rest = await Promise.all(['b', 'c', 'd', 'e'].map((mailId) => count(mailId)));
    expect(rest.toSorted()).toEqual(['counted', 'counted', 'too-many', 'too-many']);
    expect(await count('f')).toBe('too-many');
    expect(await count('a')).toBe('counted');
    expect([await count('f', 'u'.repeat(32)), await count('f', undefined, '2026-11-24')]).toEqual([
      'counted',
      'counted',
    ]);
  });

  test('keeps the addresses of each desk', async () => {
    const store = await fresh();
    const desk = {
      dutyDesk: 'duty@e10000014.councils.example',
      second: 'manager@e10000014.councils.example',
    };
    await store.putContacts('council:E10000014', { dutyDesk: 'old@e10000014.councils.example' });
    await store.putContacts('council:E10000014', desk);
    await store.putContacts('coordinators', { dutyDesk: 'coordinators@nts.example' });
    expect(await store.contacts('council:E10000014')).toEqual(desk);
    expect(await store.contacts('coordinators')).toEqual({ dutyDesk: 'coordinators@nts.example' });
    expect(await store.contacts('smp-lead:E12000008')).toBeUndefined();
  });
};
