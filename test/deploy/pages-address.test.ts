import { describe, expect, test } from 'vitest';
import type { Run } from '../../infra/deploy/ask.ts';
import type { Dns } from '../../infra/deploy/dns-records.ts';
import { type Before, type KeptOptions, settle, whatChanges } from '../../infra/deploy/kept-options.ts';
import { askForCertificate, pagesAddress } from '../../infra/deploy/pages-address.ts';
import { defaultPolicyId, policyIds } from '../../shared/core/policies.ts';
import { resources, synthesize } from '../template/synthesis.ts';

const NAME = 'pages.m.example';
const TARGET = 'd-abc123.execute-api.eu-west-2.amazonaws.com';
const CERTIFICATE = 'arn:aws:acm:eu-west-2:1:certificate/one';
const plain: KeptOptions = {
  domain: 'm.example',
  policy: 'nts-2026',
  alarmEmail: 'none',
  clock: 'live',
  readings: 'here',
  emailsASecond: 14,
  sandbox: false,
  setsApart: false,
};
const policies = { all: policyIds, first: defaultPolicyId };

interface World {
  /** The certificates of the account, as ACM lists them. */
  certificates: { CertificateArn: string; DomainName: string; Status: string }[];
  outputs: Record<string, string> | undefined;
  /** What the pages' domain is a CNAME of. */
  points?: string;
  refused?: boolean;
}

/** ACM and the DNS as they stand. */
function looking({ certificates, outputs, points, refused = false }: World) {
  const asked: string[] = [];
  const run: Run = (_command, [, question = '']) => {
    asked.push(question);
    if (refused) return { ok: false, out: 'AccessDenied' };
    const Name = `_proof.${NAME}.`;
    const answers: Record<string, unknown> = {
      'list-certificates': { CertificateSummaryList: certificates },
      'describe-certificate': {
        Certificate: {
          DomainValidationOptions: [
            { ResourceRecord: { Name, Type: 'CNAME', Value: '_x.acm-validations.aws.' } },
          ],
        },
      },
    };
    return { ok: true, out: JSON.stringify(answers[question] ?? {}) };
  };
  const none = () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));
  const dns: Dns = {
    resolveCname: () => (points === undefined ? none() : Promise.resolve([points])),
    resolveMx: none,
    resolveTxt: none,
  };
  return { where: { region: 'eu-west-2', outputs, run, dns }, asked };
}

const certificate = (Status: string, DomainName = NAME) => ({
  CertificateArn: CERTIFICATE,
  DomainName,
  Status,
});
const said = (found: Awaited<ReturnType<typeof pagesAddress>>): string =>
  found.findings.map(({ says }) => says).join('\n');

test('pages without a domain of their own ask nobody for one', async () => {
  const { where, asked } = looking({ certificates: [], outputs: {} });
  expect(await pagesAddress(plain, where)).toEqual({
    options: plain,
    records: [],
    findings: [],
    asks: false,
  });
  expect(asked).toEqual([]);
});

