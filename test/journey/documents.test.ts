/** A document is there as long as what else is sealed of the child, for whoever is responsible, and then it is gone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formsIn } from '../pages/forms.ts';
import { type Run, startRun } from './a-run.ts';
import { linkTo } from './mail.ts';
import { send } from './queues.ts';
import { amendment, caseIdOf, liveOffer, referral, theCase } from './referring.ts';
import { Visitor } from './visitor.ts';

const KENT = 'E10000016';
/** Ends in 2027: who follows it is another test's. */
const SURREY = 'E10000030';
const BYTES = '%PDF-1.7 synthetic care plan';
const LONG = 240_000;
let run: Run;

beforeAll(async () => {
  // Years pass at one go: what the clock would do on the way is another test's.
  run = await startRun({ alter: (plan) => ({ ...plan, schedules: [] }) });
});
afterAll(() => run?.stop());

/** The clock moves, what has to go by itself goes, and the night comes. */
async function nightOf(moment: string): Promise<void> {
  run.localRun.clock.moveTo(new Date(moment));
  await run.localRun.advance('2h');
  await run.localRun.runner.invoke(run.localRun.functionNamed('forget-documents').name, {}, 'test');
}

/** Signs in for a council and opens the sealed details of the case. */
async function opened(council: string, caseId: string) {
  const officer = new Visitor(run);
  await officer.signIn(`council:${council}`);
  const asked = await officer.visit(`/sealed/${caseId}`);
  const fields = formsIn(asked.body).at(-1)?.fields;
  const { body } = await officer.visit(`/sealed/${caseId}`, { ...fields, confirm: 'yes' });
  return { officer, body };
}

async function handOver(caseId: string, council: string): Promise<void> {
  const visitor = new Visitor(run);
  const desk = `council:${council}`;
  const answer = { step: 'confirm', confirm: 'yes' };
  await visitor.visit(linkTo(run, { desk, caseId, link: 'offer' }), { ...answer, answer: 'accept' });
  await run.localRun.idle();
  await visitor.visit(linkTo(run, { desk, caseId, link: 'transfer' }), {
    ...answer,
    action: 'arrange',
    'moveOn-day': '24',
    'moveOn-month': '11',
    'moveOn-year': '2026',
    socialWorker: 'Synthetic Worker',
    socialWorkerPhone: '01632 960 777',
    placedIn: council,
  });
  await run.localRun.advance('1d12h');
  await visitor.visit(linkTo(run, { desk, caseId, link: 'transfer' }), {
    ...answer,
    action: 'handover',
    'handedOverOn-day': '24',
    'handedOverOn-month': '11',
    'handedOverOn-year': '2026',
    handedOverAt: '14:05',
  });
  await run.localRun.idle();
}

test('a document opens to the council that is responsible after 500 days, and is deleted with the sealed details, and the case says so', {
  timeout: LONG,
}, async () => {
  await send(run, referral(run, 1, { areasToAvoid: [SURREY] }));
  await run.localRun.idle();
  const caseId = caseIdOf(1);
  const documents = `/documents/${caseId}`;
  const kent = new Visitor(run);
  await kent.signIn(`council:${KENT}`);
  const page = await kent.visit(documents);
  const added = await kent.visit(
    documents,
    { ...formsIn(page.body).at(-1)?.fields, documentKind: 'care-plan' },
    new File([BYTES], 'plan.pdf'),
  );
  expect(added.body).toContain('Care plan. PDF');
  // A month that is corrected to a later one moves the end of what is listed already.
  const { children } = (await theCase(run, 1)).facts;
  await send(
    run,
    amendment(run, 1, { children: children.map((child) => ({ ...child, turns18Month: '2028-08' })) }),
  );
  await run.localRun.idle();
  const { council } = liveOffer(await theCase(run, 1));
  await handOver(caseId, council);
  expect((await theCase(run, 1)).status).toBe('transferred');

  await nightOf('2028-04-06T01:00:00Z');
  const later = await opened(council, caseId);
  expect(later.body).toContain('Care plan. PDF');
  const [form] = formsIn(later.body).filter(({ action }) => action === documents);
  expect((await later.officer.visit(documents, form?.fields ?? {})).body).toBe(BYTES);

  // The child turns 18 in August 2028: a year after the end of that month.
  await nightOf('2029-08-31T01:00:00Z');
  const { referralId } = await theCase(run, 1);
  const [listed] = await run.sealed.documents(referralId);
  const bucket = run.localRun.plan.buckets.find(({ shortName }) => shortName === 'documents')?.name ?? '';
  const key = `documents/${referralId}/${listed?.copy}`;
  expect(listed).toBeDefined();
  await nightOf('2029-09-03T01:00:00Z');
  expect(await run.sealed.documents(referralId)).toEqual([]);
  // Was there to be lost only if it was there.
  expect(run.localRun.s3.lose(bucket, key)).toBe(false);
  const asked = new Visitor(run);
  await asked.signIn(`council:${KENT}`);
  expect((await asked.visit(documents)).body).toContain('Their time is over, and they are deleted.');
  expect(run.localRun.denials).toEqual([]);
  expect(run.troubles).toEqual([]);
});
