import { describe, expect, test } from 'vitest';
import { CorruptItem, Reader } from '../../shared/aws/attributes.ts';
import { caseFrom, caseItem } from '../../shared/aws/case-item.ts';
import { councilFrom, councilItem, rotaFrom, rotaItem } from '../../shared/aws/council-item.ts';
import { eventFromStream, eventItem } from '../../shared/aws/event-item.ts';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import { aCase, aCouncil, aDeclaration, anEntry } from '../builders.ts';
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
    }
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
    const holding = (body: unknown) => ({ ...stored, body: { S: JSON.stringify(body) } });
    expect(() => caseFrom(holding('a text'))).toThrow('"body" is not a case, at its root.');
    const offers = [{ id: '1-1' }];
    expect(() => caseFrom(holding({ ...aCase(), offers }))).toThrow(
      '"body" is not a case, at offers.0.council.',
    );
  });

  test('turns are an object', () => {
    const stored = rotaItem('national', { state: emptyRota, version: 0, turn: 0 });
    for (const state of ['null', '1', '"text"'])
      expect(() => rotaFrom({ ...stored, state: { S: state } })).toThrow('"state" should be an object.');
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
