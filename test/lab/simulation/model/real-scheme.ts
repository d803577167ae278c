import { caseReference } from '../../../../shared/core/case/reference.ts';
import type { Council } from '../../../../shared/core/council/council.ts';
import { headroom, threshold } from '../../../../shared/core/council/headroom.ts';
import { publishedCouncils } from '../../../../shared/core/council/published-councils.ts';
import { policyNamed } from '../../../../shared/core/policies.ts';
import { MemoryApiStore } from '../../../../shared/memory/memory-api-store.ts';
import { MemoryCaseStore } from '../../../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../../../shared/memory/memory-council-store.ts';
import { MemoryDigestStore } from '../../../../shared/memory/memory-digest-store.ts';
import { MemoryDraftStore } from '../../../../shared/memory/memory-draft-store.ts';
import { MemoryMailStore } from '../../../../shared/memory/memory-mail-store.ts';
import { MemoryPersonStore } from '../../../../shared/memory/memory-person-store.ts';
import { MemoryReplyStore } from '../../../../shared/memory/memory-reply-store.ts';
import { MemoryRosterStore } from '../../../../shared/memory/memory-roster-store.ts';
import { MemorySealedStore } from '../../../../shared/memory/memory-sealed-store.ts';
import { MemorySignInStore } from '../../../../shared/memory/memory-sign-in-store.ts';
import type { LinkPurpose } from '../../../../shared/runtime/links.ts';
import { aChild, aReferral } from '../../../builders.ts';
import { allAtOnce } from '../kernel/at-once.ts';
import { Draw } from '../kernel/draw.ts';
import { Ordained } from '../kernel/faults.ts';
import { Kernel } from '../kernel/kernel.ts';
import { Timeline } from '../kernel/timeline.ts';
import { type Answered, type Fields, fillIn, type Link, linksIn } from '../people/open-link.ts';
import { InvariantMonitor } from '../watch/invariant-monitor.ts';
import { Pipeline } from '../world/pipeline.ts';
import { deskAddress } from '../world/scheme.ts';

const KENT = 'E10000016';
/** Five councils that may receive, and the children that each has room for. */
export const rooms: Readonly<Record<string, number>> = {
  E10000014: 3,
  E08000035: 1,
  E10000030: 2,
  W06000015: 1,
  E08000003: 4,
};
const MINUTE = 60_000;

/** The pipeline in a world where nothing goes wrong, in which a test acts for everybody. */
export class RealScheme {
  readonly kernel: Kernel;
  readonly policy = policyNamed('nts-2025');
  readonly #councils = new MemoryCouncilStore();
  readonly #cases = new MemoryCaseStore(this.#councils);
  readonly #pipeline: Pipeline;
  readonly #monitor: InvariantMonitor;
  readonly #links = new Map<string, Link>();
  #asked = 0;

