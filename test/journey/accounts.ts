/** What must hold in any run once it is quiet, whatever happened in it: read from the tables, the mailbox and the queues. */
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AnyEvent } from '../../events/catalogue.ts';
import type { EmailSentV1 } from '../../events/email-sent.v1.ts';
import type { Message } from '../../infra/local-aws/services/kept-mail.ts';
import { DynamoDigestStore } from '../../shared/aws/dynamo-digest-store.ts';
import { childrenWhoCount } from '../../shared/core/allocation/missing-facts.ts';
import { verifyTrail } from '../../shared/core/audit-trail.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { emailTag } from '../../shared/core/case/email-tag.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { heldBy } from '../../shared/core/case/places.ts';
import { DAILY_LIST } from '../../shared/core/case/told-daily.ts';
import type { Council } from '../../shared/core/council/council.ts';
import type { Digest } from '../../shared/ports/digest-store.ts';
import { type Run, tableName } from './a-run.ts';

interface Records {
  readonly cases: readonly Case[];
  readonly events: readonly AnyEvent[];
  readonly emails: ReadonlyMap<string, EmailSentV1['data']>;
  /** By its tag, the tags of what each digest told. */
  readonly digests: ReadonlyMap<string, readonly string[]>;
}

async function records({ dynamo, cases, localRun }: Run): Promise<Records> {
  const found: Case[] = [];
  const events: AnyEvent[] = [];
  const emails = new Map<string, EmailSentV1['data']>();
  const digests = new Map<string, readonly string[]>();
  for await (const { Items = [] } of paginateScan(
    { client: dynamo },
    { TableName: tableName({ localRun }, 'cases') },
  ))
    for (const item of Items) {
      const { pk, sk, body } = unmarshall(item) as { pk: string; sk: string; body: string };
      if (sk.startsWith('EVENT#')) events.push(JSON.parse(body) as AnyEvent);
      if (sk.startsWith('EMAIL#')) {
        const { data } = JSON.parse(body) as EmailSentV1;
        emails.set(data.emailId, data);
      }
      if (sk === 'DIGEST') {
        const { id, requests } = JSON.parse(body) as Digest;
        digests.set(
          emailTag(id),
          requests.map((request) => emailTag(request.id)),
        );
      }
      const subject = sk === 'CASE' ? await cases.read(pk.slice('CASE#'.length)) : undefined;
      if (subject) found.push(subject);
    }
  return { cases: found, events, emails, digests };
}

/** Places as the cases say: held and offered by open offers, incoming by acceptances, moved by handovers. */
function placesByCases(
  cases: readonly Case[],
  councils: readonly Council[],
): Map<string, Pick<Council, 'held' | 'offered' | 'incoming' | 'netSince'>> {
  const places = new Map<string, { held: number; offered: number; incoming: number; netSince: number }>();
  const at = (code: string) => {
    const found = places.get(code) ?? { held: 0, offered: 0, incoming: 0, netSince: 0 };
    places.set(code, found);
    return found;
  };
  const asAt = new Map(councils.map(({ code, caredFor }) => [code, caredFor.asAt]));
  for (const subject of cases) {
    const children = childrenWhoCount(subject).length;
    for (const offer of subject.offers) {
      const { held, offered } = heldBy(offer, children);
      at(offer.council).held += held;
      at(offer.council).offered += offered;
    }
    const { placement, facts, status, arrivalsCounted = 0 } = subject;
    // Of children who came after the figure is of, those who are there still; of those whom it holds, those who left.
    // Who does not say when came with the referral.
    const isInFigure =
      facts.arrivedOn !== undefined && facts.arrivedOn <= (asAt.get(facts.entryAuthority) ?? '');
    const there = status === 'transferred' ? 0 : children;
    at(facts.entryAuthority).netSince += isInFigure ? there - children : arrivalsCounted;
    if (placement === undefined) continue;
    if (status === 'transferred') at(placement.council).netSince += children;
    else at(placement.council).incoming += children;
  }
  return places;
}

function placesThatDiffer(cases: readonly Case[], councils: readonly Council[]): string[] {
  const bySaying = placesByCases(cases, councils);
  return councils.flatMap(({ code, held, offered, incoming, netSince }) => {
    const said = bySaying.get(code) ?? { held: 0, offered: 0, incoming: 0, netSince: 0 };
    const kept = { held, offered, incoming, netSince };
    return JSON.stringify(said) === JSON.stringify(kept)
      ? []
      : [`${code} keeps ${JSON.stringify(kept)}, its cases say ${JSON.stringify(said)}`];
  });
}

