/** Topics, and who hears them by e-mail. A subscription counts once whoever has the address confirms it, with the token that the e-mail brings. */
import { randomUUID } from 'node:crypto';
import type { Resource } from '../template/assembly.ts';
import { type AwsAnswer, awsFault, escapeXml } from './aws-answers.ts';
import { type KeptMail, plainMessage } from './kept-mail.ts';

/** Who reads what a topic says when its template names nobody. */
const NOBODY_YET = 'on-call@local.example';

interface Subscription {
  readonly arn: string;
  readonly endpoint: string;
  /** Undefined once it is confirmed. */
  readonly token: string | undefined;
}

interface Topic {
  readonly arn: string;
  readonly displayName: string;
  readonly subscriptions: Map<string, Subscription>;
}

export interface SnsOptions {
  readonly resources: readonly Resource[];
  readonly mail: Pick<KeptMail, 'keep'>;
  now(): Date;
}

const CONFIRM = 'Subscription Confirmation';

export class Sns {
  readonly #topics: ReadonlyMap<string, Topic>;
  readonly #options: Pick<SnsOptions, 'mail' | 'now'>;

  /** Those that a template names have confirmed before the run began. */
  constructor({ resources, ...options }: SnsOptions) {
    this.#options = options;
    const topics = resources.filter(({ type }) => type === 'AWS::SNS::Topic');
    this.#topics = new Map(
      topics.map(({ arn, properties }) => {
        const named = resources.flatMap((one) =>
          one.type === 'AWS::SNS::Subscription' &&
          one.properties.TopicArn === arn &&
          one.properties.Protocol === 'email'
            ? [String(one.properties.Endpoint)]
            : [],
        );
        const topic: Topic = {
          arn,
          displayName: String(properties.DisplayName ?? 'AWS Notifications'),
          subscriptions: new Map(),
        };
        for (const endpoint of named.length === 0 ? [NOBODY_YET] : named)
          subscribe(topic, endpoint, undefined);
        return [arn, topic];
      }),
    );
  }

  /** Tells all who hear a topic: as SNS's e-mails do, each for himself. A topic that nobody hears tells nobody. */
  publish(arn: string, subject: string, text: string, at: Date): void {
    const topic = this.#topics.get(arn);
    if (topic === undefined) return;
    for (const { endpoint, token } of topic.subscriptions.values())
      if (token === undefined) this.#mail(topic, endpoint, subject, text, at);
  }

  handle(form: URLSearchParams): AwsAnswer {
    const operation = form.get('Action') ?? '';
    const act = this.#operations[operation];
    if (act === undefined)
      return awsFault(
        'sns',
        400,
        'InvalidAction',
        `The local run plays ${Object.keys(this.#operations).join(', ')}, not ${operation}.`,
      );
    const named = form.get('TopicArn') ?? form.get('SubscriptionArn')?.replace(/:[^:]*$/, '') ?? '';
    const topic = this.#topics.get(named);
    return topic === undefined ? awsFault('sns', 404, 'NotFound', 'Topic does not exist') : act(topic, form);
  }

  readonly #operations: Readonly<Record<string, (topic: Topic, form: URLSearchParams) => AwsAnswer>> = {
    GetTopicAttributes: (topic) => {
      const all = [...topic.subscriptions.values()];
      const confirmed = all.filter(({ token }) => token === undefined).length;
      const attributes = {
        TopicArn: topic.arn,
        DisplayName: topic.displayName,
        SubscriptionsConfirmed: confirmed,
        SubscriptionsPending: all.length - confirmed,
      };
      const entries = Object.entries(attributes).map(
        ([key, value]) => `<entry><key>${key}</key><value>${escapeXml(String(value))}</value></entry>`,
      );
      return answer('GetTopicAttributes', `<Attributes>${entries.join('')}</Attributes>`);
    },
    ListSubscriptionsByTopic: ({ arn: topicArn, subscriptions }) => {
      const members = [...subscriptions.values()].map(
        ({ arn, endpoint, token }) =>
          `<member><SubscriptionArn>${token === undefined ? arn : 'PendingConfirmation'}</SubscriptionArn><Protocol>email</Protocol><Endpoint>${escapeXml(endpoint)}</Endpoint><TopicArn>${topicArn}</TopicArn></member>`,
      );
      return answer('ListSubscriptionsByTopic', `<Subscriptions>${members.join('')}</Subscriptions>`);
    },
    Subscribe: (topic, form) => {
      const endpoint = form.get('Endpoint') ?? '';
      if (form.get('Protocol') !== 'email' || !endpoint.includes('@'))
        return awsFault('sns', 400, 'InvalidParameter', 'The local run subscribes addresses of e-mail only.');
      const token = randomUUID().replaceAll('-', '');
      subscribe(topic, endpoint, token);
      const words = `You have chosen to subscribe to the topic: ${topic.arn}\n\nTo confirm this subscription: https://sns.local/confirmation.html?TopicArn=${topic.arn}&Token=${token}&Endpoint=${endpoint}`;
      this.#mail(topic, endpoint, `AWS Notification - ${CONFIRM}`, words, this.#options.now());
      return answer('Subscribe', '<SubscriptionArn>pending confirmation</SubscriptionArn>');
    },
    ConfirmSubscription: ({ subscriptions }, form) => {
      const found = [...subscriptions.values()].find(({ token }) => token === form.get('Token'));
      if (found === undefined) return awsFault('sns', 400, 'InvalidParameter', 'Invalid token');
      subscriptions.set(found.arn, { ...found, token: undefined });
      return answer('ConfirmSubscription', `<SubscriptionArn>${found.arn}</SubscriptionArn>`);
    },
    Publish: ({ arn }, form) => {
      this.publish(arn, form.get('Subject') ?? '', form.get('Message') ?? '', this.#options.now());
      return answer('Publish', `<MessageId>${randomUUID()}</MessageId>`);
    },
    Unsubscribe: ({ subscriptions }, form) => {
      subscriptions.delete(form.get('SubscriptionArn') ?? '');
      return answer('Unsubscribe', '');
    },
  };

  #mail({ displayName }: Topic, to: string, subject: string, text: string, at: Date): void {
    const from = `${displayName} <no-reply@sns.amazonaws.com>`;
    this.#options.mail.keep(plainMessage({ from, to: [to], subject, text, at }));
  }
}

/** The same address subscribes once. */
function subscribe({ arn: topic, subscriptions }: Topic, endpoint: string, token: string | undefined): void {
  if ([...subscriptions.values()].some((one) => one.endpoint === endpoint && one.token === undefined)) return;
  const arn = `${topic}:${randomUUID()}`;
  subscriptions.set(arn, { arn, endpoint, token });
}

const answer = (operation: string, result: string): AwsAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: `<${operation}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${operation}Response>`,
});
