/** Spells a whole model out in lines that people can read, so that a test can hold all of it and not only what it thinks of. */

const isPlain = (value: unknown): boolean => value === null || typeof value !== 'object';

/** Functions and schemas do something and say nothing: they are left out. */
const membersOf = (model: object): readonly (readonly [string, unknown])[] =>
  Object.entries(model).filter(([name, value]) => typeof value !== 'function' && name !== 'schema');

/**
 * `name: value`, one object with plain values a line, and below it, indented, whatever it holds besides. What is there and undefined is
 * said: a member that is left out is another thing.
 */
export function speltOut(model: unknown): readonly string[] {
  if (isPlain(model)) return [String(model).replaceAll('\n', ' / ')];
  if (model instanceof Map) return speltOut([...model]);
  if (Array.isArray(model))
    return model.length === 0
      ? ['none']
      : model.flatMap((item) => {
          const [first = '', ...rest] = speltOut(item);
          return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
        });
  const members = membersOf(model as object);
  const plain = members.filter(([, value]) => isPlain(value));
  return [
    plain.map(([name, value]) => `${name}: ${speltOut(value)[0]}`).join('; '),
    ...members
      .filter(([, value]) => !isPlain(value))
      .flatMap(([name, value]) => [`${name}:`, ...speltOut(value).map((line) => `  ${line}`)]),
  ].filter((line) => line !== '');
}
