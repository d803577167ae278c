/** The pages of the desk at the size that it has to bear: 1,000 open cases and 20,000 that are over. */
import type { Site } from '../../pages/site.ts';
import { Desk, type PageCost } from './desk.ts';
import { median } from './measure.ts';

export const size = { open: 1_000, over: 20_000 } as const;

const SOUTH_EAST = 'E12000008';

/** A council that refers some, and one that has taken some. */
const [KENT, HAMPSHIRE] = ['E10000016', 'E10000014'];

/** Who opens it: a coordinator, an officer or a finance officer of a council, the lead of a region, somebody who is not signed in. */
type Opener = 'coordinator' | 'nobody' | `${'officer' | 'finance' | 'lead'} ${string}`;

/** Who opens it, its address, and what it is called in a table. */
const pages: readonly (readonly [who: Opener, name: string, address: string])[] = [
  [`officer ${HAMPSHIRE}`, 'a council’s list', '/home'],
  // The region in which most is open.
  [`lead ${SOUTH_EAST}`, 'a lead’s list', '/home'],
  [`lead ${SOUTH_EAST}`, 'a lead’s list, its last page', '/home?page=99'],
  [`finance ${HAMPSHIRE}`, 'the list of a finance officer', '/home'],
  ['coordinator', 'the coordinators’ list', '/home'],
  ['coordinator', 'the list of what is held', '/home?list=held'],
  ['coordinator', 'the list of declines', '/home?list=decline'],
  ['coordinator', 'the list, of a council', `/home?council=${KENT}&due=later`],
  ['coordinator', 'the list, its last page', '/home?page=99'],
  ['coordinator', 'all cases', '/cases'],
  ['coordinator', 'of a council, as it referred', `/cases?council=${KENT}`],
  ['coordinator', 'of a council, as it said yes', `/cases?council=${HAMPSHIRE}&as=receiving`],
  ['coordinator', 'by where they stand', '/cases?status=held'],
  ['coordinator', 'over, of a council', `/cases?status=transferred&council=${HAMPSHIRE}&as=receiving`],
  ['coordinator', 'of some days', '/cases?from=1 3 2025&to=31 3 2025'],
  ['coordinator', 'of a policy', '/cases?policy=nts-2025'],
  ['coordinator', 'a year back', '/cases?upto=2025-11-01T09:00:00.000Z%23NTS-0000-0000'],
  ['coordinator', 'a case by its reference', '/case/nts0000000x'],
  [`officer ${HAMPSHIRE}`, 'its money', '/money'],
  [`officer ${HAMPSHIRE}`, 'its sheet', '/sheet'],
  ['nobody', 'what is published', '/published'],
];

export interface DeskPage extends Omit<PageCost, 'body' | 'milliseconds'> {
  readonly name: string;
  /** Of a function that is warm: the middle one, and what nineteen of twenty stay below. */
  readonly median: number;
  readonly p95: number;
}

async function signedInAs(site: Site, who: Exclude<Opener, 'coordinator'>): Promise<string> {
  const [kind, of = ''] = who.split(' ');
  if (kind === 'nobody') return '';
  if (kind === 'lead') return site.leadSignedIn(of);
  return kind === 'finance' ? site.financeSignedIn(of) : site.signedIn(of);
}

/** @param times how often each page is opened for its time */
export async function deskPages(times: number): Promise<readonly DeskPage[]> {
  const desk = await Desk.of(size);
  const coordinator = await desk.site.coordinatorSignedIn();
  const found: DeskPage[] = [];
  for (const [who, name, address] of pages) {
    const cookie = who === 'coordinator' ? coordinator : await signedInAs(desk.site, who);
    await desk.open(address, cookie);
    const opened: PageCost[] = [];
    for (let time = 0; time < times; time += 1) opened.push(await desk.open(address, cookie));
    const took = opened.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);
    const [first] = opened;
    if (first === undefined) throw new Error('Open each page at least once.');
    const { body: _, milliseconds: __, ...cost } = first;
    found.push({ name, ...cost, median: median(took), p95: took[Math.ceil(0.95 * times) - 1] ?? Number.NaN });
  }
  return found;
}
