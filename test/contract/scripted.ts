import { mockClient } from 'aws-sdk-client-mock';

/** What a client answers to one kind of command, in turn; the last answer stays. */
interface Answers {
  resolves(output: object): Answers;
  resolvesOnce(output: object): Answers;
  rejects(error: Error): Answers;
  rejectsOnce(error: Error): Answers;
  /** By what is asked. */
  callsFake(answer: (input: Readonly<Record<string, unknown>>) => object): Answers;
}

/** A client that says what a test tells it to: for what no server does on demand. */
export interface Scripted {
  on(command: unknown): Answers;
  /** The input of every command sent, in order. */
  sent(): readonly Readonly<Record<string, unknown>>[];
  reset(): void;
}

/** aws-sdk-client-mock is typed for an older SDK; what it does fits this one. */
export function scripted(client: unknown): Scripted {
  const mock = mockClient(client as never);
  return {
    on: (command) => mock.on(command as never) as unknown as Answers,
    sent: () =>
      mock.calls().map(({ args }) => (args[0] as unknown as { input: Record<string, unknown> }).input),
    reset: () => void mock.reset(),
  };
}
