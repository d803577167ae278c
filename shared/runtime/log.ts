import { Logger } from '@aws-lambda-powertools/logger';
import type { Saying } from './log-messages.ts';
import { inOwnLines } from './own-lines.ts';

/** Identifiers, codes and counts that go with a log line. Nested values are left out on purpose: they invite payloads. */
export type Particulars = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where functions say what they do. */
export interface Log {
  info(said: Saying, particulars?: Particulars): void;
  warn(said: Saying, particulars?: Particulars): void;
  /** `cause`: only its name, message and stack are written; whatever else an error carries could be someone's data. */
  error(said: Saying, particulars?: Particulars, cause?: unknown): void;
}

/** The logger of one function. Its service name and level come from the POWERTOOLS_ variables. */
export function powertoolsLogger(): Logger {
  return new Logger();
}

function described(cause: unknown): Record<string, string> {
  if (!(cause instanceof Error)) return { error: 'Something that is no Error was thrown' };
  return { errorName: cause.name, error: cause.message, stack: inOwnLines(cause.stack ?? '') };
}

/** A function's log over its Powertools logger. */
export function logTo(logger: Logger): Log {
  const line = ({ code, message }: Saying, particulars: Particulars = {}) => ({
    message,
    code,
    ...particulars,
  });
  return {
    info: (said, particulars) => logger.info(line(said, particulars)),
    warn: (said, particulars) => logger.warn(line(said, particulars)),
    error: (said, particulars, cause) =>
      logger.error({ ...line(said, particulars), ...(cause === undefined ? {} : described(cause)) }),
  };
}
