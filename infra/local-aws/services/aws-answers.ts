/** Answers in the shapes in which AWS's services give them, errors above all. */
import { randomUUID } from 'node:crypto';

export interface AwsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** An object of S3, in place of the body. */
  readonly content?: Buffer;
}

export const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const unescapeXml = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

const namespaces: Readonly<Record<string, string>> = {
  dynamodb: 'com.amazonaws.dynamodb.v20120810#',
  sqs: 'com.amazonaws.sqs#',
};

const queryNamespaces: Readonly<Record<string, string>> = {
  ses: 'http://ses.amazonaws.com/doc/2010-12-01/',
  sns: 'http://sns.amazonaws.com/doc/2010-03-31/',
};

/** An error of a service, as its protocol spells it: XML for SES and SNS, JSON for the others. */
export function awsFault(
  service: string,
  status: number,
  code: string,
  message: string,
  extra: object = {},
): AwsAnswer {
  const requestId = randomUUID();
  const queryNamespace = queryNamespaces[service];
  if (queryNamespace !== undefined)
    return {
      status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: `<ErrorResponse xmlns="${queryNamespace}"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    };
  return {
    status,
    headers: {
      'content-type':
        service === 'secretsmanager' ? 'application/x-amz-json-1.1' : 'application/x-amz-json-1.0',
      'x-amzn-requestid': requestId,
    },
    // DynamoDB says Message or message, by the error; the clients read both.
    body: JSON.stringify({
      __type: `${namespaces[service] ?? ''}${code}`,
      message,
      Message: message,
      ...extra,
    }),
  };
}

/** An error of S3. */
export const s3Fault = (status: number, code: string, message: string): AwsAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`,
});

/** The refusal of a call that no policy allows. */
export function accessDenied(service: string, message: string): AwsAnswer {
  if (service in queryNamespaces)
    return awsFault(service, 403, service === 'ses' ? 'AccessDenied' : 'AuthorizationError', message);
  if (service === 's3') return s3Fault(403, 'AccessDenied', message);
  const answer = awsFault(
    '',
    service === 'sqs' ? 403 : 400,
    'com.amazon.coral.service#AccessDeniedException',
    message,
  );
  return service === 'sqs'
    ? { ...answer, headers: { ...answer.headers, 'x-amzn-query-error': 'AccessDenied;Sender' } }
    : answer;
}
