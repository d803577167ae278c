import { expect, test } from 'vitest';
import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';
import { type SealedDocument, SealedOfAnother, type SealedStore } from '../../shared/ports/sealed-store.ts';

const REFERRAL = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const RETENTION = 1_900_000_000;
const KENT = 'E10000016';
const LEEDS = 'E08000035';
const SAID = '2026-11-23T09:00:00.000Z';
const LATER = '2026-11-23T09:00:01.000Z';

/** The promises of a sealed store, for any twin. */
export const keepsSealedStorePromises = (fresh: () => Promise<SealedStore>): void => {
  test('gives back the dates of birth that were given, by child', async () => {
    const store = await fresh();
    await store.sealFirst(
      REFERRAL,
      KENT,
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
    await store.sealFirst(REFERRAL, KENT, children, RETENTION);
    expect(await store.particulars(REFERRAL)).toEqual(children);
    expect(await store.particulars('another')).toEqual([]);
  });

  test('seals nothing that it could not read again, and says which field, and nothing of what it says', async () => {
    const store = await fresh();
    const never = [{ number: 1 }, { number: 2, name: 'Synthetic Two', dateOfBirth: '2014-02-29' }];
    const ways = [
      (children: readonly ChildParticulars[]) => store.sealFirst(REFERRAL, KENT, children, RETENTION),
      (children: readonly ChildParticulars[]) =>
        store.keepAmendment(REFERRAL, 'api:1', KENT, children, SAID, RETENTION),
    ];
    for (const sealing of ways)
      await expect(sealing(never)).rejects.toThrow(
        `The particulars of ${REFERRAL} are not sealed: 1.dateOfBirth cannot be so.`,
      );
    expect(await store.particulars(REFERRAL)).toEqual([]);
    // Also beside what is sealed already, and by its place in what was given.
    const held = [{ number: 1, name: 'Synthetic One' }];
    await store.sealFirst(REFERRAL, KENT, held, RETENTION);
    for (const sealing of ways)
      await expect(sealing(never.slice(1))).rejects.toThrow(
        `The particulars of ${REFERRAL} are not sealed: 0.dateOfBirth cannot be so.`,
      );
    expect(await store.particulars(REFERRAL)).toEqual(held);
    expect(await store.particularsAfter(REFERRAL, 'api:1')).toEqual(held);
  });

  test('keeps each social worker under the mark they were named by', async () => {
    const store = await fresh();
    const [first, second] = ['a'.repeat(43), 'b'.repeat(43)];
    const worker = { name: 'Synthetic Worker', phone: '01632 960 001', email: 'worker@leeds.example' };
    await store.sealSocialWorker(REFERRAL, first, KENT, worker, RETENTION);
    await store.sealSocialWorker(REFERRAL, first, KENT, worker, RETENTION);
    await store.sealSocialWorker(REFERRAL, second, KENT, { name: 'Another Worker' }, RETENTION);
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
    expect(await store.addDocument(REFERRAL, KENT, document(1), 2, RETENTION)).toBe('added');
    const renamed = { ...document(1), name: 'Another name.pdf' };
    expect(await store.addDocument(REFERRAL, KENT, renamed, 2, RETENTION)).toBe('there-already');
    expect(await store.addDocument(REFERRAL, KENT, document(2), 2, RETENTION)).toBe('added');
    expect(await store.addDocument(REFERRAL, KENT, document(3), 2, RETENTION)).toBe('too-many');
    expect(await store.addDocument(REFERRAL, KENT, document(1), 2, RETENTION)).toBe('there-already');
    expect(await store.documents(REFERRAL)).toEqual([document(1), document(2)]);
    expect(await store.documents('another')).toEqual([]);
    expect(await store.removeDocument(REFERRAL, KENT, document(1).copy, RETENTION)).toBe('removed');
    expect(await store.removeDocument(REFERRAL, KENT, document(1).copy, RETENTION)).toBe('not-there');
    expect(await store.addDocument(REFERRAL, KENT, document(3), 2, RETENTION)).toBe('added');
    expect(await store.documents(REFERRAL)).toEqual([document(2), document(3)]);
    expect(await store.particulars(REFERRAL)).toEqual([]);
  });

  test('a copy takes the place of one that it names, and only that; taking a copy away leaves the one added since', async () => {
    const store = await fresh();
    const again = { ...document(1), copy: document(7).copy, name: 'Again.pdf' };
    for (const one of [document(1), document(2)]) await store.addDocument(REFERRAL, KENT, one, 2, RETENTION);
    expect(await store.addDocument(REFERRAL, KENT, again, 2, RETENTION, document(2).copy)).toBe(
      'there-already',
    );
    expect(await store.addDocument(REFERRAL, KENT, again, 2, RETENTION, document(1).copy)).toBe('added');
    expect(await store.documents(REFERRAL)).toEqual([again, document(2)]);
    expect(await store.removeDocument(REFERRAL, KENT, document(1).copy, RETENTION)).toBe('not-there');
    expect(await store.documents(REFERRAL)).toEqual([again, document(2)]);
  });

  test('lists documents that are added side by side, and never more than may be', async () => {
    const store = await fresh();
    const answers = await Promise.all(
      [1, 2, 3].map((n) => store.addDocument(REFERRAL, KENT, document(n), 2, RETENTION)),
    );
    expect(answers.toSorted()).toEqual(['added', 'added', 'too-many']);
    expect(await store.documents(REFERRAL)).toHaveLength(2);
  });

  const amended = async (
    store: SealedStore,
    id: string,
    children: readonly ChildParticulars[],
    saidAt = SAID,
  ) => {
    await store.keepAmendment(REFERRAL, id, KENT, children, saidAt, RETENTION);
    return store.applyAmendment(REFERRAL, id, KENT, RETENTION);
  };

  test('a referral sent again does not undo what was added since', async () => {
    const store = await fresh();
    const first = [{ number: 1, name: 'Synthetic One' }];
    expect(await store.sealFirst(REFERRAL, KENT, first, RETENTION)).toBe('sealed');
    const all = [
      { number: 1, name: 'Synthetic One', dateOfBirth: '2010-02-28', nationality: 'ERI' },
      { number: 2, portReference: 'DOV 1' },
    ];
    const added = [
      { number: 2, portReference: 'DOV 1' },
      { number: 1, dateOfBirth: '2010-02-28', nationality: 'ERI' },
    ];
    expect(await amended(store, 'api:1', added)).toEqual(all);
    expect(await store.sealFirst(REFERRAL, KENT, first, RETENTION)).toBe('sealed');
    expect(await store.particulars(REFERRAL)).toEqual(all);
  });

  test('who sent a referral is sealed with it: whoever did first, through all that is added since', async () => {
    const store = await fresh();
    const first = [{ number: 1, name: 'Synthetic One' }];
    const jo = { name: 'Jo Smith', role: 'duty manager' };
    expect(await store.referrer(REFERRAL)).toEqual({});
    await store.sealFirst(REFERRAL, KENT, first, RETENTION, jo);
    expect(await store.sealFirst(REFERRAL, KENT, first, RETENTION, { name: 'Another' })).toBe('sealed');
    expect(await store.sealFirst(REFERRAL, KENT, [], RETENTION, { name: 'Another' })).toBe('taken');
    await amended(store, 'api:1', [{ number: 1, nationality: 'ERI' }]);
    expect(await store.referrer(REFERRAL)).toEqual(jo);
    const nobodys = '6f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a21';
    await store.sealFirst(nobodys, KENT, first, RETENTION);
    expect(await store.referrer(nobodys)).toEqual({});
  });

  test('a first write that finds something else, one’s own or another’s, says so and changes nothing', async () => {
    const store = await fresh();
    const first = [{ number: 1, name: 'Synthetic One' }];
    expect(await store.owner(REFERRAL)).toBeUndefined();
    await store.sealFirst(REFERRAL, KENT, first, RETENTION);
    expect(await store.owner(REFERRAL)).toBe(KENT);
    expect(await store.sealFirst(REFERRAL, KENT, [{ number: 1, name: 'Other' }], RETENTION)).toBe('taken');
    expect(await store.sealFirst(REFERRAL, KENT, [], RETENTION)).toBe('taken');
    expect(await store.sealFirst(REFERRAL, LEEDS, first, RETENTION)).toBe('taken');
    expect(await store.particulars(REFERRAL)).toEqual(first);
    expect(await store.owner(REFERRAL)).toBe(KENT);
    // What was amended first is no referral's first word either.
    const other = '6f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
    await store.keepAmendment(other, 'api:1', KENT, first, SAID, RETENTION);
    await store.applyAmendment(other, 'api:1', KENT, RETENTION);
    expect(await store.sealFirst(other, KENT, [{ number: 1, name: 'Other' }], RETENTION)).toBe('taken');
    expect(await store.particulars(other)).toEqual(first);
  });

  test('of two first writes at once one is sealed, and the other hears that it is not', async () => {
    const store = await fresh();
    const councils = [KENT, LEEDS];
    const answers = await Promise.all(
      councils.map((council) =>
        store.sealFirst(REFERRAL, council, [{ number: 1, name: council }], RETENTION),
      ),
    );
    expect(answers.toSorted()).toEqual(['sealed', 'taken']);
    const winner = councils[answers.indexOf('sealed')] ?? '';
    expect(await store.particulars(REFERRAL)).toEqual([{ number: 1, name: winner }]);
    expect(await store.owner(REFERRAL)).toBe(winner);
  });

  test('what an amendment keeps counts once it is applied, and not before; applied again it changes nothing', async () => {
    const store = await fresh();
    const first = [{ number: 1, name: 'Synthetic One', nationality: 'ERI' }];
    await store.sealFirst(REFERRAL, KENT, first, RETENTION);
    const said = [{ number: 1, name: 'Corrected' }];
    const after = [{ number: 1, name: 'Corrected', nationality: 'ERI' }];
    const keep = () => store.keepAmendment(REFERRAL, 'api:1', KENT, said, SAID, RETENTION);
    for (const _ of [1, 2]) {
      expect(await keep()).toEqual(after);
      expect(await store.particulars(REFERRAL)).toEqual(first);
      expect(await store.particularsAfter(REFERRAL, 'api:1')).toEqual(after);
      expect(await store.particularsAfter(REFERRAL, 'api:2')).toEqual(first);
    }
    for (const _ of [1, 2]) {
      expect(await store.applyAmendment(REFERRAL, 'api:1', KENT, RETENTION)).toEqual(after);
      expect(await store.particulars(REFERRAL)).toEqual(after);
    }
    // A later one holds, also when the first is kept and applied once more.
    await amended(store, 'api:2', [{ number: 1, name: 'Corrected again' }], LATER);
    expect(await keep()).toEqual([{ number: 1, name: 'Corrected again', nationality: 'ERI' }]);
    await store.applyAmendment(REFERRAL, 'api:1', KENT, RETENTION);
    await store.applyAmendment(REFERRAL, 'never kept', KENT, RETENTION);
    expect(await store.particulars(REFERRAL)).toEqual([
      { number: 1, name: 'Corrected again', nationality: 'ERI' },
    ]);
  });

  test('of two amendments the newer word holds, whichever is applied first', async () => {
    const store = await fresh();
    const [older, newer] = ['api:older', 'api:newer'];
    await store.keepAmendment(
      REFERRAL,
      older,
      KENT,
      [{ number: 1, name: 'Old', languages: 'Dari' }],
      SAID,
      RETENTION,
    );
    await store.keepAmendment(REFERRAL, newer, KENT, [{ number: 1, name: 'New' }], LATER, RETENTION);
    await store.applyAmendment(REFERRAL, newer, KENT, RETENTION);
    await store.applyAmendment(REFERRAL, older, KENT, RETENTION);
    expect(await store.particulars(REFERRAL)).toEqual([{ number: 1, name: 'New', languages: 'Dari' }]);
  });

  test('an amendment is kept with the others that wait, and without those set aside, which can still be applied', async () => {
    const store = await fresh();
    await store.keepAmendment(REFERRAL, 'api:1', KENT, [{ number: 1, name: 'One' }], SAID, RETENTION);
    await store.keepAmendment(REFERRAL, 'api:2', KENT, [{ number: 1, languages: 'Dari' }], SAID, RETENTION);
    for (const _ of [1, 2]) await store.setAmendmentAside(REFERRAL, 'api:1', KENT);
    await store.setAmendmentAside(REFERRAL, 'never kept', KENT);
    const third = [{ number: 1, health: 'Well' }];
    expect(await store.keepAmendment(REFERRAL, 'api:3', KENT, third, SAID, RETENTION)).toEqual([
      { number: 1, languages: 'Dari', health: 'Well' },
    ]);
    expect(await store.applyAmendment(REFERRAL, 'api:1', KENT, RETENTION)).toEqual([
      { number: 1, name: 'One' },
    ]);
    await store.setAmendmentAside(REFERRAL, 'api:1', KENT);
    expect(await store.keepAmendment(REFERRAL, 'api:3', KENT, third, SAID, RETENTION)).toEqual([
      { number: 1, name: 'One', languages: 'Dari', health: 'Well' },
    ]);
  });

  test('under the id of an amendment nothing else is ever kept, also after it was applied', async () => {
    const store = await fresh();
    const said = [{ number: 1, name: 'One' }];
    const other = [{ number: 1, name: 'Other' }];
    const keep = (owner: string, children: readonly ChildParticulars[]) =>
      store.keepAmendment(REFERRAL, 'api:1', owner, children, SAID, RETENTION);
    await keep(KENT, said);
    expect(await keep(KENT, other)).toBe('taken');
    expect(await keep(LEEDS, said)).toBe('taken');
    await store.applyAmendment(REFERRAL, 'api:1', KENT, RETENTION);
    expect(await keep(KENT, other)).toBe('taken');
    expect(await store.particulars(REFERRAL)).toEqual(said);
  });

  test('particulars amended side by side are all kept', async () => {
    const store = await fresh();
    await Promise.all([
      amended(store, 'api:1', [{ number: 1, dateOfBirth: '2010-02-28' }]),
      amended(store, 'api:2', [{ number: 2, dateOfBirth: '2011-03-01' }]),
    ]);
    expect(await store.datesOfBirth(REFERRAL)).toEqual({ 1: '2010-02-28', 2: '2011-03-01' });
  });

  test('nobody but its owner changes anything that is sealed of a referral, and everybody else hears it', async () => {
    const store = await fresh();
    const worker = { name: 'Synthetic Worker', phone: '01632 960 001' };
    const mark = 'a'.repeat(43);
    await store.sealFirst(REFERRAL, KENT, [{ number: 1, name: 'Synthetic One' }], RETENTION);
    await store.keepAmendment(REFERRAL, 'api:1', KENT, [{ number: 1, health: 'Well' }], SAID, RETENTION);
    await store.sealSocialWorker(REFERRAL, mark, KENT, worker, RETENTION);
    await store.addDocument(REFERRAL, KENT, document(1), 2, RETENTION);
    const everything = async () => [
      await store.particulars(REFERRAL),
      await store.particularsAfter(REFERRAL, 'api:1'),
      await store.socialWorker(REFERRAL, mark),
      await store.documents(REFERRAL),
      await store.owner(REFERRAL),
    ];
    const before = await everything();
    const forged = [{ number: 1, name: 'FORGED' }];
    expect(await store.sealFirst(REFERRAL, LEEDS, forged, RETENTION)).toBe('taken');
    expect(await store.keepAmendment(REFERRAL, 'api:2', LEEDS, forged, LATER, RETENTION)).toBe('taken');
    for (const write of [
      () => store.applyAmendment(REFERRAL, 'api:1', LEEDS, RETENTION),
      () => store.setAmendmentAside(REFERRAL, 'api:1', LEEDS),
      () => store.sealSocialWorker(REFERRAL, mark, LEEDS, worker, RETENTION),
      () => store.sealSocialWorker(REFERRAL, mark, KENT, { name: 'FORGED' }, RETENTION),
      () => store.addDocument(REFERRAL, LEEDS, document(2), 2, RETENTION),
      () => store.addDocument(REFERRAL, LEEDS, document(1), 2, RETENTION, document(1).copy),
      () => store.removeDocument(REFERRAL, LEEDS, document(1).copy, RETENTION),
    ])
      await expect(write()).rejects.toThrow(SealedOfAnother);
    expect(await everything()).toEqual(before);
    // What somebody else keeps beside it counts in nothing that is said to its owner.
    const own = await store.keepAmendment(REFERRAL, 'api:3', KENT, [{ number: 2 }], LATER, RETENTION);
    expect(JSON.stringify(own)).not.toContain('FORGED');
  });

  test('what is sealed of one child leaves the others as they were', async () => {
    const store = await fresh();
    await store.sealFirst(
      REFERRAL,
      KENT,
      [
        { number: 1, dateOfBirth: '2010-02-28' },
        { number: 2, dateOfBirth: '2011-02-28' },
      ],
      RETENTION,
    );
    await amended(store, 'api:1', [{ number: 2, name: 'Synthetic Two' }]);
    await amended(store, 'api:2', [{ number: 1, dateOfBirth: '2010-03-01' }]);
    expect(await store.datesOfBirth(REFERRAL)).toEqual({ 1: '2010-03-01', 2: '2011-02-28' });
  });

  test('marks what came back from a desk’s own addresses, until the address is another or somebody says that it works', async () => {
    const store = await fresh();
    const desk = 'council:E10000016';
    const gone = { at: SAID, why: 'no-such-mailbox' } as const;
    const full = { at: LATER, why: 'not-delivered' } as const;
    expect(await store.noteReturned(desk, ['duty@kent.example'], gone)).toBeUndefined();
    expect(await store.reachable(desk)).toBeUndefined();
    const contacts = { dutyDesk: 'Duty@kent.example', second: 'second@kent.example' };
    await store.putContacts(desk, contacts);
    expect(await store.reachable(desk)).toEqual(contacts);
    expect(await store.noteReturned(desk, ['stranger@kent.example'], gone)).toEqual(contacts);
    const marked = { ...contacts, returned: { second: full } };
    expect(await store.noteReturned(desk, ['SECOND@kent.example'], full)).toEqual(marked);
    const both = { ...contacts, returned: { dutyDesk: gone, second: full } };
    expect(await store.noteReturned(desk, ['duty@kent.example', 'x@kent.example'], gone)).toEqual(both);
    // A full mailbox is no news of one that is gone; the other way round it is.
    expect(await store.noteReturned(desk, ['duty@kent.example'], full)).toEqual(both);
    expect(await store.noteReturned(desk, ['second@kent.example'], gone)).toEqual({
      ...contacts,
      returned: { dutyDesk: gone, second: gone },
    });
    expect(await store.reachable(desk)).toEqual({ ...contacts, returned: { dutyDesk: gone, second: gone } });
    expect(await store.contacts(desk)).toEqual(contacts);
    await store.putContacts(desk, { ...contacts, dutyDesk: 'new@kent.example' });
    const changed = { dutyDesk: 'new@kent.example', second: contacts.second };
    expect(await store.reachable(desk)).toEqual({ ...changed, returned: { second: gone } });
    await store.forgetReturned(desk, full.at);
    const since = full.at;
    expect(await store.reachable(desk)).toEqual({ ...changed, since });
    // Heard of now, and older than the word that the addresses work.
    expect(await store.noteReturned(desk, ['new@kent.example'], full)).toEqual({ ...changed, since });
    const later = { ...full, at: new Date(Date.parse(full.at) + 1).toISOString() };
    const last = { ...changed, since, returned: { dutyDesk: later } };
    expect(await store.noteReturned(desk, ['new@kent.example'], later)).toEqual(last);
    expect(await store.reachable(desk)).toEqual(last);
    expect(await store.reachable('council:E10000014')).toBeUndefined();
  });

  test('says of which desks something came back, and forgets it of the addresses that work again', async () => {
    const store = await fresh();
    const desk = 'council:E10000016';
    const gone = { at: SAID, why: 'no-such-mailbox' } as const;
    expect(await store.unreached()).toEqual([]);
    const contacts = { dutyDesk: 'duty@kent.example', second: 'second@kent.example' };
    await store.putContacts(desk, contacts);
    await store.putContacts('coordinators', { dutyDesk: 'coordinators@transfers.example' });
    await store.noteReturned('coordinators', ['stranger@kent.example'], gone);
    expect(await store.unreached()).toEqual([]);
    await store.noteReturned(desk, Object.values(contacts), gone);
    const marked = { ...contacts, returned: { dutyDesk: gone, second: gone } };
    expect(await store.unreached()).toEqual([{ desk, contacts: marked }]);
    // Said of a moment before it came back: that is news of it.
    const before = new Date(Date.parse(SAID) - 1).toISOString();
    await store.forgetReturned(desk, before, ['duty@kent.example']);
    expect(await store.reachable(desk)).toEqual({ ...marked, since: before });
    await store.forgetReturned(desk, SAID, ['DUTY@kent.example']);
    const left = { ...contacts, since: SAID, returned: { second: gone } };
    expect(await store.unreached()).toEqual([{ desk, contacts: left }]);
    await store.forgetReturned(desk, before);
    expect(await store.reachable(desk)).toEqual(left);
    await store.forgetReturned(desk, LATER);
    expect(await store.unreached()).toEqual([]);
  });

  test('changes contacts as they were looked at, once, and says who did and when', async () => {
    const store = await fresh();
    const desk = 'council:E10000016';
    const by = (seen: number, name = 'Robin Hale', at = SAID) => ({ seen, at, by: name });
    const first = { dutyDesk: 'duty@kent.example' };
    expect(await store.deskState(desk)).toEqual({ version: 0 });
    expect(await store.changeContacts(desk, first, by(0))).toBe('changed');
    const changed = { at: SAID, by: 'Robin Hale' };
    expect(await store.deskState(desk)).toEqual({ version: 1, contacts: first, changed });
    expect(await store.councilsAt('kent.example')).toEqual(['E10000016']);
    // The same form again, whoever sends it and whenever.
    expect(await store.changeContacts(desk, first, by(0, 'Sam Okafor', LATER))).toBe('changed');
    expect(await store.deskState(desk)).toEqual({ version: 1, contacts: first, changed });
    // Somebody else was faster: nothing of it stays, no domain either.
    const other = { dutyDesk: 'duty@other.example', second: 'duty@kent.example' };
    for (const seen of [0, 2, 7]) expect(await store.changeContacts(desk, other, by(seen))).toBe('overtaken');
    expect(await store.deskState(desk)).toEqual({ version: 1, contacts: first, changed });
    expect(await store.councilsAt('other.example')).toEqual([]);
    expect(await store.changeContacts(desk, other, by(1))).toBe('changed');
    expect(await store.contacts(desk)).toEqual(other);
    expect(await store.councilsAt('other.example')).toEqual(['E10000016']);
    // Deployed again they are nobody's change, and whoever looked before is overtaken.
    await store.putContacts(desk, first);
    expect(await store.deskState(desk)).toEqual({ version: 3, contacts: first });
    expect(await store.councilsAt('other.example')).toEqual([]);
    expect(await store.changeContacts(desk, other, by(2))).toBe('overtaken');
    expect(await store.councilsAt('other.example')).toEqual([]);
    await store.noteReturned(desk, [first.dutyDesk], { at: LATER, why: 'unwanted' });
    expect((await store.deskState(desk)).contacts?.returned).toEqual({
      dutyDesk: { at: LATER, why: 'unwanted' },
    });
  });

  test('of changes at once one is made, and its domains are all that is left', async () => {
    const store = await fresh();
    const desk = 'council:E10000016';
    await store.putContacts(desk, { dutyDesk: 'duty@kent.example' });
    const asked = ['a', 'b', 'c', 'd'];
    const answers = await Promise.all(
      asked.map((name) =>
        store.changeContacts(desk, { dutyDesk: `duty@${name}.example` }, { seen: 1, at: SAID, by: name }),
      ),
    );
    expect(answers.toSorted()).toEqual(['changed', 'overtaken', 'overtaken', 'overtaken']);
    const { contacts, version } = await store.deskState(desk);
    expect([version, contacts?.dutyDesk]).toEqual([2, `duty@${asked[answers.indexOf('changed')]}.example`]);
    const domains = await Promise.all(asked.map((name) => store.councilsAt(`${name}.example`)));
    expect(domains.map(({ length }) => length)).toEqual(
      answers.map((answer) => (answer === 'changed' ? 1 : 0)),
    );
    expect(await store.councilsAt('kent.example')).toEqual([]);
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

  test('a mail keeps the first seed that it was given', async () => {
    const store = await fresh();
    expect(await store.mailSeed('a'.repeat(32), 'one', RETENTION)).toBe('one');
    expect(await store.mailSeed('a'.repeat(32), 'two', RETENTION)).toBe('one');
    expect(await store.mailSeed('b'.repeat(32), 'two', RETENTION)).toBe('two');
  });

  test('keeps the address of whoever wrote', async () => {
    const store = await fresh();
    await store.putSender('a'.repeat(32), 'officer@kent.example', RETENTION);
    expect(await store.sender('a'.repeat(32))).toBe('officer@kent.example');
    expect(await store.sender('b'.repeat(32))).toBeUndefined();
    // RFC 5322 lets more stand in an address than most have.
    await store.putSender('c'.repeat(32), "m.o'brien&co/uasc=1@kent.example", RETENTION);
    expect(await store.sender('c'.repeat(32))).toBe("m.o'brien&co/uasc=1@kent.example");
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
