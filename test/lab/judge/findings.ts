/** What judges found, weighed against what was acknowledged. */

export const judgeNames = ['cfn-lint', 'checkov', 'parliament', 'schemathesis'] as const;
export type JudgeName = (typeof judgeNames)[number];

export interface Finding {
  readonly judge: JudgeName;
  /** The judge's own name for its rule. */
  readonly rule: string;
  /** Logical id of the resource, the file of the policy, or what was asked of the API. */
  readonly where: string;
  readonly words: string;
}

/** A finding that stays, and why it may. */
export interface Acknowledged {
  readonly judge: JudgeName;
  readonly rule: string;
  /** Where it may be found; anywhere by default. */
  readonly where?: RegExp;
  readonly because: string;
}

export interface Weighed {
  /** What nobody acknowledged. */
  readonly open: readonly Finding[];
  /** Acknowledgements of what nobody finds any more. */
  readonly stale: readonly Acknowledged[];
}

const covers = ({ judge, rule, where }: Acknowledged, found: Finding): boolean =>
  judge === found.judge && rule === found.rule && (where?.test(found.where) ?? true);

/** @param asked the judges that were asked: nothing acknowledged of another is stale */
export const weigh = (
  findings: readonly Finding[],
  acknowledged: readonly Acknowledged[],
  asked: readonly JudgeName[] = judgeNames,
): Weighed => ({
  open: findings.filter((found) => !acknowledged.some((one) => covers(one, found))),
  stale: acknowledged.filter(
    (one) => asked.includes(one.judge) && !findings.some((found) => covers(one, found)),
  ),
});
