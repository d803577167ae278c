/** Anything of which everything is asked asynchronously. */
type Asynchronous<T> = { readonly [K in keyof T]: (...given: never[]) => Promise<unknown> };

/**
 * Stands for a tool that an invocation may never ask for: its code is read, and it is made, at the first question (decisions/0014).
 * What could not be made is made again at the next one.
 */
export function lazy<T extends Asynchronous<T>>(make: () => Promise<T>): T {
  let made: Promise<T> | undefined;
  const tool = async (): Promise<T> => {
    made ??= make();
    try {
      return await made;
    } catch (error) {
      made = undefined;
      throw error;
    }
  };
  return new Proxy({} as T, {
    // No promise: whoever awaits the tool itself gets the tool.
    get: (_, name) =>
      name === 'then' ? undefined : async (...given: never[]) => (await tool())[name as keyof T](...given),
  });
}
