import type { ReferralFacts } from '../../../../events/referral.ts';
import type { ReferralRequest } from '../../../../shared/core/referral/referral-request.ts';
import type { PageRequest, PageResponse } from '../../../../shared/runtime/http-middleware.ts';
import { keyOf } from '../../../api/a-request.ts';
import type { End } from '../kernel/invocation.ts';
import { Violation } from '../watch/violation.ts';
import type { Office } from './office.ts';

/** Asks the API for something. What it hears is the end of an invocation: a process that died answers nothing. */
export type Ask = (name: string, request: PageRequest, ended: (end: End<PageResponse>) => void) => void;

interface Task {
  readonly name: string;
  readonly caseId: string;
  readonly council: string;
  readonly path: string;
  readonly key: string;
  readonly body: unknown;
  /** Problems after which there is nothing left to say. */
  readonly settledBy: readonly string[];
  readonly taken?: () => void;
}

const SECOND = 1_000;
const pauses = [5 * SECOND, 60 * SECOND, 300 * SECOND, 1_800 * SECOND] as const;
/** Problems after which the same request is sent again, as their words say. */
const passing: readonly string[] = ['not-looked-at-yet', 'too-many-requests'];

const typeOf = ({ body = '' }: PageResponse): string =>
  (JSON.parse(body) as { readonly type: string }).type.replace('/problems/', '');

/**
 * The system in which a council keeps its children: says what it has to say until it hears that it was taken. What became of a
 * request that was cut off it cannot know, so it sends the same one again.
 */
export class CouncilSystem {
  /** Tasks that are not done. */
  waiting = 0;
  readonly #office: Office;
  readonly #ask: Ask;
  readonly #taken = new Set<string>();
  #tasks = 0;

  constructor(office: Office, ask: Ask) {
    this.#office = office;
    this.#ask = ask;
  }

  refer(
    caseId: string,
    council: string,
    { key, body }: { readonly key: string; readonly body: ReferralRequest },
  ): void {
    this.#run({
      name: `${council} refers ${caseId}`,
      caseId,
      council,
      path: '/api/referrals',
      key,
      body,
      settledBy: [],
      taken: () => this.#taken.add(caseId),
    });
  }

  amend(
    caseId: string,
    council: string,
    { key, body }: { readonly key: string; readonly body: Partial<ReferralFacts> },
  ): void {
    this.#run({
      name: `${council} amends ${caseId} ${key}`,
      caseId,
      council,
      path: `/api/referrals/${caseId}/amendments`,
      key,
      body,
      settledBy: ['case-closed', 'merged'],
    });
  }

  #run(task: Task): void {
    this.waiting += 1;
    this.#tasks += 1;
    this.#try({ ...task, name: `${task.name} #${this.#tasks}` }, 1);
  }

  #try(task: Task, tried: number): void {
    const { name, path, council, key, body, caseId } = task;
    // Of a referral that nobody has taken there is nothing to amend yet.
    if (path !== '/api/referrals' && !this.#taken.has(caseId)) {
      this.#again(task, tried);
      return;
    }
    const { trace, timeline } = this.#office.kernel;
    this.#ask(
      `${name} try ${tried}`,
      {
        rawPath: path,
        headers: {
          authorization: `Bearer ${keyOf(council)}`,
          'idempotency-key': key,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
        isBase64Encoded: false,
        requestContext: { http: { method: 'POST', path } },
      } as unknown as PageRequest,
      (end) => {
        const heard = this.#heard(task, end);
        trace.tell(timeline.now, caseId, () => `the system of ${council} asks POST ${path}: ${heard}`);
        if (heard === 'nothing' || passing.includes(heard)) {
          this.#again(task, tried);
          return;
        }
        if (heard === 'taken') task.taken?.();
        this.waiting -= 1;
      },
    );
  }

  #again(task: Task, tried: number): void {
    this.#office.later(pauses[Math.min(tried, pauses.length) - 1] ?? 0, () => this.#try(task, tried + 1));
  }

  #heard({ name, caseId, settledBy }: Task, end: End<PageResponse>): string {
    if (end.kind !== 'returned') return 'nothing';
    if (end.value.statusCode === 202) return 'taken';
    const problem = typeOf(end.value);
    if (![...passing, ...settledBy].includes(problem))
      this.#office.kernel.fail(
        new Violation(
          'no referral lost',
          `${name}: the API answers ${end.value.statusCode} ${end.value.body}`,
          caseId,
        ),
      );
    return problem;
  }
}
