import { expect, test } from 'vitest';
import { caseReference } from '../../shared/core/case/reference.ts';
import { fingerprintsOf } from '../../shared/core/referral/fingerprints.ts';
import { aRequest } from '../api/a-request.ts';
import { Gateway } from '../api/gateway.ts';
import { aChild, anEvent, aReferral } from '../builders.ts';
import { MailIn, stored } from './mails.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

/** Nobody is called so. Of neither a nationality is known. */
const amina = { sex: 'female', name: 'Amina Canary', dateOfBirth: '2010-03-14' } as const;
const yonas = { sex: 'male', name: 'Yonas Canary', dateOfBirth: '2012-08-02' } as const;
const portReference = 'CANARY-PORT-1000007';

type Played = readonly [SchemeInMemory, first: string, second: string];

const channels: Readonly<Record<string, () => Promise<Played>>> = {
  'the API': async () => {
    const gateway = await Gateway.open();
    const references: string[] = [];
    for (const child of [amina, yonas]) {
      const [whole = {}] = aRequest().children;
      const { nationality: _, homeOfficeReference: __, ...rest } = whole;
      const body = aRequest({ children: [{ ...rest, ...child, portReference }] });
      const { status, taken } = await gateway.call({ body, idempotencyKey: child.sex });
      expect(status).toBe(202);
      references.push(taken.reference);
    }
    await gateway.lookAtReferrals();
    return [gateway.scheme, references[0] ?? '', references[1] ?? ''];
  },
  'e-mail': async () => {
    const mail = await MailIn.open();
    for (const { name, dateOfBirth, sex } of [amina, yonas])
      await mail.receive(
        stored({
          messageId: `<${sex}@kent.example>`,
          attachment: {
            name: 'children.csv',
            type: 'text/csv',
            content: `Name,Date of birth,Sex,Port reference\r\n${name},${dateOfBirth},${sex},${portReference}\r\n`,
          },
        }),
      );
    const [first = '', second = ''] = mail.told().map(({ referrals }) => referrals[0]?.caseId ?? '');
    return [mail.scheme, first, second];
  },
  'the queue, as the form sends it': async () => {
    const scheme = await SchemeInMemory.open();
    const id = (at: number) => `5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a3${at}`;
    for (const [at, { sex, ...said }] of [amina, yonas].entries()) {
      const fingerprints = fingerprintsOf(await scheme.key.read(), [{ number: 1, ...said, portReference }]);
      const turns18Month = `${Number(said.dateOfBirth.slice(0, 4)) + 18}${said.dateOfBirth.slice(4, 7)}`;
      const facts = aReferral({ children: [aChild({ sex, turns18Month })] });
      const data = { referralId: id(at), channel: 'form' as const, facts, fingerprints: [...fingerprints] };
      await scheme.receive(JSON.stringify(anEvent('referral-received.v2', { id: `r${at}`, data })));
      await scheme.settle();
    }
    return [scheme, caseReference(id(0), 1), caseReference(id(1), 1)];
  },
};

test.each(Object.entries(channels))(
  'a girl and a boy of one port reference, by %s, are two cases, the second held for the first',
  async (_, play) => {
    const [scheme, first, second] = await play();
    expect(await scheme.cases.read(first)).toBeDefined();
    expect(await scheme.cases.mergedInto(second)).toBeUndefined();
    expect((await scheme.cases.read(second))?.possibleDuplicates).toEqual([first]);
  },
);
