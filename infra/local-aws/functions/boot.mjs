// Runs inside a function's process: starts AWS's own runtime client on the bundle, with the local run's clock.
// The client's native part is answered here in JavaScript, over the same HTTP interface.
import http from 'node:http';
import Module from 'node:module';

// The instance ends with the local run, however that ends.
process.on('disconnect', () => process.exit(0));
process.channel?.unref();

// What V8 made of a bundle is kept for the next instance, which would make it again: a seventh of what an instance costs in all.
Module.enableCompileCache(process.env.LOCAL_RUN_COMPILE_CACHE);
const RealDate = Date;
const realNow = RealDate.now.bind(RealDate);
let offset = Number(process.env.LOCAL_RUN_CLOCK_OFFSET ?? 0);
const runtimeClient = process.env.LOCAL_RUN_RUNTIME_CLIENT;
delete process.env.LOCAL_RUN_CLOCK_OFFSET;
delete process.env.LOCAL_RUN_RUNTIME_CLIENT;
delete process.env.LOCAL_RUN_COMPILE_CACHE;
delete process.env.NODE_CHANNEL_FD;

RealDate.now = () => realNow() + offset;
const ShiftedDate = new Proxy(RealDate, {
  construct: (target, given, as) =>
    Reflect.construct(target, given.length > 0 ? given : [RealDate.now()], as),
  apply: () => new ShiftedDate().toString(),
});
RealDate.prototype.constructor = ShiftedDate;
globalThis.Date = ShiftedDate;

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host, port, method, path: `/2018-06-01/runtime${path}`, agent, headers },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ bodyJson: Buffer.concat(chunks).toString('utf8'), headers: response.headers }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

// A runtime interface that is gone means that the local run is gone.
const leave = () => process.exit(0);

// An instance is killed more often than it ends, so what it has compiled is written after its first invocation.
let isKept = false;
function keepCompiled() {
  if (!isKept) Module.flushCompileCache();
  isKept = true;
}

const native = {
  initializeClient() {},
  async next() {
    const answer = await call('GET', '/invocation/next', undefined, {
      'local-run-rss': process.memoryUsage.rss(),
    }).catch(leave);
    offset = Number(answer.headers['local-run-clock-offset']);
    return answer;
  },
  done(id, body) {
    call('POST', `/invocation/${id}/response`, body).then(keepCompiled, leave);
  },
  error(id, body, xrayCause) {
    call('POST', `/invocation/${id}/error`, body, {
      'lambda-runtime-function-xray-error-cause': encodeURIComponent(xrayCause ?? ''),
    }).catch(leave);
  },
};

const load = Module._load;
Module._load = function loadOrAnswer(request, ...rest) {
  return request.endsWith('rapid-client.node') ? native : load.call(this, request, ...rest);
};
await import(runtimeClient);
