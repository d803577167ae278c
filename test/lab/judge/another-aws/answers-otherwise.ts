/** What MiniStack answers otherwise than AWS says. */
interface Otherwise {
  /** Whose promise, and which. */
  readonly promise: string;
  /** What AWS says, and where. */
  readonly because: string;
}

/** Each is MiniStack’s mistake. When a version of it answers as AWS does, the line has to go. */
export const answersOtherwise: readonly Otherwise[] = [
  {
    promise: 'S3DocumentStore: gives nothing of a copy in which a threat was found',
    because:
      'It keeps a bucket’s policy and does not obey it; on AWS a Deny refuses (IAM user guide, policy evaluation logic).',
  },
  {
    promise: 'SesMailer: an address that is none is refused for good, with a reason that names nobody',
    because:
      'It reads no address; SES rejects the whole message when one is no address (SES API reference, SendRawEmail).',
  },
  {
    promise: 'SesMailer: nobody to send it to is refused for good, with a reason that names nobody',
    because:
      'It takes a mail to nobody; of SES’s a message has to name at least one recipient (SES API reference, SendRawEmail).',
  },
  {
    promise:
      'SesMailer: a configuration set that is missing is for somebody to mend: the mail is tried again',
    because:
      'It does not look; SES answers ConfigurationSetDoesNotExist (SES API reference, SendRawEmail, errors).',
  },
];
