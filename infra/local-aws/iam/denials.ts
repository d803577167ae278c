/** Judges what a function, a schedule or an API asks for, and says in words which statement is missing. */
import { EventEmitter } from 'node:events';
import { ACCOUNT, PARTITION } from '../template/physical-names.ts';
import type { FunctionPlan, SchedulePlan } from '../template/plan.ts';
import { type Access, mayAssume, mayRole, mayService, type Verdict } from './iam.ts';
import type { Policies, RolePolicies } from './iam-policies.ts';

export interface Denial {
  /** Short name of the function, or what else was refused (a schedule, the API). */
  readonly who: string;
  readonly action: string;
  readonly resource: string;
  /** AWS's own sentence, followed by what to do about it. */
  readonly message: string;
}

export class Judge extends EventEmitter<{
  denied: [Denial];
  allowed: [{ who: string; access: Access; by: string }];
}> {
  readonly #policies: Policies;

  constructor(policies: Policies) {
    super();
    this.#policies = policies;
  }

  /** @returns the first refusal, or undefined when everything is allowed */
  function(plan: FunctionPlan, accesses: readonly Access[]): Denial | undefined {
    const role = this.#policies.roles.get(plan.roleArn);
    if (!role)
      return this.#refuse(
        plan.shortName,
        plan.roleArn,
        accesses[0],
        `its role ${plan.roleArn} is not in the template`,
      );
    return this.#role(plan.shortName, role, plan.name, accesses);
  }

  /** What Lambda itself does for a function: take on its role, read its sources, write its log. */
  lambda(plan: FunctionPlan, accesses: readonly Access[]): Denial | undefined {
    const role = this.#policies.roles.get(plan.roleArn);
    if (role && !mayAssume(role, 'lambda.amazonaws.com', plan.arn))
      return this.#refuse(
        plan.shortName,
        role.arn,
        { action: 'sts:AssumeRole', resource: role.arn },
        `the trust policy of ${role.logicalId} does not name lambda.amazonaws.com`,
      );
    return this.function(plan, accesses);
  }

  /** Whether a function could do something, asked without doing it: nobody is told of a refusal. */
  could(plan: FunctionPlan, access: Access): boolean {
    const role = this.#policies.roles.get(plan.roleArn);
    return role !== undefined && mayRole(this.#policies, role, access).kind === 'allowed';
  }

  /** What a service does under a role of ours. */
  roleOf(
    who: string,
    roleArn: string,
    service: string,
    sourceArn: string,
    accesses: readonly Access[],
  ): Denial | undefined {
    const role = this.#policies.roles.get(roleArn);
    if (!role) return this.#refuse(who, roleArn, accesses[0], `its role ${roleArn} is not in the template`);
    if (!mayAssume(role, service, sourceArn))
      return this.#refuse(
        who,
        roleArn,
        { action: 'sts:AssumeRole', resource: roleArn },
        `the trust policy of ${role.logicalId} does not let ${service} in for ${sourceArn}`,
      );
    return this.#role(who, role, who, accesses);
  }

  schedule({ name, roleArn, groupArn }: SchedulePlan, accesses: readonly Access[]): Denial | undefined {
    return this.roleOf(name, roleArn, 'scheduler.amazonaws.com', groupArn, accesses);
  }

  /** Whether a service may call a resource by the resource's own policy. */
  service(who: string, service: string, access: Access): Denial | undefined {
    const verdict = mayService(this.#policies, service, access);
    if (verdict.kind === 'allowed') return undefined;
    return this.#refuse(who, service, access, `add a permission for ${service} to ${access.resource}`);
  }

  #role(who: string, role: RolePolicies, session: string, accesses: readonly Access[]): Denial | undefined {
    for (const access of accesses) {
      const verdict = mayRole(this.#policies, role, access);
      if (verdict.kind === 'denied')
        return this.#refuse(
          who,
          `arn:${PARTITION}:sts::${ACCOUNT}:assumed-role/${role.name}/${session}`,
          access,
          adviceFor(verdict, role),
        );
      this.emit('allowed', { who, access, by: verdict.by.where });
    }
    return undefined;
  }

  #refuse(who: string, principal: string, access: Access | undefined, advice: string): Denial {
    const { action = 'sts:AssumeRole', resource = '*' } = access ?? {};
    const denial: Denial = {
      who,
      action,
      resource,
      message: `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} because ${advice}`,
    };
    this.emit('denied', denial);
    return denial;
  }
}

function adviceFor(verdict: Extract<Verdict, { kind: 'denied' }>, role: RolePolicies): string {
  const { access, by, near } = verdict;
  if (by) return `${by.where} denies it`;
  const reason = `no identity-based policy allows the ${access.action} action`;
  if (near) return `${reason}: ${near.where} would, but not when ${JSON.stringify(access.context ?? {})}`;
  return `${reason}. No statement allows it; add { Effect: Allow, Action: ${access.action}, Resource: ${access.resource} } to ${role.logicalId}`;
}
