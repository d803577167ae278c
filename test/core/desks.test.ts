/** What is known of a desk's addresses: what came back from which, and what somebody's word that they work takes away. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DeskAddresses,
  deskFor,
  domainOf,
  domainsOf,
  inUse,
  type Marks,
  marksAfter,
  marksWithout,
  noMarks,
  type Returned,
  withMarks,
} from '../../shared/core/desks.ts';

const desk: DeskAddresses = { dutyDesk: 'Duty@Kent.example', second: 'second@kent.example' };
const moment = fc
  .integer({ min: 0, max: 59 })
  .map((minute) => new Date(Date.UTC(2026, 10, 23, 9, minute)).toISOString());
const returned: fc.Arbitrary<Returned> = fc.record({
  at: moment,
  why: fc.constantFrom('no-such-mailbox', 'unwanted', 'not-delivered'),
});
const addresses = fc.subarray(['duty@kent.example', 'SECOND@kent.example', 'stranger@leeds.example']);
const bounce = fc.tuple(addresses, returned);
const played = (bounces: readonly (readonly [readonly string[], Returned])[], from: Marks = noMarks): Marks =>
  bounces.reduce((marks, [from_, what]) => marksAfter(desk, marks, from_, what), from);

test('an e-mail is for the desk of whoever it is addressed to', () => {
  expect(deskFor({ role: 'council', council: 'E10000016' } as never, undefined)).toBe('council:E10000016');
  expect(deskFor({ role: 'entry-authority' } as never, 'E10000014')).toBe('council:E10000014');
  expect(deskFor({ role: 'entry-authority' } as never, undefined)).toBe('council:');
  expect(deskFor({ role: 'smp-lead', region: 'E12000008' } as never, undefined)).toBe('smp-lead:E12000008');
  expect(deskFor({ role: 'coordinators' } as never, undefined)).toBe('coordinators');
});

test('only addresses of the desk are marked, however they are written, and a mailbox that is gone stays gone', () => {
  fc.assert(
    fc.property(fc.array(bounce, { maxLength: 6 }), (bounces) => {
      const marks = played(bounces);
      for (const address of Object.keys(marks.returned))
        expect(['duty@kent.example', 'second@kent.example']).toContain(address);
      const gone = (own: string) =>
        bounces.some(
          ([from, { why }]) => why !== 'not-delivered' && from.some((one) => one.toLowerCase() === own),
        );
      const left = inUse(withMarks(desk, marks));
      expect(left.dutyDesk === undefined).toBe(gone('duty@kent.example'));
      expect(left.second === undefined).toBe(gone('second@kent.example'));
    }),
  );
});

test('once somebody says that addresses work, what came back until then marks them no more, in whatever order it is told', () => {
  fc.assert(
    fc.property(fc.array(bounce, { maxLength: 6 }), moment, (bounces, since) => {
      const word = marksWithout(played(bounces), since);
      expect(word.since).toBe(since);
      for (const { at } of Object.values(word.returned)) expect(at > since).toBe(true);
      // What is told late, of a time before the word, changes nothing.
      const before = bounces.filter(([, { at }]) => at <= since);
      expect(played(before, word)).toEqual(word);
      // A word about earlier takes nothing back.
      expect(marksWithout(word, '2026-11-23T08:00:00.000Z').since).toBe(since);
    }),
  );
});

test('a word about one address leaves what is known of the other', () => {
  const at = '2026-11-23T09:00:00.000Z';
  const both = played([[['duty@kent.example', 'second@kent.example'], { at, why: 'no-such-mailbox' }]]);
  const word = marksWithout(both, '2026-11-23T10:00:00.000Z', ['DUTY@kent.example']);
  expect(inUse(withMarks(desk, word))).toEqual({ dutyDesk: desk.dutyDesk });
  expect(inUse({ dutyDesk: desk.dutyDesk })).toEqual({ dutyDesk: desk.dutyDesk });
  expect(withMarks({ dutyDesk: 'other@kent.example' }, word)).toEqual({
    dutyDesk: 'other@kent.example',
    since: '2026-11-23T10:00:00.000Z',
  });
});

test('the domain of an address is what stands behind its last @, in lower case', () => {
  expect(domainOf('"a@b"@Kent.Example')).toBe('kent.example');
});

test('the domains of a desk are those of its addresses, each once', () => {
  expect(domainsOf({ dutyDesk: 'duty@kent.example' })).toEqual(['kent.example']);
  expect(domainsOf({ dutyDesk: 'duty@kent.example', second: 'b@KENT.example' })).toEqual(['kent.example']);
  const two = { dutyDesk: 'duty@kent.example', second: 'b@medway.example' };
  expect(domainsOf(two)).toEqual(['kent.example', 'medway.example']);
});
