import type { DataOf } from '../../events/catalogue.ts';
import { publishedCouncils } from '../../shared/core/published-councils.ts';
import { appendTo } from '../../shared/core/trail.ts';
import type { ReceiveTools } from './tools.ts';

type Told = DataOf<'mail-received.v1'>;

const ATTEMPTS = 5;
const WAIT_MILLISECONDS = 20;

const regions = new Map(publishedCouncils().map(({ code, region }) => [code, region]));
const causeOf = (mailId: string): string => `mail:${mailId}`;

/** Whether this mail stands in the council's trail: everything that follows from it has been asked for. */
export const toldBefore = async (
  { councils }: Pick<ReceiveTools, 'councils'>,
  code: string,
  mailId: string,
): Promise<boolean> => (await councils.trail(code)).some(({ trail }) => trail?.cause === causeOf(mailId));

/**
 * Records in the council's trail what was made of its mail; the answer follows from that, by way of the relay.
 *
 * @throws Error when others moved first five times, or the council is not in the table: the message is tried again
 */
export async function tellCouncil(tools: ReceiveTools, told: Told): Promise<void> {
  const { councils, clock, policy, pause } = tools;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (await toldBefore(tools, told.council, told.mailId)) return;
    const council = await councils.read(regions.get(told.council) ?? '', told.council);
    if (council === undefined)
      throw new Error(`The council ${told.council} is not in the table: seed the councils.`);
    const [event] = appendTo(
      { subject: council.code, ...council.trail },
      [{ type: 'mail-received.v1', data: told }],
      {
        at: clock.now(),
        actor: { kind: 'system', name: 'receive-email' },
        policy: policy.id,
        cause: causeOf(told.mailId),
      },
    );
    if (event === undefined) throw new Error('A mail made no event.');
    const { code, region, trail, reminders } = council;
    if ((await councils.commit({ code, region, seen: trail.number, event, reminders })) === 'committed')
      return;
    await pause(attempt * WAIT_MILLISECONDS);
  }
  throw new Error(`The trail of ${told.council} moved on ${ATTEMPTS} times; trying again later helps.`);
}
