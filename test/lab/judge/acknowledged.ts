/** What the judges found and stays, each with the reason. */
import type { Acknowledged } from './findings.ts';

export const acknowledged: readonly Acknowledged[] = [
  {
    judge: 'cfn-lint',
    rule: 'W3005',
    because: 'CDK says twice what waits for what: harmless, and not ours to write.',
  },
  {
    judge: 'cfn-lint',
    rule: 'W6001',
    where: /SecretArn$/,
    because: 'The pipeline says which secrets it uses, and deploy compares that with what the tables keep.',
  },
  {
    judge: 'checkov',
    rule: 'CKV_AWS_18',
    because:
      'CloudTrail’s data events say who read what, with the role of whoever it was: an access log would say it again, and less.',
  },
  {
    judge: 'checkov',
    rule: 'CKV_AWS_27',
    because:
      'These queues have SQS’s own encryption, which checkov does not count; what names a child is in none of them.',
  },
  {
    judge: 'checkov',
    rule: 'CKV_AWS_35',
    because:
      'Who read what names roles and keys of objects, no child; a key of our own could be lost or disabled, and the evidence with it.',
  },
  {
    judge: 'checkov',
    rule: 'CKV_AWS_149',
    because:
      'Secrets Manager encrypts with AWS’s key, by role; a key of our own would guard against nobody else.',
  },
  {
    judge: 'checkov',
    rule: 'CKV_AWS_158',
    because: 'No log names a child (the canary holds it): CloudWatch’s own encryption is enough.',
  },
  {
    judge: 'checkov',
    rule: 'CKV_AWS_116',
    because:
      'What a queue or stream brings goes to that mapping’s dead letters, and what a schedule starts to its failure queue; a function that is asked by HTTP has none.',
  },
  {
    judge: 'checkov',
    rule: 'CKV_AWS_117',
    because:
      'Functions talk to AWS alone, by roles: a network of our own would add its gateways and guard nothing.',
  },
  {
    judge: 'checkov',
    rule: 'CKV_AWS_115',
    because:
      'A new account allows ten at once, all of which may not be reserved; how many a queue sets off is limited at its mapping.',
  },
  {
    judge: 'checkov',
    rule: 'CKV_AWS_173',
    because: 'No secret is in a variable: they are names, addresses and the ARNs of secrets.',
  },
  {
    judge: 'parliament',
    rule: 'MALFORMED',
    where: /\.AssumeRolePolicyDocument$/,
    because: 'Who may take a role is said without a resource: the role is the resource.',
  },
  {
    judge: 'parliament',
    rule: 'RESOURCE_STAR',
    where: /\.KeyPolicy$/,
    because: 'In a key’s own policy, all resources are that key.',
  },
  {
    judge: 'parliament',
    rule: 'RESOURCE_MISMATCH',
    where: /^RelayEventsRole/,
    because: 'The label of a stream is a time, and parliament takes ARNs apart at each colon.',
  },
  {
    judge: 'schemathesis',
    rule: 'positive_data_acceptance',
    where: /: What you sent first stands/,
    because:
      'A key of idempotency that was used with another body is refused with 422, as the description says.',
  },
  {
    judge: 'schemathesis',
    rule: 'positive_data_acceptance',
    where: /: (No council|No country|This is not an NHS|Letters of this were lost)/,
    because:
      'Which codes there are, how a number’s last digit checks the others and which sign stands for a lost letter: no schema says so.',
  },
  {
    judge: 'schemathesis',
    rule: 'positive_data_acceptance',
    where: /: This (is|year is|date of birth is) (in the future|too early)/,
    because: 'JSON Schema knows no today, and no earliest day.',
  },
  {
    judge: 'schemathesis',
    rule: 'positive_data_acceptance',
    where:
      /(, and you also say|, and say that there|say different things|: Number the children|: This month)/,
    because: 'Each field is right, and two of them cannot both be: that is said between fields, not of one.',
  },
];
