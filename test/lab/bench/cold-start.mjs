// A process of its own for each measurement: imports one bundle, runs it once on one event, says how long both took.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [bundle, eventFile, offset] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
const context = {
  functionName: 'bench',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:bench',
  memoryLimitInMB: '1024',
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  // Nothing is given up while instructions are counted.
  getRemainingTimeInMillis: () => 3_000_000,
};

// The tables are at a day of their own.
const RealDate = Date;
const realNow = RealDate.now.bind(RealDate);
RealDate.now = () => realNow() + Number(offset);
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now());
    else super(...given);
  }
};
// While instructions are counted everything takes some fifty times as long: no call may be given up for that.
const { setTimeout } = globalThis;
globalThis.setTimeout = (act, milliseconds = 0, ...given) =>
  setTimeout(act, milliseconds >= 1_000 ? milliseconds * 1_000 : milliseconds, ...given);

const from = performance.now();
const { handler } = await import(pathToFileURL(bundle).href);
const imported = performance.now();
const answer = await handler(event, context);
const called = performance.now();
// A call that ends early would be measured as a quick one.
if (answer?.batchItemFailures?.length > 0 || answer?.statusCode >= 400)
  throw new Error(`The call did not do its work: ${JSON.stringify(answer)}`);
process.stderr.write(
  `COLD START ${JSON.stringify({ imported: imported - from, called: called - imported })}\n`,
);
process.exit(0);
