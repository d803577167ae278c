/** Secrets Manager: versions and their labels as AWS moves them. Values are made anew for each run and never leave its memory. */
import { randomInt, randomUUID } from 'node:crypto';
import type { Json } from '../template/assembly.ts';
import type { SecretPlan } from '../template/plan.ts';
import { type AwsAnswer, awsFault } from './aws-answers.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';

interface Version {
  readonly id: string;
  readonly value: string;
  readonly createdAt: Date;
}

interface Kept {
  readonly secret: SecretPlan;
  readonly versions: Map<string, Version>;
  /** Which version each label is on. A version without a label is deprecated: nothing finds it any more. */
  readonly stages: Map<string, string>;
}

export class Secrets {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => Date;

  constructor(secrets: readonly SecretPlan[], now: () => Date) {
    this.#now = now;
    for (const secret of secrets) {
      const kept: Kept = { secret, versions: new Map(), stages: new Map() };
      this.#put(kept, randomUUID(), secret.fixed ?? generate(secret.generate ?? {}));
      this.#kept.set(secret.arn, kept);
      this.#kept.set(secret.name, kept);
    }
  }

  handle(operation: string, body: Json): AwsAnswer {
    const kept = this.#kept.get(String(body.SecretId));
    const act = this.#operations[operation];
    if (act === undefined)
      return fault(
        'InvalidRequestException',
        `The local run plays ${Object.keys(this.#operations).join(', ')}, not ${operation}.`,
      );
    if (!kept) return fault('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return act(kept, body);
  }

  readonly #operations: Readonly<Record<string, (kept: Kept, body: Json) => AwsAnswer>> = {
    GetSecretValue: (kept, body) => this.#get(kept, body),
    DescribeSecret: (kept) => {
      const stages = Object.fromEntries([...kept.versions.keys()].map((id) => [id, stagesOf(kept, id)]));
      return answer(kept, {
        VersionIdsToStages: Object.fromEntries(Object.entries(stages).filter(([, all]) => all.length > 0)),
      });
    },
    ListSecretVersionIds: (kept) =>
      answer(kept, {
        Versions: [...kept.versions.values()]
          .map(({ id, createdAt }) => ({
            VersionId: id,
            VersionStages: stagesOf(kept, id),
            CreatedDate: createdAt.getTime() / 1000,
          }))
          .filter(({ VersionStages }) => VersionStages.length > 0),
      }),
    PutSecretValue: (kept, body) => {
      const id = String(body.ClientRequestToken ?? randomUUID());
      const value = String(body.SecretString ?? '');
      const there = kept.versions.get(id);
      if (there !== undefined && there.value !== value)
        return fault('ResourceExistsException', 'A version with this token has another value.');
      if (there === undefined) this.#put(kept, id, value, (body.VersionStages ?? [CURRENT]) as string[]);
      return answer(kept, { VersionId: id, VersionStages: stagesOf(kept, id) });
    },
    UpdateSecretVersionStage: (kept, body) => this.#move(kept, body),
  };

  #get(kept: Kept, body: Json): AwsAnswer {
    const stage = String(body.VersionStage ?? CURRENT);
    const id = body.VersionId === undefined ? kept.stages.get(stage) : String(body.VersionId);
    const version = id === undefined ? undefined : kept.versions.get(id);
    if (version === undefined)
      return fault(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for ${body.VersionId === undefined ? 'staging label' : 'VersionId'}: ${body.VersionId ?? stage}`,
      );
    return answer(kept, {
      VersionId: version.id,
      VersionStages: stagesOf(kept, version.id),
      SecretString: version.value,
      CreatedDate: version.createdAt.getTime() / 1000,
    });
  }

  #put(kept: Kept, id: string, value: string, stages: readonly string[] = [CURRENT]): void {
    kept.versions.set(id, { id, value, createdAt: this.#now() });
    for (const stage of stages)
      if (stage === CURRENT) this.#makeCurrent(kept, id);
      else kept.stages.set(stage, id);
  }

  /** As AWS does: whatever was current is the previous one, and whatever was previous has no label any more. */
  #makeCurrent({ stages }: Kept, id: string): void {
    const before = stages.get(CURRENT);
    if (before !== undefined && before !== id) stages.set(PREVIOUS, before);
    stages.set(CURRENT, id);
  }

  #move(kept: Kept, body: Json): AwsAnswer {
    const stage = String(body.VersionStage);
    const [from, to] = [body.RemoveFromVersionId, body.MoveToVersionId];
    const on = kept.stages.get(stage);
    if ((to === undefined || on !== undefined) && (from === undefined || from !== on))
      return fault(
        'InvalidParameterException',
        `The parameter RemoveFromVersionId is missing, or is not the version that has the label ${stage}.`,
      );
    if (to === undefined && stage === CURRENT)
      return fault('InvalidParameterException', 'You can only move staging label AWSCURRENT, not remove it.');
    if (to !== undefined && !kept.versions.has(String(to)))
      return fault('ResourceNotFoundException', "Secrets Manager can't find the specified secret version.");
    if (to === undefined) kept.stages.delete(stage);
    else if (stage === CURRENT) this.#makeCurrent(kept, String(to));
    else kept.stages.set(stage, String(to));
    return answer(kept, {});
  }
}

const stagesOf = ({ stages }: Kept, id: string): readonly string[] =>
  [...stages].filter(([, on]) => on === id).map(([stage]) => stage);

const fault = (code: string, words: string): AwsAnswer => awsFault('secretsmanager', 400, code, words);

const answer = ({ secret }: Kept, more: Json): AwsAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify({ ARN: secret.arn, Name: secret.name, ...more }),
});

/** What CloudFormation's GenerateSecretString makes. */
function generate(options: Json): string {
  const length = Number(options.PasswordLength ?? 32);
  const excluded = new Set(String(options.ExcludeCharacters ?? ''));
  const alphabet = [
    ...(options.ExcludeLowercase ? '' : lower),
    ...(options.ExcludeUppercase ? '' : lower.toUpperCase()),
    ...(options.ExcludeNumbers ? '' : digits),
    ...(options.ExcludePunctuation ? '' : punctuation),
    ...(options.IncludeSpace ? ' ' : ''),
  ].filter((character) => !excluded.has(character));
  const password = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
  const key = options.GenerateStringKey;
  if (typeof key !== 'string') return password;
  return JSON.stringify({
    ...(JSON.parse(String(options.SecretStringTemplate ?? '{}')) as Json),
    [key]: password,
  });
}
