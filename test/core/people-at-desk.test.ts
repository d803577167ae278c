import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AboutPerson,
  asking,
  contactBeside,
  decided,
  isMade,
  knownUntil,
  mayDecide,
  type PersonAtDesk,
  personStates,
  registeredDomains,
} from '../../shared/core/people-at-desk.ts';
import { personIdOf } from '../../shared/core/person-id.ts';

const AT = '2026-11-23T09:00:00.000Z';
const LATER = '2026-11-25T09:00:00.000Z';
const jo = { name: 'Jo Smith', role: 'Duty manager' };
const somebody: PersonAtDesk = {
  id: '0b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e11',
  desk: 'council:E10000014',
  address: 'robin@hants.example',
  state: 'new',
  version: 1,
  askedAt: AT,
};
const robin = { name: 'Robin Hale', role: 'Social worker' };
const asked = asking(somebody, robin, LATER) as PersonAtDesk;
const all: readonly AboutPerson[] = ['let-in', 'refused', 'taken-away'];
const inState = (state: PersonAtDesk['state']): PersonAtDesk => ({ ...asked, state });

describe('somebody at a desk', () => {
  test('asks once they have shown that the address is theirs, and is nobody before the desk lets them in', () => {
    expect(asked).toEqual({ ...somebody, ...robin, state: 'asked', version: 2, askedAt: LATER });
    expect(asking(asked, { name: 'Somebody Else' }, LATER)).toBeUndefined();
    expect(mayDecide(somebody)).toEqual([]);
  });

  test('is let in by whoever decides, and it is kept who did and when', () => {
    expect(decided(asked, 'let-in', jo, LATER)).toEqual({
      ...asked,
      state: 'let-in',
      version: 3,
      decidedAt: LATER,
      decidedBy: jo,
    });
  });

  test('is let in by nothing but a desk’s decision, taken away only once they were let in, and refused only while they ask', () => {
    const possible = personStates.map((state) => [
      state,
      all.filter((to) => decided(inState(state), to, jo, LATER)),
    ]);
    expect(Object.fromEntries(possible)).toEqual({
      new: [],
      asked: ['let-in', 'refused'],
      'let-in': ['taken-away'],
      refused: ['let-in'],
      'taken-away': ['let-in'],
    });
  });

  test('every change is one version on, and the same change again is told from any other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ to: fc.constantFrom(...all), by: fc.constantFrom('Jo Smith', 'Sam Field') }), {
          maxLength: 8,
        }),
        (steps) => {
          let person = asked;
          for (const { to, by } of steps) {
            const next = decided(person, to, { name: by }, LATER);
            expect(next !== undefined).toBe(mayDecide(person).includes(to));
            if (next === undefined) continue;
            expect(next.version).toBe(person.version + 1);
            expect(isMade(next, next)).toBe(true);
            expect(isMade(person, next)).toBe(false);
            const other = decided(person, to, { name: `${by} again` }, LATER) as PersonAtDesk;
            expect(isMade(next, other)).toBe(false);
            person = next;
          }
        },
      ),
    );
  });

  test('is known for a day, for 30 days once they ask, and for a year from when they last signed in', () => {
    const days = (person: PersonAtDesk, from: string) =>
      (knownUntil(person) - Date.parse(from) / 1000) / 86_400;
    expect(days(somebody, AT)).toBe(1);
    expect(days(asked, LATER)).toBe(30);
    expect(
      days({ ...asked, state: 'refused', decidedAt: '2026-11-30T09:00:00.000Z' }, '2026-11-30T09:00:00.000Z'),
    ).toBe(30);
    const letIn = { ...asked, state: 'let-in', decidedAt: '2026-11-30T09:00:00.000Z' } as const;
    expect(days(letIn, '2026-11-30T09:00:00.000Z')).toBe(365);
    expect(days({ ...letIn, lastSignedInAt: '2027-03-01T09:00:00.000Z' }, '2027-03-01T09:00:00.000Z')).toBe(
      365,
    );
    expect(days({ ...letIn, lastSignedInAt: AT }, '2026-11-30T09:00:00.000Z')).toBe(365);
  });
});

describe('the domains of a desk', () => {
  test('are those of its contacts, once each', () => {
    expect(registeredDomains({ dutyDesk: 'duty@Kent.gov.uk', second: 'manager@kent.gov.uk' })).toEqual([
      'kent.gov.uk',
    ]);
    expect(
      registeredDomains({ dutyDesk: 'duty@kent.gov.uk', second: 'out.of.hours@partner.example' }),
    ).toEqual(['kent.gov.uk', 'partner.example']);
    expect(registeredDomains(undefined)).toEqual([]);
  });

  test('are never those where anybody has an address', () => {
    expect(registeredDomains({ dutyDesk: 'kentdesk@GMail.com', second: 'duty@hotmail.co.uk' })).toEqual([]);
    expect(contactBeside({ dutyDesk: 'kentdesk@gmail.com' }, 'anybody@gmail.com')).toBeUndefined();
  });

  test('let in no address that only looks like one of them', () => {
    const contacts = { dutyDesk: 'duty@kent.gov.uk' };
    expect(contactBeside(contacts, 'Jo.Smith@KENT.gov.uk')).toBe('duty-desk');
    expect(contactBeside({ ...contacts, second: 'b@c.example' }, 'a@c.example')).toBe('second');
    expect(contactBeside(undefined, 'a@c.example')).toBeUndefined();
    for (const other of [
      'jo@xkent.gov.uk',
      'jo@mail.kent.gov.uk',
      'jo@kent.gov.uk.example',
      'kent.gov.uk@gmail.com',
    ])
      expect(contactBeside(contacts, other)).toBeUndefined();
  });
});

test('the id of somebody is the same however the address is spelt, and another for any other address or desk', () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.uuid(),
      fc.emailAddress(),
      fc.emailAddress(),
      (seed, other, address, second) => {
        const id = personIdOf(seed, address);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(personIdOf(seed, address.toUpperCase())).toBe(id);
        if (seed !== other) expect(personIdOf(other, address)).not.toBe(id);
        if (address.toLowerCase() !== second.toLowerCase()) expect(personIdOf(seed, second)).not.toBe(id);
      },
    ),
  );
});
