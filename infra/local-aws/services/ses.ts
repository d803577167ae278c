/** A stand-in for SES (v1): reads what the SDK and the CLI send, checks it as SES does, and has every message kept whole. */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import PostalMime, { type Address, addressParser } from 'postal-mime';
import type { Json } from '../template/assembly.ts';
import { REGION } from '../template/physical-names.ts';
import type { MailEventsPlan } from '../template/plan.ts';
import { type AwsAnswer, awsFault, escapeXml } from './aws-answers.ts';
import type { EventBus } from './event-bus.ts';
import type { KeptMail, Message } from './kept-mail.ts';

/** What IAM and SES want to know of a call before it is carried out. */
export interface SesCall {
  readonly operation: string;
  readonly form: URLSearchParams;
  readonly from: string;
  readonly display: string | undefined;
  readonly recipients: readonly string[];
  /** The verified identity that covers the sender, or the sender's domain when none does. */
  readonly identity: string;
  readonly configurationSet: string | undefined;
  readonly raw: Buffer | undefined;
}

export interface SesOptions {
  readonly identities: readonly string[];
  readonly configurationSets: readonly string[];
  /** The active set of receipt rules. */
  readonly ruleSet?: string;
  /** What goes to the event bus of what becomes of e-mails. */
  readonly events: readonly MailEventsPlan[];
  readonly bus: Pick<EventBus, 'put'>;
  /** Where what is sent stays. */
  readonly mail: KeptMail;
  now(): Date;
}

const MOST_RECIPIENTS = 50;
const MOST_BYTES = 10 * 1024 * 1024;

/** An address to which SES sends nothing any more. */
export interface Suppressed {
  readonly address: string;
  readonly reason: 'BOUNCE' | 'COMPLAINT';
  /** Instant, ISO 8601. */
  readonly at: string;
}

const detailTypes = { Bounce: 'Email Bounced', Complaint: 'Email Complaint Received' } as const;

/** What becomes of an e-mail, in the words of SES. */
interface MailEvent extends Json {
  readonly eventType: keyof typeof detailTypes;
}

/**
 * What SES's mailbox simulator does with mail to one of its addresses, labels (`bounce+kent@`) included; every other mailbox takes what it gets.
 * https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html
 */