test('the domain goes its way a deployment at a time, and links lead there only when it opens', async () => {
  const world: World = { certificates: [certificate('ISSUED', 'other.example')], outputs: {} };
  let options: KeptOptions = { ...plain, pagesDomain: NAME };
  const deploy = async () => {
    const found = await pagesAddress(options, looking(world).where);
    const context = {
      senderDomain: options.domain,
      ...Object.fromEntries(
        Object.entries(found.options)
          .filter(([key]) => key !== 'domain' && key !== 'alarmEmail')
          .map(([key, value]) => [key, String(value)]),
      ),
    };
    const { pipeline } = synthesize(context);
    const { Options } = pipeline.findOutputs('Options');
    // What the stack says it was deployed with is what the next deployment begins with.
    options = settle(
      { yes: false, dryRun: false },
      { kind: 'deployed', options: JSON.parse(Options?.Value) },
      policies,
    );
    expect(options).toEqual(found.options);
    const sender = resources(pipeline, 'AWS::Lambda::Function').find(
      ({ name }) => name === 'send-notification',
    );
    return { ...found, pipeline, url: sender?.properties.Environment.Variables.PAGES_URL as unknown };
  };
  const first = await deploy();
  expect([first.asks, first.records]).toEqual([true, []]);
  expect(first.url).not.toBe(`https://${NAME}`);

  world.certificates.push(certificate('PENDING_VALIDATION'));
  const second = await deploy();
  expect(second.asks).toBe(false);
  expect(second.records).toMatchObject([
    { name: `_proof.${NAME}`, type: 'CNAME', value: '_x.acm-validations.aws' },
  ]);
  expect(second.pipeline.findResources('AWS::ApiGatewayV2::DomainName')).toEqual({});

  world.certificates = [certificate('ISSUED')];
  const third = await deploy();
  expect(Object.values(third.pipeline.findResources('AWS::ApiGatewayV2::DomainName'))).toMatchObject([
    {
      Properties: {
        DomainName: NAME,
        DomainNameConfigurations: [
          { CertificateArn: CERTIFICATE, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' },
        ],
      },
    },
  ]);
  expect(Object.values(third.pipeline.findResources('AWS::ApiGatewayV2::ApiMapping'))).toHaveLength(1);
  expect(third.pipeline.findOutputs('PagesTarget').PagesTarget).toBeDefined();
  expect(third.url).toEqual(first.url);

  world.outputs = { PagesTarget: TARGET };
  const fourth = await deploy();
  expect(fourth.records.at(-1)).toMatchObject({ name: NAME, type: 'CNAME', value: TARGET });
  expect(fourth.url).toEqual(first.url);

  world.points = TARGET;
  const fifth = await deploy();
  expect(fifth.url).toBe(`https://${NAME}`);
  expect(said(fifth)).toBe(`Links in e-mails lead to ${NAME}.`);
  // The address that AWS gave stays open: links to it are out.
  expect(JSON.stringify(fifth.pipeline.toJSON())).not.toContain('DisableExecuteApiEndpoint');

  delete world.points;
  const sixth = await deploy();
  expect(sixth.url).toBe(`https://${NAME}`);
  expect(sixth.findings).toContainEqual({
    weight: 'before-live',
    says: expect.stringMatching(/does not point at the pages: nobody can open one/),
  });
});

describe('once it is deployed', () => {
  const linked: KeptOptions = {
    ...plain,
    pagesDomain: NAME,
    certificate: CERTIFICATE,
    links: 'pages-domain',
  };
  const before: Before = { kind: 'deployed', options: linked };
  const nothing = { yes: false, dryRun: false };

  test('whoever may not look at certificates can still deploy it, as it is', async () => {
    const { where } = looking({
      certificates: [],
      outputs: { PagesTarget: TARGET },
      points: TARGET,
      refused: true,
    });
    expect((await pagesAddress(linked, where)).options).toEqual(linked);
    const wanted = { ...plain, pagesDomain: NAME };
    await expect(pagesAddress(wanted, where)).rejects.toThrow(/certificate.*cannot be seen: AccessDenied/);
  });

  test('links that are out keep their domain', () => {
    expect(settle(nothing, before, policies)).toEqual(linked);
    for (const pagesDomain of ['other.example', 'none'])
      expect(() => settle({ ...nothing, pagesDomain }, before, policies)).toThrow(
        /have to open there for 60 days/,
      );
  });

  test('as long as no link leads there it can become another, or none', () => {
    const { links: _, ...waiting } = linked;
    const of = (pagesDomain: string) =>
      settle({ ...nothing, pagesDomain }, { kind: 'deployed', options: waiting }, policies);
    expect(of('other.example')).toEqual({ ...plain, pagesDomain: 'other.example' });
    expect(of('none')).toEqual(plain);
    expect(whatChanges({ kind: 'deployed', options: waiting }, plain)).toContain(
      `Domain of pages and API: ${NAME} -> none`,
    );
  });

  test('the domain that e-mails go to cannot be the pages’ too', () => {
    expect(() =>
      settle({ ...nothing, pagesDomain: 'm.example' }, { kind: 'deployed', options: plain }, policies),
    ).toThrow(/--pages-domain pages\.m\.example/);
  });
});

test('a certificate is asked for by DNS, the same question within the hour, and what ACM says of it is told', () => {
  const asked: (readonly string[])[] = [];
  const run: Run = (_command, args) => {
    asked.push(args);
    return { ok: asked.length === 1, out: asked.length === 1 ? '{}' : 'LimitExceeded' };
  };
  expect(askForCertificate(NAME, 'eu-west-2', run)).toBeUndefined();
  expect(askForCertificate(NAME, 'eu-west-2', run)).toBe('LimitExceeded');
  expect(asked[0]).toEqual(asked[1]);
  expect(asked[0]?.join(' ')).toMatch(
    /^acm request-certificate --domain-name pages\.m\.example --validation-method DNS --idempotency-token \w{1,32} --region eu-west-2/,
  );
});
