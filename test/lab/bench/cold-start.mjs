// A process of its own for each measurement: imports one bundle, runs it once on one event, says how long both took.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [bundle, eventFile] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
const context = {
  functionName: 'bench',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:bench',
  memoryLimitInMB: '1024',
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  getRemainingTimeInMillis: () => 30_000,
};
const from = performance.now();
const { handler } = await import(pathToFileURL(bundle).href);
const imported = performance.now();
// The stand-in for AWS knows nothing: whether the handler is content with that or throws, its clients have been to work.
await Promise.resolve(handler(event, context)).catch(() => undefined);
const called = performance.now();
process.stderr.write(
  `COLD START ${JSON.stringify({ imported: imported - from, called: called - imported })}\n`,
);
process.exit(0);
