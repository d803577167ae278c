import { GetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { AlarmTopic } from '../ports/alarm-topic.ts';

/** SNS's own word on how many confirmed subscriptions a topic has. */
export class SnsAlarmTopic implements AlarmTopic {
  readonly #client: SNSClient;
  readonly #arn: string;

  constructor(client: SNSClient, arn: string) {
    this.#client = client;
    this.#arn = arn;
  }

  /** @throws Error when SNS does not say */
  async subscribed(): Promise<number> {
    const { Attributes } = await this.#client.send(new GetTopicAttributesCommand({ TopicArn: this.#arn }));
    const confirmed = Number(Attributes?.SubscriptionsConfirmed);
    if (Number.isNaN(confirmed))
      throw new Error('SNS does not say who is subscribed to the topic of alarms.');
    return confirmed;
  }
}
