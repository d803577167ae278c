/** Who is told of alarms by e-mail: the subscribers of their topic. */
import {
  ConfirmSubscriptionCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SubscribeCommand,
  type Subscription,
} from '@aws-sdk/client-sns';
import { defined } from '../../shared/core/defined.ts';
import type { Say } from './functions.ts';
import { OpsProblem, type Place } from './place.ts';

export interface OnCallAsked {
  /** An address that is to be told. */
  readonly tell: string | undefined;
  /** The token of the link in AWS's e-mail to it. */
  readonly confirm: string | undefined;
  /** Tell all of them something now. */
  readonly try: boolean;
  readonly yes: boolean;
}

async function subscriptions({ sns }: Place, TopicArn: string): Promise<readonly Subscription[]> {
  const found: Subscription[] = [];
  let from: string | undefined;
  do {
    const { Subscriptions = [], NextToken } = await sns.send(
      new ListSubscriptionsByTopicCommand({ TopicArn, ...defined({ NextToken: from }) }),
    );
    found.push(...Subscriptions);
    from = NextToken;
  } while (from !== undefined);
  return found;
}

const PENDING = 'PendingConfirmation';

async function show(place: Place, say: Say, topic: string): Promise<void> {
  const all = await subscriptions(place, topic);
  for (const { Endpoint, SubscriptionArn } of all)
    say(`${Endpoint}  ${SubscriptionArn === PENDING ? 'NOT CONFIRMED' : 'is told'}`);
  if (all.every(({ SubscriptionArn }) => SubscriptionArn === PENDING)) say('NOBODY is told of alarms.');
}

/** Who is told of alarms; one more, confirmed; or all of them told something, to see that it comes. */
export async function onCall(place: Place, say: Say, asked: OnCallAsked): Promise<void> {
  const { tell, confirm, yes } = asked;
  if ([tell !== undefined, confirm !== undefined, asked.try].filter(Boolean).length > 1)
    throw new OpsProblem('Only one of --tell, --confirm and --try.');
  const TopicArn = await place.alarmTopic();
  if (tell !== undefined) {
    if (!yes) return say(`Would have ${tell} told of alarms, once that is confirmed. To do it: --yes`);
    await place.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: tell }));
    return say(
      `AWS has written to ${tell}. Do not follow the link: type its token here. npm run ops -- on-call --confirm <token> --yes`,
    );
  }
  if (confirm !== undefined) {
    if (!yes) return say('Would confirm the address that the token is of. To do it: --yes');
    try {
      await place.sns.send(
        new ConfirmSubscriptionCommand({ TopicArn, Token: confirm, AuthenticateOnUnsubscribe: 'true' }),
      );
    } catch (error) {
      throw new OpsProblem(`SNS does not take the token: ${error instanceof Error ? error.message : error}`);
    }
    return show(place, say, TopicArn);
  }
  await show(place, say, TopicArn);
  if (!asked.try) return;
  if (!yes) return say('Would tell all of them that this is a try. To do it: --yes');
  await place.sns.send(
    new PublishCommand({
      TopicArn,
      Subject: 'A try',
      Message: 'Nothing has happened: somebody tries whether you are told.',
    }),
  );
  say('They have been told that this is a try.');
}
