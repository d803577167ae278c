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

test.each(Object.entries({ dynamo, s3, secretsManager, ses, sqs }))(
  'the client %s finds the credentials of its surroundings',
  async (_, client) => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    expect(await client().config.credentials()).toMatchObject({ accessKeyId: 'test' });
    vi.unstubAllEnvs();
  },
);
