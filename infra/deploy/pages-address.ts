/** The address of the pages that outlives the stack: a domain of our own, its certificate, and since when links lead there. */
import * as z from 'zod';
import { defined } from '../../shared/core/defined.ts';
import type { Outputs } from './account.ts';
import type { Run } from './ask.ts';
import { type Dns, type DnsRecord, seen } from './dns-records.ts';
import type { KeptOptions } from './kept-options.ts';
import type { Finding } from './look.ts';
import { DeployProblem } from './options.ts';

/** The output that says what the domain's CNAME has to point at. */
export const PAGES_TARGET_OUTPUT = 'PagesTarget';

/** How far the domain is: each step needs the one before it, and a deployment takes as many as it can. */
export interface PagesAddress {
  /** What to deploy with. */
  readonly options: KeptOptions;
  /** Records that the DNS of the domain needs. */
  readonly records: readonly DnsRecord[];
  readonly findings: readonly Finding[];
  /** There is no certificate yet: it has to be asked for. */
  readonly asks: boolean;
}

const listed = z.object({
  CertificateSummaryList: z.array(
    z.object({ CertificateArn: z.string(), DomainName: z.string(), Status: z.string() }),
  ),
});
const described = z.object({
  Certificate: z.object({
    DomainValidationOptions: z
      .array(z.object({ ResourceRecord: z.object({ Name: z.string(), Value: z.string() }).optional() }))
      .default([]),
  }),
});

/** @throws DeployProblem with what AWS said */
function certificatesIn(region: string, run: Run): z.infer<typeof listed>['CertificateSummaryList'] {
  const question = ['list-certificates', '--certificate-statuses', 'ISSUED', 'PENDING_VALIDATION'];
  const { ok, out } = run('aws', ['acm', ...question, '--region', region, '--output', 'json']);
  if (!ok) throw new DeployProblem(`The certificate of the pages’ domain cannot be seen: ${out}`);
  return listed.parse(JSON.parse(out)).CertificateSummaryList;
}

/** By which record ACM sees that the domain is ours; it makes it some seconds after it was asked. */
function proofOf(certificate: string, region: string, run: Run): DnsRecord[] {
  const question = ['describe-certificate', '--certificate-arn', certificate];
  const { ok, out } = run('aws', ['acm', ...question, '--region', region, '--output', 'json']);
  // What is deployed can be deployed again by somebody who may not look at certificates.
  if (!ok) return [];
  const { Certificate } = described.parse(JSON.parse(out));
  return Certificate.DomainValidationOptions.flatMap(({ ResourceRecord: record }) =>
    record === undefined
      ? []
      : [
          {
            name: record.Name.replace(/\.$/, ''),
            type: 'CNAME' as const,
            value: record.Value.replace(/\.$/, ''),
            means: 'ACM: the pages’ domain is ours; stays, or the certificate is not renewed',
          },
        ],
  );
}

const toKnow = (says: string): Finding => ({ weight: 'to-know', says });

interface Seen {
  readonly region: string;
  readonly outputs: Outputs | undefined;
  readonly run: Run;
  readonly dns: Dns;
}

/**
 * How far the pages' domain is. Its certificate comes first, then the stack takes the domain, then its DNS points there; only then do
 * links in e-mails lead to it, and from then on always: what is out has to open for as long as links live.
 *
 * @param wanted the options, before it is known how far the domain is
 */
export async function pagesAddress(wanted: KeptOptions, where: Seen): Promise<PagesAddress> {
  const { certificate: before, links, ...others } = wanted;
  const { pagesDomain } = wanted;
  if (pagesDomain === undefined) return { options: others, records: [], findings: [], asks: false };
  const { certificate, pending } = certificateOf(pagesDomain, before, where);
  if (certificate === undefined)
    return {
      options: others,
      records: pending === undefined ? [] : proofOf(pending, where.region, where.run),
      findings: [
        toKnow(
          `The certificate of ${pagesDomain} ${pending === undefined ? 'has to be asked for' : 'waits for its DNS'}: the pages keep the address that AWS gave them. Deploy again when it is there.`,
        ),
      ],
      asks: pending === undefined,
    };
  const target = where.outputs?.[PAGES_TARGET_OUTPUT];
  const points = await pointsAt(pagesDomain, target, where.dns);
  const leads = links !== undefined || points;
  return {
    options: { ...others, certificate, ...defined({ links: leads ? ('pages-domain' as const) : undefined }) },
    records: [...proofOf(certificate, where.region, where.run), ...recordOf(pagesDomain, target)],
    findings: [
      toKnow(
        leads
          ? `Links in e-mails lead to ${pagesDomain}.`
          : `${pagesDomain} has its certificate; links in e-mails lead there once its DNS points at the pages. Deploy again then.`,
      ),
      ...(links !== undefined && !points
        ? [
            {
              weight: 'before-live' as const,
              says: `Links in e-mails lead to ${pagesDomain}, whose DNS does not point at the pages: nobody can open one.`,
            },
          ]
        : []),
    ],
    asks: false,
  };
}

/** The one that was deployed stays, unless another domain is wanted; so a certificate that is renewed or doubled changes nothing. */
function certificateOf(
  domain: string,
  before: string | undefined,
  { region, run }: Seen,
): { readonly certificate?: string; readonly pending?: string } {
  if (before !== undefined) return { certificate: before };
  const ours = certificatesIn(region, run).filter(({ DomainName }) => DomainName === domain);
  const of = (status: string) => ours.find(({ Status }) => Status === status)?.CertificateArn;
  return defined({ certificate: of('ISSUED'), pending: of('PENDING_VALIDATION') });
}

/** What the domain has to say, once the stack says where the pages are. */
export const recordOf = (domain: string, target: string | undefined): DnsRecord[] =>
  target === undefined
    ? []
    : [{ name: domain, type: 'CNAME', value: target, means: 'the pages and the API, under our own name' }];

async function pointsAt(domain: string, target: string | undefined, dns: Dns): Promise<boolean> {
  const [record] = recordOf(domain, target);
  return record !== undefined && (await seen(record, dns)).kind === 'there';
}

/** Asks ACM for a certificate of the domain. @returns what it said, when it did not */
export function askForCertificate(domain: string, region: string, run: Run): string | undefined {
  // The token makes asking again within the hour the same question.
  const token = domain.replaceAll(/\W/g, '').slice(0, 32);
  const asked = ['acm', 'request-certificate', '--domain-name', domain, '--validation-method', 'DNS'];
  const { ok, out } = run('aws', [...asked, '--idempotency-token', token, '--region', region]);
  return ok ? undefined : out;
}