export interface Account {
  readonly cases: readonly Case[];
  /** Trails that are not whole: subject and what is wrong. */
  readonly brokenTrails: readonly string[];
  /** Councils whose counts are not what the cases say. */
  readonly wrongPlaces: readonly string[];
  /** E-mails that an event asked for and that were neither sent nor put aside, and that wait for no morning. */
  readonly lostEmails: readonly string[];
  /** E-mails sent more than once, with the number of extra copies. */
  readonly doubledEmails: readonly string[];
  /** Subjects of e-mails that no event asked for. */
  readonly strayEmails: readonly string[];
  /** Queues that should be empty and are not. */
  readonly leftBehind: readonly string[];
  /** Calls that policies refused. */
  readonly denials: readonly string[];
  readonly troubles: readonly string[];
}

/** Emails that coordinators are told in the morning, and that wait for it. */
export async function waitingForMorning(run: Run): Promise<ReadonlySet<string>> {
  const { requests } = await new DynamoDigestStore(run.dynamo, tableName(run, 'cases')).waiting(DAILY_LIST);
  return new Set(requests.map(({ id }) => id));
}

/** Draws up the account of a run that is quiet. Extra copies of an e-mail are counted one by one. */
export async function accountOf(run: Run): Promise<Account> {
  const { cases, events, emails, digests } = await records(run);
  const { councils } = await run.councils.view();
  const bySubject = Map.groupBy(events, ({ trail }) => trail?.subject ?? '');
  const heads = [
    ...cases.map(({ id, version, lastHash }) => ({ subject: id, number: version, hash: lastHash })),
    ...councils.map(({ code, trail }) => ({ subject: code, ...trail })),
  ];
  const ids = events.flatMap(emailsFor).map(({ id }) => id);
  const asked = new Set(ids.map(emailTag));
  const tagsOf = ({ tags: { email = '' } }: Message) => digests.get(email) ?? [email];
  const sent = Map.groupBy(run.localRun.messages.flatMap(tagsOf), (tag) => tag);
  const waits = await waitingForMorning(run);
  const times = (id: string) => sent.get(emailTag(id))?.length ?? 0;
  const queues = await Promise.all(
    run.localRun.plan.queues.map(async ({ shortName, url }) => ({
      shortName,
      ...(await run.localRun.sqs.depth(url)),
    })),
  );
  return {
    cases,
    brokenTrails: heads.flatMap((head) => {
      const verdict = verifyTrail(inOrder(bySubject.get(head.subject) ?? []), head);
      return verdict.kind === 'whole' ? [] : [`${head.subject}: ${verdict.words}`];
    }),
    wrongPlaces: placesThatDiffer(cases, councils),
    lostEmails: ids.filter((id) => {
      const outcome = emails.get(id)?.outcome;
      return outcome === undefined ? !waits.has(id) : outcome === 'sent' && times(id) === 0;
    }),
    doubledEmails: ids.flatMap((id) => Array.from({ length: Math.max(0, times(id) - 1) }, () => id)),
    strayEmails: run.localRun.messages
      .filter((message) => !tagsOf(message).every((tag) => asked.has(tag)))
      .map(({ subject }) => subject),
    leftBehind: queues
      .filter(({ ready, inFlight, delayed }) => ready + inFlight + delayed > 0)
      .map(({ shortName, ready, inFlight, delayed }) => `${shortName}: ${ready + inFlight + delayed}`),
    denials: run.localRun.denials.map(({ message }) => message),
    troubles: run.troubles.map(({ message }) => message),
  };
}

const inOrder = (events: readonly AnyEvent[]): readonly AnyEvent[] =>
  events.toSorted((a, b) => (a.trail?.number ?? 0) - (b.trail?.number ?? 0));

const SIGNS_IN = /: your link to sign in$|^Coordinators: a second step was set up$/;

/** Whether an email came of somebody who signed in: no case asked for it. */
export const cameOfSigningIn = (subject: string): boolean => SIGNS_IN.test(subject);

/** An account in which somebody signed in, however often the clock made them. */
export const besidesSigningIn = <Some extends Pick<Account, 'strayEmails'>>(account: Some): Some => ({
  ...account,
  strayEmails: account.strayEmails.filter((subject) => !cameOfSigningIn(subject)),
});

/** What an account of a run says in which nothing went wrong. */
export const nothingWrong = {
  brokenTrails: [],
  wrongPlaces: [],
  lostEmails: [],
  doubledEmails: [],
  strayEmails: [],
  leftBehind: [],
  denials: [],
  troubles: [],
} as const satisfies Omit<Account, 'cases'>;
