/**
 * Stands in for the SDK's event streams in every bundle (decisions/0014). Nothing here reads from one, yet to be able to would keep
 * 50 kB more of the SDK's core in each bundle, and start it.
 *
 * @throws Error when an answer comes as an event stream
 */
export class EventStreamSerde {
  constructor() {
    throw new Error(
      'This answer is an event stream, which the bundles leave out. Take away the alias in infra/constructs/bundled-code.ts to read it.',
    );
  }
}
/** S3's client asks for these whether or not it reads a stream. */
export const eventStreamSerdeProvider = (): undefined => undefined;
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;
