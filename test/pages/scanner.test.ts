/**
 * What programs that look through mail do to a link, beyond what every page withstands (every-page.test.ts): choose at random,
 * post noise, send again what a person confirmed. Nothing changes that a person has not confirmed, and that only once.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import { SOCIAL_WORKER } from '../builders.ts';
import { asItStands, offeredBy } from './forms.ts';
import { World } from './world.ts';

let world: World;
let links: Readonly<Record<string, string>>;
const everything = () => JSON.stringify([world.cases.snapshot(), world.councils.snapshot()]);

beforeAll(async () => {
  world = await World.seeded();
  const offered = await world.referred();
  const held = await world.referred({ familyInUk: 'may-care' });
  const accepted = await world.referred();
  const [offer] = accepted.offers;
  if (offer === undefined) throw new Error('A council has to be asked.');
  const placed = await world.tell(
    accepted.id,
    { kind: 'answer', offerId: offer.id, answer: 'accept' },
    { kind: 'council', code: offer.council },
  );
  const arranged = await world.tell(
    placed.id,
    { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
    { kind: 'council', code: offer.council },
  );
  links = {
    offer: await world.offerLink(offered),
    backUp: await world.offerLink(offered, 1),
    coordinator: await world.caseLink(held),
    transfer: await world.transferLink(arranged),
    entry: await world.entryLink(offered),
    capacity: await world.link({ for: 'capacity', council: 'E10000014', region: 'E12000008', version: 0 }),
  };
});

describe.each(['offer', 'backUp', 'coordinator', 'transfer', 'entry', 'capacity'])(
  'a scanner at the %s link',
  (name) => {
    test('changes nothing even if it chooses at random and posts on from there', async () => {
      const before = everything();
      const path = links[name] ?? '';
      const first = await world.get(path);
      const choices = [...offeredBy(first.body, 'answer'), ...offeredBy(first.body, 'action')];
      for (const choice of choices.length > 0 ? choices : ['']) {
        let page = first;
        for (let times = 0; times < 4; times += 1) {
          const fields = asItStands(page.body);
          const field = name === 'offer' || name === 'backUp' ? 'answer' : 'action';
          const form = times === 0 && choice !== '' ? { ...fields, [field]: choice } : fields;
          const posted = await world.visit({ method: 'POST', path, form });
          expect([200, 422]).toContain(posted.status);
          page = posted;
        }
        expect(asItStands(page.body).confirm).toBeUndefined();
      }
      expect(everything()).toBe(before);
    });
  },
);

test('an empty post and a post of noise change nothing', async () => {
  const before = everything();
  for (const form of [
    {},
    { step: 'confirm' },
    { step: 'nowhere', answer: 'yes' },
    { confirm: 'yes' },
    { change: 'yes' },
  ])
    for (const path of Object.values(links))
      expect((await world.visit({ method: 'POST', path, form })).status).not.toBe(303);
  expect(everything()).toBe(before);
});

test('what a person confirmed is recorded once, however often it is sent', async () => {
  const path = links.offer ?? '';
  const form = { step: 'confirm', answer: 'accept', confirm: 'yes' };
  const first = await world.visit({ method: 'POST', path, form });
  expect(first.status).toBe(303);
  const after = everything();
  for (let times = 0; times < 3; times += 1) {
    const again = await world.visit({
      method: 'POST',
      path,
      form: { ...form, answer: times === 2 ? 'decline' : 'accept' },
    });
    expect(again.status).toBe(303);
  }
  expect(everything()).toBe(after);
  expect((await world.get(path)).body).toContain('Offer accepted');
});