function eventsOf(
  { recipients }: SesCall,
  { id, at }: Message,
  isSuppressed: (address: string) => boolean,
): MailEvent[] {
  return recipients.flatMap((emailAddress): MailEvent[] => {
    const [, mailbox] = /^([a-z]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(emailAddress) ?? [];
    const bounce = (bounceType: string, bounceSubType: string, particulars: Json = {}): MailEvent => ({
      eventType: 'Bounce',
      bounce: {
        bounceType,
        bounceSubType,
        bouncedRecipients: [{ emailAddress, ...particulars }],
        timestamp: at,
        feedbackId: id,
      },
    });
    if (isSuppressed(emailAddress))
      return [bounce('Permanent', 'OnAccountSuppressionList', { action: 'failed', status: '5.1.1' })];
    switch (mailbox?.toLowerCase()) {
      case 'bounce':
        return [
          bounce('Permanent', 'General', {
            action: 'failed',
            status: '5.1.1',
            diagnosticCode: 'smtp; 550 5.1.1 user unknown',
          }),
        ];
      case 'suppressionlist':
        return [
          bounce('Permanent', 'Suppressed', {
            action: 'failed',
            status: '5.1.1',
            diagnosticCode: 'Amazon SES has suppressed sending to this address.',
          }),
        ];
      case 'ooto':
        return [bounce('Transient', 'General')];
      case 'complaint':
        return [
          {
            eventType: 'Complaint',
            complaint: {
              complainedRecipients: [{ emailAddress }],
              complaintFeedbackType: 'abuse',
              timestamp: at,
              feedbackId: id,
            },
          },
        ];
      default:
        return [];
    }
  });
}

function tagsOf(form: URLSearchParams): Record<string, string[]> {
  const tags: Record<string, string[]> = {};
  for (let index = 1; form.has(`Tags.member.${index}.Name`); index += 1)
    tags[form.get(`Tags.member.${index}.Name`) ?? ''] = [form.get(`Tags.member.${index}.Value`) ?? ''];
  return tags;
}

export class Ses extends EventEmitter<{
  message: [Message];
  /** What became of an e-mail to one recipient: configuration set, and SES's word for it. */
  became: [string, string];
}> {
  readonly #options: SesOptions;
  /** The set of receipt rules that is the active one. */
  #activeRuleSet: string | undefined;
  readonly #suppressed = new Map<string, Suppressed>();

  constructor(options: SesOptions) {
    super();
    this.#options = options;
    this.#activeRuleSet = options.ruleSet;
  }

  /** Whether the template's receipt rules are the active ones. */
  takesIn(): boolean {
    return this.#activeRuleSet !== undefined && this.#activeRuleSet === this.#options.ruleSet;
  }

  /** The template's set of receipt rules. */
  get ruleSet(): string | undefined {
    return this.#options.ruleSet;
  }

  /** The account's suppression list: what is sent to these addresses comes back. SES puts none of its simulator's on it, and so nobody by itself here. */
  get suppressed(): readonly Suppressed[] {
    return [...this.#suppressed.values()];
  }

  suppress(address: string, reason: Suppressed['reason']): void {
    const [key, at] = [address.toLowerCase(), this.#options.now().toISOString()];
    this.#suppressed.set(key, { address: key, reason, at });
  }

  /** @returns whether it was on the list */
  unsuppress(address: string): boolean {
    return this.#suppressed.delete(address.toLowerCase());
  }

  /** What was sent, the oldest first, as far as it is kept. */
  get messages(): readonly Message[] {
    return this.#options.mail.list;
  }

  /** Reads a call of SES's Query protocol. */
  async read(body: string): Promise<SesCall> {
    const form = new URLSearchParams(body);
    const operation = form.get('Action') ?? '';
    const raw =
      operation === 'SendRawEmail' ? Buffer.from(form.get('RawMessage.Data') ?? '', 'base64') : undefined;
    const parsed = raw ? await PostalMime.parse(raw) : undefined;
    const sender = form.get('Source') ?? parsed?.from?.address ?? '';
    const [address] = addressParser(sender);
    const from = (address?.address ?? sender).trim();
    const named = members(form, 'Destinations');
    const headers = [...flatten(parsed?.to), ...flatten(parsed?.cc), ...flatten(parsed?.bcc)];
    const recipients = raw
      ? named.length
        ? named
        : headers
      : ['To', 'Cc', 'Bcc'].flatMap((kind) => members(form, `Destination.${kind}Addresses`));
    return {
      operation,
      form,
      from,
      display: address?.name || parsed?.from?.name || undefined,
      recipients: recipients.map((one) => addressParser(one)[0]?.address ?? one),
      identity: this.#identityOf(from) ?? from.slice(from.indexOf('@') + 1),
      configurationSet:
        form.get('ConfigurationSetName') ??
        parsed?.headers.find((header) => header.key === 'x-ses-configuration-set')?.value ??
        undefined,
      raw,
    };
  }

  /** Carries a call out, or answers with the error that SES would give. */
  async handle(call: SesCall): Promise<AwsAnswer> {
    if (call.operation === 'GetSendQuota')
      return answer(
        call.operation,
        '<Max24HourSend>50000</Max24HourSend><MaxSendRate>14</MaxSendRate><SentLast24Hours>0</SentLast24Hours>',
      );
    if (call.operation === 'DescribeActiveReceiptRuleSet') {
      const { now } = this.#options;
      const ruleSet = this.#activeRuleSet;
      const metadata =
        ruleSet === undefined
          ? ''
          : `<Metadata><Name>${escapeXml(ruleSet)}</Name><CreatedTimestamp>${now().toISOString()}</CreatedTimestamp></Metadata>`;
      return answer(call.operation, `${metadata}<Rules/>`);
    }
    if (call.operation === 'SetActiveReceiptRuleSet') return this.#activate(call);
    if (call.operation !== 'SendEmail' && call.operation !== 'SendRawEmail')
      return awsFault(
        'ses',
        400,
        'InvalidAction',
        `The local SES plays SendEmail, SendRawEmail, GetSendQuota and its active set of rules, not ${call.operation}.`,
      );
    const refusal = this.#refusal(call);
    if (refusal) return refusal;
    const id = randomUUID();
    const raw = withOwnHeaders(call.raw ?? (await compose(call.form)), id, this.#options.now());
    if (raw.length > MOST_BYTES)
      return awsFault(
        'ses',
        400,
        'InvalidParameterValue',
        'Message length is more than 10485760 bytes long.',
      );
    const message = this.#options.mail.keep(await this.#message(call, raw, id));
    this.emit('message', message);
    // Before the sender has its answer: on AWS it may come so early, and no sooner.
    const events = eventsOf(call, message, (to) => this.#suppressed.has(to.toLowerCase()));
    this.#count(call, events);
    for (const event of events) await this.#tell(call, message, event);
    return answer(call.operation, `<MessageId>${message.id}</MessageId>`);
  }

  #count({ configurationSet, recipients }: SesCall, events: readonly MailEvent[]): void {
    if (configurationSet === undefined) return;
    // What is complained of has come first.
    const bounced = events.filter(({ eventType }) => eventType === 'Bounce').length;
    const delivered = Array.from({ length: recipients.length - bounced }, () => 'Delivery');
    for (const what of ['Send', ...delivered, ...events.map(({ eventType }) => eventType)])
      this.emit('became', configurationSet, what);
  }

  /** Another set, which the template knows nothing of, may be made the active one too: then its own takes nothing in. */
  #activate({ operation, form }: SesCall): AwsAnswer {
    this.#activeRuleSet = form.get('RuleSetName') ?? undefined;
    return answer(operation, '');
  }

  async #tell({ configurationSet, form }: SesCall, message: Message, event: MailEvent): Promise<void> {
    const isTold = this.#options.events.some(
      (plan) =>
        plan.configurationSet === configurationSet && plan.types.includes(event.eventType.toUpperCase()),
    );
    if (!isTold) return;
    await this.#options.bus.put({
      source: 'aws.ses',
      'detail-type': detailTypes[event.eventType],
      resources: [],
      detail: {
        ...event,
        mail: {
          timestamp: message.at,
          messageId: message.id,
          source: message.from,
          destination: message.recipients,
          tags: { 'ses:configuration-set': [configurationSet], ...tagsOf(form) },
        },
      },
    });
  }

  #refusal(call: SesCall): AwsAnswer | undefined {
    const fault = (code: string, message: string) => awsFault('ses', 400, code, message);
    if (!call.from.includes('@')) return fault('InvalidParameterValue', "Missing final '@domain'");
    if (!this.#identityOf(call.from))
      return fault(
        'MessageRejected',
        `Email address is not verified. The following identities failed the check in region EU-WEST-2: ${call.from}`,
      );
    if (call.recipients.length === 0) return fault('InvalidParameterValue', "Missing required header 'To'.");
    if (call.recipients.length > MOST_RECIPIENTS)
      return fault('InvalidParameterValue', `Recipient count exceeds ${MOST_RECIPIENTS}.`);
    const broken = call.recipients.find((one) => !/^[^\s@<>]+@[^\s@<>]+$/.test(one));
    if (broken !== undefined) return fault('InvalidParameterValue', `Illegal address: ${broken}`);
    if (call.configurationSet && !this.#options.configurationSets.includes(call.configurationSet))
      return fault(
        'ConfigurationSetDoesNotExist',
        `Configuration set <${call.configurationSet}> does not exist.`,
      );
    return undefined;
  }

  #identityOf(address: string): string | undefined {
    const domain = address.slice(address.indexOf('@') + 1).toLowerCase();
    const identities = this.#options.identities;
    return (
      identities.find((one) => one.toLowerCase() === address.toLowerCase()) ??
      identities.find((one) => domain === one.toLowerCase() || domain.endsWith(`.${one.toLowerCase()}`))
    );
  }

  async #message(call: SesCall, raw: Buffer, id: string): Promise<Omit<Message, 'number' | 'thread'>> {
    const parsed = await PostalMime.parse(raw);
    return {
      id,
      from: call.from,
      recipients: call.recipients,
      to: flatten(parsed.to),
      cc: flatten(parsed.cc),
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
      html: parsed.html ?? '',
      headers: parsed.headers.map(({ key, value }) => ({ key, value })),
      tags: Object.fromEntries(
        Object.entries(tagsOf(call.form)).map(([name, [value = '']]) => [name, value]),
      ),
      at: this.#options.now().toISOString(),
      raw,
    };
  }
}

