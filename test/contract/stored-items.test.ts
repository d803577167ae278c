import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributesOf, CorruptItem, Reader, readValues } from '../../shared/aws/attributes.ts';
import { caseFrom, caseItem, receivedFrom, summaryFrom } from '../../shared/aws/case-item.ts';
import { councilFrom, councilItem, rotaFrom, rotaItem } from '../../shared/aws/council-item.ts';
import { eventFromStream, eventItem } from '../../shared/aws/event-item.ts';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { aCase, aCouncil, aDeclaration, anEntry, anOffer, aPlacement, aReferral } from '../builders.ts';
import { policy } from './fleet.ts';

describe('an item that does not say what it should', () => {
  const read = new Reader({ pk: { S: 'CASE#NTS-7F3K-2M9Q' }, sk: { S: 'CASE' }, body: { N: '1' } });

  test('is named, with the attribute and what it should be, whether it is there or not', () => {
    const named = 'The item CASE#NTS-7F3K-2M9Q / CASE cannot be read';
    for (const name of ['body', 'missing']) {
      expect(() => read.text(name)).toThrow(`${named}: "${name}" should be text.`);
      expect(() => read.flag(name)).toThrow(`${named}: "${name}" should be true or false.`);
      expect(() => read.binary(name)).toThrow(`${named}: "${name}" should be binary.`);
      expect(() => read.json(name)).toThrow(`${named}: "${name}" should be text.`);
      expect(() => read.map(name)).toThrow(`${named}: "${name}" should be a map.`);
    }
    const within = new Reader({ pk: { S: 'P' }, sk: { S: 'S' }, by: { M: { name: { S: 'Jo' } } } }).map('by');
    expect(within.text('name')).toBe('Jo');
    expect(() => within.text('role')).toThrow('The item P / S cannot be read: "role" should be text.');
    expect(() => read.number('missing')).toThrow(`${named}: "missing" should be a number.`);
    expect(() => read.numberOrNull('missing')).toThrow(`${named}: "missing" should be a number.`);
    expect(() => read.oneOf('sk', ['EVENT', 'DECISION'])).toThrow('"sk" should be one of EVENT, DECISION.');
  });

  test('is named as far as its key is known', () => {
    expect(new CorruptItem({}, 'this').message).toMatch(/^The item \? \/ \? cannot be read: this\./);
    expect(() => new Reader({}).text('a')).toThrow('The item ? / ? cannot be read');
  });

  test('a case says where it is wrong', () => {
    const stored = caseItem(aCase());
    const { pk = { S: '' }, sk = { S: '' } } = stored;
    expect(() => caseFrom({ pk, sk })).toThrow('it is not a case, at id.');
    const offers = { L: [{ M: { id: { S: '1-1' } } }] };
    expect(() => caseFrom({ ...stored, offers })).toThrow('it is not a case, at offers.0.council.');
  });

  test('turns are an object', () => {
    const stored = rotaItem('national', { state: emptyRota, version: 0, turn: 0 });
    for (const state of ['null', '1', '"text"'])
      expect(() => rotaFrom({ ...stored, state: { S: state } })).toThrow('"state" should be an object.');
  });
});