  private constructor(sealed: MemorySealedStore) {
    allAtOnce();
    this.kernel = new Kernel(new Timeline('2026-11-23T09:00:00.000Z'), new Draw(1), new Ordained([]), false);
    const { kernel, policy } = this;
    const stores = { cases: this.#cases, councils: this.#councils, sealed, policy };
    this.#monitor = new InvariantMonitor({
      kernel,
      ...stores,
      childrenOf: (referralId) => [referralId],
      committed: () => this.#pipeline.timetable.look(),
    });
    kernel.watch = (call) => this.#monitor.see(call);
    this.#pipeline = new Pipeline({
      kernel,
      monitor: this.#monitor,
      stores: {
        ...stores,
        digests: new MemoryDigestStore(),
        requests: new MemoryApiStore(),
        mails: new MemoryMailStore(),
        signIns: new MemorySignInStore(),
        people: new MemoryPersonStore(),
        rosters: new MemoryRosterStore(),
        drafts: new MemoryDraftStore(),
        replies: new MemoryReplyStore(),
        isFresh: () => false,
      },
      deliver: ({ id: own, text, tells = [own] }) => {
        const links = linksIn(text);
        for (const [at, id] of tells.entries()) {
          const link = links[at];
          const [subject = '', , , ...desk] = id.split(':');
          if (link) this.#links.set(`${subject} ${desk.join(':')} ${link.purpose}`, link);
        }
      },
      mend: async () => {},
    });
    this.#cases.onCommit((events) => this.#pipeline.stream.add(events));
  }

  static async open(): Promise<RealScheme> {
    const sealed = new MemorySealedStore();
    const desk = new RealScheme(sealed);
    const councils: readonly Council[] = publishedCouncils()
      .filter(({ code }) => code === KENT || code in rooms)
      .map((council) => {
        const count = threshold(council, desk.policy) - (rooms[council.code] ?? -5);
        return { ...council, caredFor: { ...council.caredFor, count }, publishedCount: count };
      });
    await desk.#councils.seed(councils, desk.policy);
    for (const each of ['coordinators', ...councils.map(({ code }) => `council:${code}`)])
      await sealed.putContacts(each, { dutyDesk: deskAddress(each) });
    return desk;
  }

  /** Kent refers children. @returns the case's reference */
  async refer(children: number): Promise<string> {
    this.#asked += 1;
    const referralId = this.kernel.draw.uuid(`referral ${this.#asked}`);
    const facts = aReferral({
      children: Array.from({ length: children }, (_, index) => aChild({ number: index + 1 })),
    });
    const actor = { kind: 'entry-authority', code: KENT };
    const at = this.kernel.timeline.instant;
    const data = { referralId, channel: 'queue', facts };
    const body = JSON.stringify({ id: referralId, type: 'referral-received.v2', at, actor, data });
    this.#pipeline.send('referrals', { id: referralId, body });
    await this.settle();
    return caseReference(referralId, 1);
  }

  /** Somebody opens the link of their latest e-mail about a case, and answers. */
  async answer(caseId: string, desk: string, purpose: LinkPurpose, fields: Fields): Promise<Answered> {
    const link = this.#links.get(`${caseId} ${desk} ${purpose}`);
    if (link === undefined) throw new Error(`${desk} has no e-mail with a link for ${purpose} of ${caseId}.`);
    this.#asked += 1;
    let answered: Answered | undefined;
    this.#pipeline.functions.page(
      `answer ${this.#asked}`,
      (tools) => fillIn(tools, link, fields, undefined),
      (end) => {
        if (end.kind === 'returned') answered = end.value;
        else this.kernel.fail(end.kind === 'failed' ? end.error : new Error('The page died.'));
      },
    );
    await this.settle();
    if (this.kernel.failure !== undefined) throw this.kernel.failure;
    if (answered === undefined) throw new Error('The page did not answer.');
    return answered;
  }

  /** Lets everything flow on. */
  async settle(): Promise<void> {
    const { timeline } = this.kernel;
    do await timeline.runUntil(timeline.now + MINUTE);
    while (this.#pipeline.moving > 0 && !timeline.stopped);
    if (this.kernel.failure !== undefined) throw this.kernel.failure;
  }

  /** Lets time pass, to some minutes after a moment. */
  async passTo(moment: string): Promise<void> {
    await this.kernel.timeline.runUntil(Date.parse(moment) + 11 * MINUTE);
    await this.settle();
  }

  async case(caseId: string) {
    const found = await this.#cases.read(caseId);
    if (found === undefined) throw new Error(`There is no case ${caseId}.`);
    return found;
  }

  /** Room, held and incoming of every council that may receive. */
  async places(): Promise<Readonly<Record<string, { room: number; held: number; incoming: number }>>> {
    const { councils } = await this.#councils.view();
    return Object.fromEntries(
      councils
        .filter(({ code }) => code in rooms)
        .map((council) => {
          const { code, held, incoming } = council;
          return [code, { room: headroom(council, this.policy), held, incoming }];
        }),
    );
  }
}
