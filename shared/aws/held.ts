import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/** True when what was asked was done, false when its condition did not hold. */
export async function held(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
