/** Lambda's asynchronous invocations, as schedules use them: tried again when they fail, then sent to where failures go. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { FunctionPlan } from '../template/plan.ts';
import type { InvocationOutcome } from './function-instance.ts';
import type { FunctionRunner } from './function-runner.ts';

export interface AsyncInvocationsOptions {
  readonly runner: Pick<FunctionRunner, 'invoke'>;
  readonly clock: Clock;
  /** Sends to the on-failure destination in the function's name. */
  sendFailure(plan: FunctionPlan, destinationArn: string, body: string): Promise<void>;
  /** Lambda waits a minute before the first new try; nobody wants to watch that. */
  readonly pauseMilliseconds?: number;
}

export class AsyncInvocations {
  readonly #options: AsyncInvocationsOptions;
  readonly #pending = new Set<Promise<void>>();

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
  }

  get isIdle(): boolean {
    return this.#pending.size === 0;
  }

  start(plan: FunctionPlan, event: unknown, source: string): void {
    const work = this.#run(plan, event, source).finally(() => this.#pending.delete(work));
    this.#pending.add(work);
  }

  async #run(plan: FunctionPlan, event: unknown, source: string): Promise<void> {
    const { runner, clock } = this.#options;
    let outcome: InvocationOutcome | undefined;
    for (let tried = 0; tried <= plan.retryAttempts; tried += 1) {
      if (tried > 0)
        await new Promise((resolve) => setTimeout(resolve, this.#options.pauseMilliseconds ?? 500));
      try {
        outcome = await runner.invoke(plan.name, event, source);
      } catch {
        return; // The run is stopping.
      }
      if (outcome.kind === 'returned') return;
    }
    if (!plan.onFailureArn || outcome?.kind !== 'failed') return;
    await this.#options.sendFailure(
      plan,
      plan.onFailureArn,
      JSON.stringify({
        version: '1.0',
        timestamp: clock.now().toISOString(),
        requestContext: {
          requestId: randomUUID(),
          functionArn: `${plan.arn}:$LATEST`,
          condition: 'RetriesExhausted',
          approximateInvokeCount: plan.retryAttempts + 1,
        },
        requestPayload: event,
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: outcome.error,
      }),
    );
  }
}