describe('a case in the table', () => {
  const offers = [1, 2, 3].map((rank) => anOffer({ id: `1-${rank}`, rank }));
  const subject = aCase({ status: 'offered', round: 1, offers });

  test('can be read by whoever looks: each member is an attribute under its own name, down to the last', () => {
    const item = caseItem(subject);
    expect(item).toMatchObject({
      status: { S: 'offered' },
      round: { N: '1' },
      facts: { M: { entryAuthority: { S: subject.facts.entryAuthority } } },
    });
    expect(item.offers?.L?.[2]?.M?.rank).toEqual({ N: '3' });
    for (const [name, value] of Object.entries(subject))
      if (value !== undefined) expect(item).toHaveProperty(name);
  });

  test('comes back as it was, with what a later version added', () => {
    expect(caseFrom(caseItem(subject))).toEqual(subject);
    const later = { ...subject, added: { by: 'a later version', nothing: null, is: [true, 1.5, ''] } };
    expect(caseFrom(caseItem(later))).toEqual(later);
  });

  test('whatever JSON can say comes back as it was, and a member that is undefined is left out as JSON leaves it out', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (members) => {
        const kept = JSON.parse(JSON.stringify(members)) as object;
        expect(readValues(attributesOf({ ...members, missing: undefined }))).toEqual(kept);
      }),
      { examples: [[{ facts: JSON.parse('{"__proto__": 0}') }]] },
    );
  });

  test('says its members in the order of their names, however the table gives them back', () => {
    const backwards = Object.fromEntries(Object.entries(caseItem(subject)).reverse());
    expect(JSON.stringify(caseFrom(backwards))).toBe(JSON.stringify(caseFrom(caseItem(subject))));
  });

  test('taken by a council before there was a list of who comes stands on every other list as it did, and on that one once it is written again', () => {
    const taken = aCase({
      status: 'accepted',
      placement: aPlacement(),
      needs: { party: { kind: 'coordinators' }, by: '2026-11-25T17:00:00.000Z', what: 'test' },
    });
    const item = caseItem(taken);
    const { receivedBy, receivedSort, ...before } = item;
    expect(receivedBy).toEqual({ S: `coming:${aPlacement().council}` });
    expect(receivedSort).toEqual({ S: `${taken.moveBy}#${taken.id}#2028-05` });
    expect(receivedFrom(item)).toEqual({ ...summaryFrom(item), monthsOf18: ['2028-05'] });
    // As it was written before months were kept.
    expect(receivedFrom({ ...item, receivedSort: { S: `${taken.moveBy}#${taken.id}` } })).toEqual(
      summaryFrom(item),
    );
    expect(summaryFrom(before)).toEqual(summaryFrom(item));
    expect(before).toMatchObject({ needsParty: { S: 'coordinators' }, dueShard: { S: expect.any(String) } });
    expect(caseFrom(before)).toEqual(taken);
    expect(caseItem(caseFrom(before))).toEqual(item);
  });

  test('stays far below the 400 KB of an item when every council was asked and everything was said and corrected', () => {
    const facts = aReferral({
      children: Array.from({ length: 20 }, (_, index) => ({ ...aReferral().children[0], number: index + 1 })),
    });
    const id = randomUUID();
    const largest = aCase({
      facts,
      offers: publishedCouncils().map(({ code, region }, index) =>
        anOffer({ id: `${index}-1`, council: code, region, withdrawnBecause: 'placed-elsewhere' }),
      ),
      excluded: publishedCouncils().map(({ code }) => code),
      amendments: Array.from({ length: 500 }, () => id),
      factsSaidAt: Object.fromEntries(
        Array.from({ length: 420 }, (_, index) => [
          `sealed.${index}.firstLanguage`,
          '2026-11-23T09:00:00.000Z',
        ]),
      ),
      proposals: Array.from({ length: 10 }, () => ({
        id,
        saidAt: '2026-11-23T09:00:00.000Z',
        askedAt: '2026-11-23T09:00:00.000Z',
        confirmBy: '2026-11-23T09:00:00.000Z',
        because: ['placement'],
        facts,
        base: facts,
      })),
    });
    // As it is sent, with the name of every type, it is longer than as it is counted.
    expect(JSON.stringify(caseItem(largest)).length).toBeLessThan(300_000);
  });
});

test('of the places that a council declared, those are left that are not used', () => {
  const declaration = aDeclaration({
    places: { fosterCare: 5, supportedAccommodation: 4 },
    used: { fosterCare: 1, supportedAccommodation: 2 },
  });
  const item = councilItem(aCouncil({ declaration }), policy);
  expect(item).toMatchObject({ leftFosterCare: { N: '4' }, leftSupported: { N: '2' } });
  expect(councilFrom(item).declaration).toEqual(declaration);
});

describe('an image of the stream', () => {
  test('that should be an event and is not is named by its whole key', () => {
    const event = eventItem(anEntry('case-paused.v1', { subject: 'NTS-7F3K-2M9Q', number: 1 }));
    const [pk, sk] = [{ S: event.pk?.S ?? '' }, { S: event.sk?.S ?? '' }];
    expect(() => eventFromStream({ pk, sk })).toThrow('TRAIL#NTS-7F3K-2M9Q / EVENT#000001');
  });

  test('without a sort key of text is no event', () => {
    for (const image of [{}, { sk: {} }, { sk: { S: undefined } }])
      expect(eventFromStream(image)).toBeUndefined();
  });

  test('outside the trails is no event, whatever its sort key says', () => {
    const { sk, body } = eventItem(anEntry('case-paused.v1', { subject: 'NTS-7F3K-2M9Q', number: 1 }));
    for (const pk of ['EMAIL#NTS-7F3K-2M9Q', 'CASE#NTS-7F3K-2M9Q', undefined])
      expect(eventFromStream({ pk: { S: pk }, sk: { S: sk?.S }, body: { S: body?.S } })).toBeUndefined();
  });
});
