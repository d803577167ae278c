import * as z from 'zod';
import { presentCode } from '../../events/former-codes.ts';
import type { Contacts } from '../../shared/ports/sealed-store.ts';
import { DeployProblem } from './options.ts';

export interface DeskContacts {
  /** `coordinators`, `council:<code>` or `smp-lead:<region code>`. */
  readonly desk: string;
  readonly contacts: Contacts;
}

const header = 'desk,dutyDesk,second';
const address = z.email();

function readLine(line: string, desks: ReadonlySet<string>): DeskContacts | string {
  const [said = '', dutyDesk = '', second = '', ...more] = line.split(',').map((field) => field.trim());
  const desk = said.split(':').map(presentCode).join(':');
  if (more.length > 0) return `has more than three fields; they are ${header}`;
  if (!desks.has(desk))
    return 'names a desk that does not exist; a desk is coordinators, council:<code> or smp-lead:<region code>';
  if (!address.safeParse(dutyDesk).success) return 'has no e-mail address in its second field';
  if (second === '') return { desk, contacts: { dutyDesk } };
  if (!address.safeParse(second).success)
    return 'has something other than an e-mail address in its third field';
  return { desk, contacts: { dutyDesk, second } };
}

/**
 * Reads a file of contacts: a first line `desk,dutyDesk,second`, then one desk a line. The coordinators must be among
 * them: whatever the rules do not clear goes to them. Addresses are not repeated in what is reported.
 *
 * @param desks every desk that there is
 * @throws DeployProblem with every line that is wrong
 */
export function readContacts(csv: string, desks: ReadonlySet<string>): DeskContacts[] {
  const [first = '', ...lines] = csv.replace(/^\uFEFF/, '').split(/\r?\n/);
  const problems: string[] = [];
  if (first.trim() !== header) problems.push(`Line 1 should read ${header}`);

  const found = new Map<string, DeskContacts>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const read = readLine(line, desks);
    if (typeof read === 'string') problems.push(`Line ${index + 2} ${read}`);
    else if (found.has(read.desk)) problems.push(`Line ${index + 2} names ${read.desk} a second time`);
    else found.set(read.desk, read);
  }
  if (!found.has('coordinators'))
    problems.push('There is no line for coordinators, who get every case that is held or escalated');
  if (problems.length > 0)
    throw new DeployProblem(`The contacts cannot be used:\n- ${problems.join('\n- ')}`);
  return [...found.values()];
}
