/**
 * A week of the busiest quarter that is published, 1,240 children: who gets how many e-mails, and when. Before desks had a pace of their own, Kent’s duty desk had
 * 94 on one day of it and 23 in one hour. What must not wait is listed here by hand.
 */
import { beforeAll, expect, test } from 'vitest';
import { BusyWeeks, type Sent } from './busy-weeks.ts';

const HOUR = 60 * 60_000;
const weeks = await BusyWeeks.open();
beforeAll(() => weeks.pass(1));

const toldBy = ({ email: { id, tells = [id] } }: Sent): readonly string[] => tells;
const templateOf = (id: string): string => /:\d+:([a-z-]+):/.exec(id)?.[1] ?? '';

/** Every e-mail by who has it in the mailbox. */
function byAddress(): ReadonlyMap<string, readonly Sent[]> {
  const found = new Map<string, Sent[]>();
  for (const one of weeks.sent)
    for (const address of [...one.email.to, ...one.email.cc])
      found.set(address, [...(found.get(address) ?? []), one]);
  return found;
}

test('it is a week like those of that quarter', () => {
  // 1,240 children in 13 weeks of five days.
  expect(weeks.children).toBeGreaterThan(75);
  expect(weeks.sent.length).toBeGreaterThan(700);
});

test('nobody has more than 15 e-mails a day', () => {
  const tooMany = [...byAddress()].flatMap(([address, sent]) => {
    const days = Map.groupBy(sent, ({ at }) => at.slice(0, 10));
    return [...days].filter(([, of]) => of.length > 15).map(([day, of]) => `${address} ${day}: ${of.length}`);
  });
  expect(tooMany).toEqual([]);
});

test('nobody has more than six in any hour, but for what asks for an answer by an hour', () => {
  const asks = ['offer-to-primary', 'offer-promoted', 'offer-reminder', 'deadline-approaching'];
  const tooMany = [...byAddress()].flatMap(([address, sent]) =>
    sent.flatMap((one, place) => {
      const before = sent.slice(0, place).filter(({ at }) => Date.parse(at) > Date.parse(one.at) - HOUR);
      const mustBe = toldBy(one).some((id) => asks.includes(templateOf(id)));
      return before.length < 6 || mustBe ? [] : [`${address} ${one.at} ${one.email.subject}`];
    }),
  );
  expect(tooMany).toEqual([]);
});

test('what has a deadline today waits for no digest: it is sent at the moment at which it is said', () => {
  const asked = weeks.asked.filter(({ deadlineToday }) => deadlineToday);
  expect(asked.length).toBeGreaterThan(25);
  const sentAt = new Map(weeks.sent.flatMap((one) => toldBy(one).map((id) => [id, one.at])));
  for (const { id, at } of asked) expect([id, sentAt.get(id)]).toEqual([id, at]);
});

test('everything is told, once, and the rest within an hour', () => {
  const sentAt = new Map<string, string>();
  for (const one of weeks.sent)
    for (const id of toldBy(one)) {
      expect(sentAt.has(id), id).toBe(false);
      sentAt.set(id, one.at);
    }
  const late = weeks.asked.filter(({ id, at, isDaily }) => {
    const sent = sentAt.get(id);
    // People act every quarter of an hour, and outside the hours of offices the clock goes by the hour.
    return !isDaily && sent !== undefined && Date.parse(sent) - Date.parse(at) > 2 * HOUR;
  });
  expect(late).toEqual([]);
});
