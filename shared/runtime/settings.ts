import type * as z from 'zod';

/** Settings that are missing or unusable. `message` lists every problem, never a value. */
class UnusableSettings extends Error {
  override readonly name = 'UnusableSettings';
}

/**
 * Reads a function's settings from its environment, once, at start-up.
 *
 * @throws UnusableSettings with all problems at once, so that one deployment mends them all
 */
export function readSettings<Schema extends z.ZodObject>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  const read = schema.safeParse(env);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => {
    const key = issue.path.join('.');
    return env[key] === undefined ? `${key} is not set` : `${key} is not usable: ${issue.message}`;
  });
  throw new UnusableSettings(
    `This function cannot start: ${problems.join('; ')}. Set these environment variables on the function (the stack does).`,
  );
}
