import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { S3AnchorStore } from '../../shared/aws/s3-anchor-store.ts';
import type { Say } from './functions.ts';
import type { Place } from './place.ts';
import { verificationTable, verifyTrails } from './verify-trails.ts';

/** Compares every trail with its anchors. @returns whether all of them hold */
export async function showTrails(place: Place, say: Say): Promise<boolean> {
  const table = place.table('cases');
  const verification = await verifyTrails({
    trails: new DynamoTrailStore(place.dynamo, table),
    anchors: new S3AnchorStore(place.s3, place.bucket('anchors')),
    cases: new DynamoCaseStore(place.dynamo, table),
    councils: new DynamoCouncilStore(place.dynamo, table),
    now: (await place.now()).toISOString(),
  });
  say(verificationTable(verification));
  return verification.findings.length === 0;
}
