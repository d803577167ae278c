import { defined } from '../core/defined.ts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Lambda puts the keys of a function's role in its environment, and renews them by renewing the environment. The bundle
 * takes this for the SDK's own search (decisions/0014), which looks there first too, and then in eight other places.
 *
 * @throws Error when there are none
 */
export const defaultProvider = () => async (): Promise<Credentials> => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new Error(
      'There are no credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set. Lambda sets them for a function with a role.',
    );
  return { accessKeyId, secretAccessKey, ...defined({ sessionToken }) };
};
