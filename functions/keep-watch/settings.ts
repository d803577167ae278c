import * as z from 'zod';

/** Environment variables of this function, exactly as the stack supplies them. */
export const settings = z.object({
  /** The queues in which messages wait for a person: `<short name>=<url>`, with spaces between. */
  HOLDING_QUEUES: z
    .string()
    .regex(/^[a-z-]+=https?:\/\/\S+( [a-z-]+=https?:\/\/\S+)*$/)
    .transform((text) =>
      text.split(' ').map((pair) => {
        const at = pair.indexOf('=');
        return { name: pair.slice(0, at), url: pair.slice(at + 1) };
      }),
    ),
  /** Name of the table of cases. */
  CASES_TABLE: z.string().min(1),
  /** Name of the bucket of documents. */
  DOCUMENTS_BUCKET: z.string().min(1),
  /** Name of the bucket in which SES leaves e-mails. */
  MAIL_BUCKET: z.string().min(1),
  /** The queue that hears of each e-mail. */
  MAIL_QUEUE_URL: z.url(),
  /** The topic that alarms go to. */
  ALARM_TOPIC_ARN: z.string().startsWith('arn:'),
  /** The queue of what people are told by e-mail. */
  NOTIFICATIONS_QUEUE_URL: z.url(),
  /** Name of the set of rules by which SES takes e-mails in. */
  RULE_SET: z.string().min(1),
});
