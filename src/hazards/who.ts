import { z } from 'zod';
import { type Action, defineAction } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { anyOf, type Permission, related, roleHolder, safetyOffice } from '../kernel/permission.ts';
import { Refused } from '../kernel/refused.ts';
import { nameOf, peopleWithFirstRole, schoolOf } from '../school/people.ts';
import { reportOf } from './draft.ts';
import { type Draft, findDraft, findHazard, type Hazard, lastStepIdOf, reportersOf } from './queries.ts';
import { serviceLevels } from './rules.ts';
import { worksOn } from './stand_in.ts';

/** A row's id in a reference. */
export const id = z.number().int().positive();
export const hazardReference = z.object({ hazard: id });
export const findSubject = (context: Context, reference: { hazard: number }): Hazard | undefined =>
  findHazard(context, reference.hazard);
/** A form carries it, so that one opened before a change is noticed. */
export const revision = (of: Hazard): number => of.revision;

/** A report's draft belongs to one person and one school. */
export interface DraftSubject extends Draft {
  readonly schoolId: number;
}
export const draftSubject = (context: Context, reference: { draft: number }): DraftSubject | undefined => {
  const found = findDraft(context, reference.draft);
  return found?.kind === 'report' ? { ...found, schoolId: reportOf(found).schoolId } : undefined;
};

export const vicePrincipal = roleHolder('vice_principal', '分管副校长');
export const principal: Permission<{ schoolId: number }> = {
  ...roleHolder('principal', '校长'),
  // Where the post is vacant the vice principal steps in, as for every card that asks the principal.
  allows: (context, person, of) =>
    peopleWithFirstRole(context, of.schoolId, ['principal', 'vice_principal']).some((one) => one.person === person),
};
/** Who decides about hazards: the safety office, and the leaders above it. */
export const office = anyOf<{ schoolId: number }>(
  { ...safetyOffice, advice: '您可以补充情况，打一句话给我。' },
  vicePrincipal,
  principal,
);
export const leaders = anyOf<{ schoolId: number }>(vicePrincipal, principal, safetyOffice);
export const control = anyOf<{ schoolId: number }>(
  safetyOffice,
  roleHolder('duty_leader', '带班领导'),
  vicePrincipal,
  principal,
);
export const owner: Permission<Hazard> = {
  says: '责任人',
  advice: '要换人，请安全办改派。',
  allows: (context, person, of) => worksOn(context, of, person),
  refusal: (context, of) => (of.ownerId === null ? '这项还没派人' : `这项由${nameOf(context, of.ownerId)}负责`),
};
export const rechecker: Permission<Hazard> = {
  says: '复查人',
  advice: '请安全办另派复查人。',
  allows: (context, person, of) => {
    if (worksOn(context, of, person)) throw new Refused('recheck.own', '整改人不能自己复查', '请安全办另派复查人。');
    return of.recheckerId === person || office.allows(context, person, of);
  },
};
export const reporter: Permission<Hazard> = {
  says: '上报人',
  allows: (context, person, of) => reportersOf(context, of.id).includes(person),
};
/** Whoever has a part in it. */
export const involved = anyOf<Hazard>(
  reporter,
  owner,
  related('复查人', (person, of) => of.recheckerId === person || of.leaderId === person),
  control,
);
export const extensionDecider: Permission<Hazard> = {
  says: '批延期的领导',
  advice: '一般由分管副校长批，较大由校长批。',
  allows: (context, person, of) => {
    const { by } = serviceLevels[of.severity].extension;
    return (
      principal.allows(context, person, of) || (by === 'vice_principal' && vicePrincipal.allows(context, person, of))
    );
  },
};
export const draftOwner = related<DraftSubject>('上报人', (person, of) => of.personId === person);

/** A button about a hazard, without a form. */
export const button = (
  name: string,
  who: Permission<Hazard>,
  run: (context: Context, of: Hazard, person: number) => ReturnType<Action['press']>,
): Action =>
  defineAction({
    name,
    reference: hazardReference,
    subject: findSubject,
    who,
    run: (context, { subject, person }) => run(context, subject, person),
  });

/**
 * What a small form is answered with once it was taken: the card it was filled on tells what was done and asks no more.
 */
export const asked =
  <I extends { readonly subject: { readonly id: number } }>(
    ask: string,
    run: (context: Context, input: I) => ReturnType<Action['press']>,
  ) =>
  (context: Context, input: I): ReturnType<Action['press']> => {
    const outcome = run(context, input);
    const step = lastStepIdOf(context, input.subject.id);
    return { ...outcome, become: { card: 'hazard.asked', subject: { hazard: input.subject.id, ask, step } } };
  };

/** The person's own school; undefined for somebody without one. */
export const own = (context: Context, person: number) => {
  const schoolId = schoolOf(context, person);
  return schoolId === undefined ? undefined : { schoolId };
};
