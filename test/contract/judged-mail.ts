/** A mailer that sends through another AWS that is judged, and the mailbox to which that one delivers. */
import type { Server } from 'node:net';
import { buffer } from 'node:stream/consumers';
import {
  CreateConfigurationSetCommand,
  CreateReceiptRuleSetCommand,
  SESClient,
  SetActiveReceiptRuleSetCommand,
  VerifyDomainIdentityCommand,
} from '@aws-sdk/client-ses';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Message } from '../../infra/local-aws/services/kept-mail.ts';
import { SesMailer } from '../../shared/aws/ses-mailer.ts';
import { defined } from '../../shared/core/defined.ts';
import type { Mailer } from '../../shared/ports/mailer.ts';
import { pause } from '../../shared/runtime/pause.ts';

/** Port of the mailbox to which the judged AWS was told to deliver. */
export const JUDGED_MAIL_PORT = 'JUDGED_MAIL_PORT';
/** Looks of 20 ms for a mail that is on its way. */
const LOOKS = 500;

type Arrived = Pick<Message, 'recipients' | 'to' | 'cc' | 'subject' | 'text' | 'html' | 'headers'>;

export interface JudgedMail {
  readonly client: SESClient;
  fresh(): Promise<{ readonly mailer: Mailer; readonly arrived: () => readonly Arrived[] }>;
  /** Makes a set of rules the active one; none without a name. */
  activate(ruleSet: string | undefined): Promise<void>;
  stop(): void;
}

async function mailbox(into: Arrived[]): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    lenientAddressParsing: true,
    onData: (stream, { envelope }, callback) => {
      void (async () => {
        const {
          to = [],
          cc = [],
          subject = '',
          text = '',
          html = '',
          headers,
        } = await PostalMime.parse(await buffer(stream));
        const named = (all: typeof to) => all.map(({ address = '' }) => address);
        const recipients = envelope.rcptTo.map(({ address }) => address);
        into.push({ recipients, to: named(to), cc: named(cc), subject, text, html, headers });
        callback();
      })();
    },
  });
  await new Promise<void>((resolve) => {
    const { server: listening }: { readonly server: Server } = server;
    server.listen(Number(process.env[JUDGED_MAIL_PORT]), '127.0.0.1');
    listening.once('listening', () => resolve());
  });
  return server;
}

export async function mailThrough(endpoint: string): Promise<JudgedMail> {
  const arrived: Arrived[] = [];
  const server = await mailbox(arrived);
  const client = new SESClient({
    endpoint,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'contract', secretAccessKey: 'contract' },
    maxAttempts: 1,
  });
  await client.send(new VerifyDomainIdentityCommand({ Domain: 'transfers.example' }));
  await client.send(new CreateConfigurationSetCommand({ ConfigurationSet: { Name: 'transfers' } }));
  const mailer = new SesMailer(client, 'transfers');
  return {
    client,
    async fresh() {
      arrived.length = 0;
      return {
        arrived: () => arrived,
        mailer: {
          async send(email) {
            const before = arrived.length;
            const outcome = await mailer.send(email);
            // It delivers after it has answered.
            for (let look = 0; outcome.kind === 'accepted' && arrived.length === before; look += 1) {
              if (look === LOOKS) throw new Error('The mail was accepted and never arrived.');
              await pause(20);
            }
            return outcome;
          },
        },
      };
    },
    async activate(RuleSetName) {
      if (RuleSetName !== undefined) await client.send(new CreateReceiptRuleSetCommand({ RuleSetName }));
      await client.send(new SetActiveReceiptRuleSetCommand(defined({ RuleSetName })));
    },
    stop() {
      server.close();
    },
  };
}
