/** A form is answered with an address to look at, and acted on without the page it stands on: what only the page tells is read when it is shown. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { Site } from './site.ts';

let site: Site;
let theCase: Case;
/** What only a page that is shown needs: the trail, and the inputs from which the check of every council is done again. */
const told = () => ({
  trails: vi.spyOn(site.cases, 'trail'),
  events: vi.spyOn(site.cases, 'event'),
  decisions: vi.spyOn(site.cases, 'decision'),
  views: vi.spyOn(site.councils, 'view'),
});
const calls = (spies: ReturnType<typeof told>) =>
  Object.fromEntries(Object.entries(spies).map(([name, spy]) => [name, spy.mock.calls.length]));
const none = { trails: 0, events: 0, decisions: 0, views: 0 };

beforeEach(async () => {
  site = await Site.seeded();
  theCase = await site.referred();
});

const confirmed = { step: 'confirm', confirm: 'yes', name: 'Robin Hale' };

test.each([
  ['is checked', { step: 'choice', answer: 'accept' }, true, 0],
  ['is sent', { ...confirmed, answer: 'accept' }, false, 1],
])(
  'an answer to an offer that %s looks neither at the trail nor again at the allocation check',
  async (_, form, isAsked, views) => {
    const path = await site.offerLink(theCase);
    const spies = told();
    const { status, headers } = await site.request({ method: 'POST', path, form });
    expect([status, headers.location?.includes('shown=')]).toEqual([303, isAsked]);
    // The councils and turns that the answer itself is decided on.
    expect(calls(spies)).toEqual({ ...none, views });
  },
);

test('the page of an offer looks at both, once', async () => {
  const path = await site.offerLink(theCase);
  const spies = told();
  expect((await site.visit({ path })).status).toBe(200);
  expect(calls(spies)).toEqual({ ...none, trails: 1, decisions: 1 });
});

test('a coordinator’s decision looks at neither, and at the councils only where one is to be chosen', async () => {
  const path = await site.caseLink(theCase);
  const spies = told();
  const asked = await site.request({ method: 'POST', path, form: { step: 'action', action: 'stays' } });
  expect(asked.status).toBe(303);
  const form = { ...confirmed, action: 'stays', stayReason: 'settled', stayNote: 'n' };
  expect((await site.request({ method: 'POST', path, form })).status).toBe(303);
  expect(calls(spies)).toEqual(none);
});

test('where to place a child is chosen from every council, asked for them once, and shown without the page', async () => {
  const path = await site.caseLink(theCase);
  const spies = told();
  const { body } = await site.visit({ method: 'POST', path, form: { step: 'action', action: 'place' } });
  expect(body).toContain('Hampshire (room for');
  expect(calls(spies)).toEqual({ ...none, views: 1 });
});

test('the page of a case asks no council about its room before one is to be chosen', async () => {
  const path = await site.caseLink(theCase);
  const spies = told();
  expect((await site.visit({ path })).body).toContain('Place directly with a council');
  expect(calls(spies)).toEqual({ ...none, trails: 1, decisions: 1 });
});

test('what a council tells of its own referral looks at no event before the page is shown again', async () => {
  const path = `${await site.entryLink(theCase)}`;
  const spies = told();
  const form = { ...confirmed, action: 'withdraw', withdrawal: 'other' };
  const query = { event: '1' };
  expect((await site.request({ method: 'POST', path, query, form })).status).toBe(303);
  // The councils once: of whose figure the children are.
  expect(calls(spies)).toEqual({ ...none, views: 1 });
});
