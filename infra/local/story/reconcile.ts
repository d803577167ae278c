import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AnyEvent } from '../../../events/catalogue.ts';
import { DynamoCaseStore } from '../../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../../shared/aws/dynamo-council-store.ts';
import { verifyTrail } from '../../../shared/core/audit-trail.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { heldForRegion } from '../../../shared/core/case/places.ts';
import { isFinal } from '../../../shared/core/case/transitions.ts';
import { headroom } from '../../../shared/core/council/headroom.ts';
import { policyNamed } from '../../../shared/core/policies.ts';
import { connectionTo } from '../../local-aws/endpoints.ts';
import type { LocalRun } from '../../local-aws/local-run.ts';

/** What a run holds when it is quiet, and whatever about it does not add up. */
export interface Reckoning {
  readonly cases: ReadonlyMap<string, { readonly case: Case; readonly trail: readonly AnyEvent[] }>;
  /** One sentence for each thing that is lost, doubled or miscounted; empty when all is well. */
  readonly problems: readonly string[];
}

interface Places {
  held: number;
  offered: number;
  incoming: number;
}

const childrenOf = (one: Case): number => one.facts.children.length - one.turned18.length;

/** Places as the cases say they are. */
function placesByCases(cases: Iterable<Case>): ReadonlyMap<string, Places> {
  const places = new Map<string, Places>();
  const of = (council: string): Places => {
    const found = places.get(council) ?? { held: 0, offered: 0, incoming: 0 };
    places.set(council, found);
    return found;
  };
  for (const one of cases) {
    const size = childrenOf(one);
    for (const offer of one.offers) {
      if (offer.status === 'live' || offer.status === 'promised') of(offer.council).held += size;
      if (offer.status === 'live') of(offer.council).offered += size;
    }
    for (const { council, held = 0, offered = 0 } of heldForRegion(one)) {
      of(council).held += held;
      of(council).offered += offered;
    }
    if (one.placement && !one.placement.handedOverAt && !isFinal(one.status))
      of(one.placement.council).incoming += size;
  }
  return places;
}

const offersLive = (one: Case): number => one.offers.filter((offer) => offer.status === 'live').length;

function problemsOfCase(one: Case, trail: readonly AnyEvent[]): string[] {
  const verdict = verifyTrail(trail, { subject: one.id, number: one.version, hash: one.lastHash });
  return [
    ...(verdict.kind === 'whole' ? [] : [`${one.id}: event ${verdict.number}: ${verdict.words}.`]),
    ...(offersLive(one) > 1 ? [`${one.id} has ${offersLive(one)} live offers at once.`] : []),
    ...(isFinal(one.status) === (one.needs === undefined)
      ? []
      : [`${one.id} is ${one.status} and is on ${one.needs ? 'a' : 'no'} list.`]),
  ];
}

/** Dead letters and quarantined messages, by queue. */
async function leftOver(run: LocalRun): Promise<string[]> {
  const { endpoints } = run;
  const sqs = new SQSClient(connectionTo(endpoints));
  const problems: string[] = [];
  for (const [name, QueueUrl] of Object.entries(endpoints.queues)) {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    const count = Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    if (count > 0) problems.push(`${count} message(s) are left on ${name}.`);
  }
  sqs.destroy();
  return problems;
}

/** E-mails that went out twice, or were never recorded as sent. */
function problemsOfMail(run: LocalRun): string[] {
  const seen = new Map<string, number>();
  for (const message of run.messages) {
    const id = message.tags.email ?? message.id;
    seen.set(id, (seen.get(id) ?? 0) + 1);
  }
  const { gone } = run.mail;
  return [
    ...(gone > 0 ? [`${gone} of the oldest e-mails are gone from the mailbox: nobody looked at them.`] : []),
    ...[...seen]
      .filter(([, times]) => times > 1)
      .map(([id, times]) => `The e-mail ${id} went out ${times} times.`),
  ];
}

/**
 * Holds a quiet run against itself: every case has a whole trail and is on the list it should be on, councils' places are
 * what the cases say they are and within headroom, no e-mail went out twice, nothing is left on a queue.
 *
 * @param caseIds every case there should be
 */
export async function reconcile(run: LocalRun, caseIds: readonly string[]): Promise<Reckoning> {
  const { endpoints } = run;
  const client = new DynamoDBClient({
    endpoint: endpoints.aws,
    region: endpoints.region,
    credentials: { accessKeyId: endpoints.accessKeyId, secretAccessKey: endpoints.secretAccessKey },
  });
  const table = endpoints.tables.cases ?? '';
  const [cases, councils] = [new DynamoCaseStore(client, table), new DynamoCouncilStore(client, table)];
  const found = new Map<string, { case: Case; trail: readonly AnyEvent[] }>();
  const problems: string[] = [];
  for (const id of caseIds) {
    const one = await cases.read(id);
    if (!one) {
      problems.push(`${id} is lost: there is no such case.`);
      continue;
    }
    const trail = await cases.trail(id);
    found.set(id, { case: one, trail });
    problems.push(...problemsOfCase(one, trail));
  }
  const view = await councils.view();
  client.destroy();
  const policy = policyNamed(run.functionNamed('allocate-referral').environment.POLICY ?? '');
  const expected = placesByCases([...found.values()].map((one) => one.case));
  const overridden = new Set(
    [...found.values()].flatMap(({ trail }) =>
      trail.flatMap((event) =>
        event.type === 'place-directed.v1' && event.data.overCapacity ? [event.data.council] : [],
      ),
    ),
  );
  for (const council of view.councils) {
    const { held, offered, incoming } = expected.get(council.code) ?? { held: 0, offered: 0, incoming: 0 };
    const counts = { held: council.held, offered: council.offered, incoming: council.incoming };
    for (const [name, want] of Object.entries({ held, offered, incoming })) {
      const have = counts[name as keyof Places];
      if (have !== want)
        problems.push(`${council.name} counts ${have} places ${name}; the cases say ${want}.`);
    }
    const engaged = council.held + council.incoming + Math.max(0, council.netSince);
    if (
      engaged > 0 &&
      headroom(council, policy) < 0 &&
      !overridden.has(council.code) &&
      council.held + council.incoming > 0
    )
      problems.push(`${council.name} is over its headroom by ${-headroom(council, policy)}.`);
  }
  problems.push(...problemsOfMail(run), ...(await leftOver(run)));
  return { cases: found, problems };
}
