import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Dns,
  type DnsRecord,
  dnsRecords,
  recordsInWords,
  seen,
} from '../../infra/deploy/dns-records.ts';
import { synthesize } from '../template/synthesis.ts';

const dkim = [{ name: 'a._domainkey.m.example', value: 'a.dkim.amazonses.com' }];
const records = dnsRecords('m.example', 'eu-west-2', dkim);

const nothing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

/** A DNS that says what is put into it, each value as it is typed into a form. */
function dnsWith(said: readonly Pick<DnsRecord, 'name' | 'type' | 'value'>[], otherwise = 'ENODATA'): Dns {
  const values = <One>(of: string, as: DnsRecord['type'], read: (value: string) => One): Promise<One[]> => {
    const found = said.filter(({ name, type }) => name === of && type === as);
    return found.length === 0 ? nothing(otherwise) : Promise.resolve(found.map(({ value }) => read(value)));
  };
  return {
    resolveCname: (name) => values(name, 'CNAME', (value) => value),
    resolveMx: (name) =>
      values(name, 'MX', (value) => {
        const [priority, exchange = ''] = value.split(' ');
        return { priority: Number(priority), exchange };
      }),
    // Longer texts come in pieces of 255; a piece may end anywhere.
    resolveTxt: (name) => values(name, 'TXT', (value) => [value.slice(0, 9), value.slice(9)]),
  };
}

const kinds = async (dns: Dns): Promise<string[]> =>
  (await Promise.all(records.map((record) => seen(record, dns)))).map(({ kind }) => kind);

describe('the records of a domain', () => {
  test('are each there when the DNS says what was asked for, and only those', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...records]), async (put) => {
        expect(await kinds(dnsWith(put))).toEqual(
          records.map((record) => (put.includes(record) ? 'there' : 'missing')),
        );
      }),
    );
  });

  test('are not called missing by a DNS that does not answer', async () => {
    expect(new Set(await kinds(dnsWith([], 'ETIMEOUT')))).toEqual(new Set(['unknown']));
    expect(new Set(await kinds(dnsWith([], 'ESERVFAIL')))).toEqual(new Set(['unknown']));
    expect(new Set(await kinds(dnsWith([], 'ENOTFOUND')))).toEqual(new Set(['missing']));
  });

  test('are for DKIM, mail in, bounces, SPF and DMARC, below the domain that the template sends from', () => {
    expect(records.map(({ name, type }) => `${type} ${name}`)).toEqual([
      'CNAME a._domainkey.m.example',
      'MX m.example',
      'MX bounce.m.example',
      'TXT bounce.m.example',
      'TXT _dmarc.m.example',
    ]);
    synthesize({ senderDomain: 'm.example' }).pipeline.hasResourceProperties('AWS::SES::EmailIdentity', {
      EmailIdentity: 'm.example',
      MailFromAttributes: { MailFromDomain: 'bounce.m.example', BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
    });
  });
});

describe('a record', () => {
  const [, mx, , spf, dmarc] = records as [DnsRecord, DnsRecord, DnsRecord, DnsRecord, DnsRecord];
  const said = (record: DnsRecord, ...values: string[]) =>
    seen(record, dnsWith(values.map((value) => ({ ...record, value }))));

  test.each([
    ['another preference', mx, ['1 INBOUND-SMTP.eu-west-2.amazonaws.com.']],
    ['a policy of one’s own', dmarc, ['v=DMARC1; p=none; rua=mailto:d@m.example']],
    [
      'a stricter end, beside texts of other people',
      spf,
      ['google-site-verification=x', 'v=spf1 include:amazonses.com -all'],
    ],
  ])('does with %s', async (_what, record, values) => {
    expect(await said(record, ...values)).toEqual({ kind: 'there' });
  });

  test.each([
    ['mail that goes elsewhere', mx, ['10 mx.council.example']],
    [
      'mail that goes here and elsewhere',
      mx,
      ['10 inbound-smtp.eu-west-2.amazonaws.com', '5 mx.council.example'],
    ],
    ['two policies of who may send', spf, ['v=spf1 include:amazonses.com ~all', 'v=spf1 -all']],
    ['a policy that leaves SES out', spf, ['v=spf1 include:other.example ~all']],
  ])('does not with %s, and says what is there', async (_what, record, values) => {
    expect(await said(record, ...values)).toEqual({ kind: 'other', values });
    const words = await recordsInWords([record], dnsWith(values.map((value) => ({ ...record, value }))));
    expect(words.join('\n')).toContain(`SOMETHING ELSE: ${values.join(', ')}`);
  });
});