/**
 * SES puts a Message-ID and a Date of its own in place of a sender's: two tries are two mails.
 * https://docs.aws.amazon.com/ses/latest/dg/header-fields.html
 */
function withOwnHeaders(raw: Buffer, id: string, at: Date): Buffer {
  const text = raw.toString('latin1');
  const end = text.search(/\r?\n\r?\n/);
  const [head, body] = end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end).replace(/^\r?\n/, '')];
  const theirs = `${head}\r\n`.replaceAll(/^(?:message-id|date):.*\n(?:[ \t].*\n)*/gim, '');
  const date = at.toUTCString().replace('GMT', '+0000');
  return Buffer.from(
    `Message-ID: <${id}@${REGION}.amazonses.com>\r\nDate: ${date}\r\n${theirs}${body}`,
    'latin1',
  );
}

function members(form: URLSearchParams, prefix: string): string[] {
  const found: string[] = [];
  for (let index = 1; form.has(`${prefix}.member.${index}`); index += 1)
    found.push(form.get(`${prefix}.member.${index}`) ?? '');
  return found;
}

function flatten(addresses: readonly Address[] | undefined): string[] {
  return (addresses ?? []).flatMap((one) =>
    one.group ? one.group.map((member) => member.address) : [one.address ?? ''],
  );
}

async function compose(form: URLSearchParams): Promise<Buffer> {
  const headers: Record<string, string> = {};
  return new MailComposer({
    from: form.get('Source') ?? '',
    to: members(form, 'Destination.ToAddresses'),
    cc: members(form, 'Destination.CcAddresses'),
    replyTo: members(form, 'ReplyToAddresses').join(', ') || undefined,
    subject: form.get('Message.Subject.Data') ?? '',
    text: form.get('Message.Body.Text.Data') ?? undefined,
    html: form.get('Message.Body.Html.Data') ?? undefined,
    headers,
  })
    .compile()
    .build();
}

function answer(operation: string, result: string): AwsAnswer {
  const body = `<${operation}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>${escapeXml(randomUUID())}</RequestId></ResponseMetadata></${operation}Response>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}
