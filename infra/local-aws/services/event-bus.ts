/** A stand-in for EventBridge's default bus: the template's rules, and queues as their targets. */
import { randomUUID } from 'node:crypto';
import { fitsAny } from '../functions/filter-patterns.ts';
import type { Judge } from '../iam/denials.ts';
import { LocalRunError } from '../local-run-error.ts';
import type { Json } from '../template/assembly.ts';
import { ACCOUNT, REGION } from '../template/physical-names.ts';
import type { EventRulePlan } from '../template/plan.ts';
import type { Sqs } from './sqs.ts';

export interface EventBusOptions {
  readonly rules: readonly EventRulePlan[];
  readonly queues: readonly {
    readonly arn: string;
    readonly url: string;
    readonly kmsKeyArn: string | undefined;
  }[];
  readonly judge: Judge;
  readonly sqs: Pick<Sqs, 'ask'>;
  now(): Date;
}

/** What a service says; the bus adds when, where, and an id. */
export interface Said {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: Json;
}

export class EventBus {
  readonly #options: EventBusOptions;

  constructor(options: EventBusOptions) {
    this.#options = options;
  }

  /** Passes on to the targets of every rule that it fits what a service says. */
  async put(said: Said): Promise<void> {
    const event = {
      version: '0',
      id: randomUUID(),
      account: ACCOUNT,
      time: this.#options
        .now()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z'),
      region: REGION,
      ...said,
    };
    for (const rule of this.#options.rules)
      if (fitsAny([rule.pattern], event))
        for (const target of rule.targets) {
          const queue = this.#options.queues.find(({ arn }) => arn === target.queueArn);
          const key = queue?.kmsKeyArn;
          const context = { 'aws:SourceAccount': [ACCOUNT], 'aws:SourceArn': [rule.arn] };
          const accesses = [
            { action: 'sqs:SendMessage', resource: target.queueArn, context },
            // AWS does not say that the service names account or rule when it asks for a key.
            ...(key === undefined
              ? []
              : ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => ({
                  action,
                  resource: key,
                  context: {},
                }))),
          ];
          const denied = accesses.some(
            (access) =>
              this.#options.judge.service(`the rule ${rule.name}`, 'events.amazonaws.com', access) !==
              undefined,
          );
          if (!queue || denied) continue;
          await this.#options.sqs.ask('SendMessage', {
            QueueUrl: queue.url,
            MessageBody: transformed(target, event),
          });
        }
  }
}

/**
 * What an input transformer makes of an event: `<name>` stands for the value at its path; inside quotes it is put in as it is,
 * elsewhere as JSON.
 */
function transformed({ paths, template }: EventRulePlan['targets'][number], event: Json): string {
  const values = new Map(Object.entries(paths).map(([name, path]) => [name, valueAt(event, path)]));
  const filled = template.replaceAll(/"(?:[^"\\]|\\.)*"|<([^<>\s]+)>/g, (part: string, name?: string) =>
    name === undefined
      ? part.replaceAll(/<([^<>\s]+)>/g, (whole, inner: string) =>
          values.has(inner) ? JSON.stringify(String(values.get(inner))).slice(1, -1) : whole,
        )
      : JSON.stringify(values.get(name) ?? ''),
  );
  return filled;
}

function valueAt(event: Json, path: string): unknown {
  if (!/^\$(\.[A-Za-z0-9_-]+)+$/.test(path))
    throw new LocalRunError(`The local run does not know the path ${path} of an input transformer.`);
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, name) => (value as Json | undefined)?.[name], event);
}
