import { expect, test, vi } from 'vitest';
import { dynamo } from '../../shared/aws/clients/dynamo.ts';
import { s3 } from '../../shared/aws/clients/s3.ts';
import { secretsManager } from '../../shared/aws/clients/secrets-manager.ts';
import { ses } from '../../shared/aws/clients/ses.ts';
import { sqs } from '../../shared/aws/clients/sqs.ts';

test.each(Object.entries({ dynamo, s3, secretsManager, ses, sqs }))(
  'the client %s copies no answer for a log, writes no request into one, and lets warnings through',
  (_, client) => {
    const { logger } = client().config;
    expect([logger.info, logger.error]).toEqual([undefined, undefined]);
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    logger.warn('a warning');
    expect(warn.mock.calls).toEqual([['a warning']]);
    warn.mockRestore();
  },
);

test('what may be tried once only goes over a connection of its own', async () => {
  const agents = async (client: { readonly config: unknown }) => {
    const { requestHandler } = client.config as {
      requestHandler: { handle(request: unknown): Promise<unknown>; httpHandlerConfigs(): object };
    };
    // It is configured at its first request, which goes nowhere.
    await requestHandler
      .handle({ protocol: 'http:', hostname: '127.0.0.1', port: 9, path: '/', method: 'GET', headers: {} })
      .catch(() => undefined);
    return requestHandler.httpHandlerConfigs() as { readonly httpsAgent?: { readonly keepAlive?: boolean } };
  };
  expect((await agents(ses())).httpsAgent?.keepAlive).toBe(false);
  expect((await agents(sqs())).httpsAgent?.keepAlive).toBe(true);
});

test.each(Object.entries({ dynamo, s3, secretsManager, ses, sqs }))(
  'the client %s finds the credentials of its surroundings',
  async (_, client) => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    expect(await client().config.credentials()).toMatchObject({ accessKeyId: 'test' });
    vi.unstubAllEnvs();
  },
);
