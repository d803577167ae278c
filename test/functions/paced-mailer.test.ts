import { expect, test } from 'vitest';
import { pacedMailer } from '../../functions/send-notification/paced-mailer.ts';
import type { Mailer } from '../../shared/ports/mailer.ts';
import { anEmail } from '../contract/mailer-promises.ts';

/** What a mailer with so long a wait did for an e-mail to two and a copy to one, in order. */
async function did(milliseconds: number): Promise<unknown[]> {
  const done: unknown[] = [];
  const bare: Mailer = {
    send: async ({ id }) => {
      done.push(id);
      return { kind: 'accepted', messageId: 'one' };
    },
  };
  const mailer = pacedMailer(bare, milliseconds, async (waited) => {
    done.push(waited);
  });
  const email = anEmail({ id: 'an e-mail', to: ['a@b.example', 'c@d.example'], cc: ['e@f.example'] });
  expect(await mailer.send(email)).toEqual({ kind: 'accepted', messageId: 'one' });
  return done;
}

test('an e-mail waits before it goes, once for each address, because SES counts addresses', async () => {
  expect(await did(143)).toEqual([3 * 143, 'an e-mail']);
});

test('where there is no rate to keep nothing waits', async () => {
  expect(await did(0)).toEqual(['an e-mail']);
});
