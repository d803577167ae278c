import type { DataOf } from '../../events/catalogue.ts';
import { notedBefore, noteOnCouncil } from '../../shared/runtime/run-council-command.ts';
import type { ReceiveTools } from './tools.ts';

type Told = DataOf<'mail-received.v1'>;

const causeOf = (mailId: string): string => `mail:${mailId}`;

/** Whether this mail stands in the council's trail: everything that follows from it has been asked for. */
export const toldBefore = (
  tools: Pick<ReceiveTools, 'councils'>,
  code: string,
  mailId: string,
): Promise<boolean> => notedBefore(tools, code, causeOf(mailId));

/**
 * Records in the council's trail what was made of its mail; the answer follows from that, by way of the relay.
 *
 * @throws Error when others moved first five times, or the council is not in the table: the message is tried again
 */
export const tellCouncil = async (tools: ReceiveTools, told: Told): Promise<void> => {
  await noteOnCouncil(
    tools,
    { type: 'mail-received.v1', data: told },
    { actor: { kind: 'system', name: 'receive-email' }, cause: causeOf(told.mailId) },
  );
};
