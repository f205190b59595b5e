import { z } from 'zod';
import type { PersonId } from '../../cards/model.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { anyOf, hasRole, type Permission, roleHolder, safetyOffice } from '../kernel/permission.ts';
import { nameOf, peopleWithFirstRole, peopleWithRole } from '../school/people.ts';
import type { Unit } from './count.ts';
import { findDrill, findPost, findUnit, type Post, peopleAt } from './queries.ts';
import type { Drill } from './rules.ts';

const id = z.number().int().positive();
export const drillReference = z.object({ drill: id });
export const unitReference = z.object({ unit: id });
export const postReference = z.object({ post: id });

export const findSubject = (context: Context, reference: { drill: number }): Drill | undefined =>
  findDrill(context, reference.drill);

/** A unit together with its drill: whose school decides who may. */
export interface UnitSubject extends Unit {
  readonly schoolId: number;
  readonly drill: Drill;
}
export const findUnitSubject = (context: Context, reference: { unit: number }): UnitSubject | undefined => {
  const unit = findUnit(context, reference.unit);
  const drill = unit && findDrill(context, unit.drillId);
  return unit && drill && { ...unit, schoolId: drill.schoolId, drill };
};

export interface PostSubject extends Post {
  readonly schoolId: number;
  readonly drill: Drill;
}
export const findPostSubject = (context: Context, reference: { post: number }): PostSubject | undefined => {
  const post = findPost(context, reference.post);
  const drill = post && findDrill(context, post.drillId);
  return post && drill && { ...post, schoolId: drill.schoolId, drill };
};

/** Who leads the drill: those named in the plan; where nobody is, the vice principal, else the principal. */
export function leadersOf(context: Pick<ReadContext, 'db'>, of: Drill): readonly PersonId[] {
  const named = [of.commanderId, of.deputyId].filter((one) => one !== null);
  if (named.length > 0) return [...new Set(named)];
  return peopleWithFirstRole(context, of.schoolId, ['vice_principal', 'principal']).map((one) => one.person);
}

/** Everybody who watches the whole roll-call one to one. */
export const watchersOf = (context: Pick<ReadContext, 'db'>, of: Drill): readonly PersonId[] => [
  ...new Set([
    ...leadersOf(context, of),
    ...peopleAt(context, of.id, ['assembly_officer']),
    ...peopleWithRole(context, of.schoolId, 'safety_office').map((one) => one.person),
  ]),
];

/** 总指挥 and 副总指挥 as the plan names them; principal and vice principal always may, since either may be away. */
export const commander: Permission<Drill> = {
  says: '总指挥或副总指挥',
  refusal: (context, of) => {
    const [first] = leadersOf(context, of);
    return first === undefined ? '由总指挥宣布' : `由${nameOf(context, first)}宣布`;
  },
  allows: (context, person, of) =>
    leadersOf(context, of).includes(person) ||
    ['principal', 'vice_principal'].some((name) => hasRole(context, person, of.schoolId, name)),
};

/** Who plans, postpones and works through drills. */
export const organiser = anyOf<{ schoolId: number }>(
  safetyOffice,
  roleHolder('vice_principal', '分管副校长'),
  roleHolder('principal', '校长'),
);
export const mayOrganise = (context: ReadContext, person: PersonId, schoolId: number): boolean =>
  organiser.allows(context, person, { schoolId });

/** Who may say that a drill has become real: whoever leads it or watches over safety. */
export const alarmer = anyOf<Drill>(commander, safetyOffice, roleHolder('duty_leader', '带班领导'), {
  says: '点名官',
  allows: (context, person, of) => peopleAt(context, of.id, ['assembly_officer', 'sweeper']).includes(person),
});

/** Whoever prepares the drill: the building's keeper and those who plan. */
export const preparer = anyOf<{ schoolId: number }>(roleHolder('facility_lead', '总务主任'), organiser);

/** Observers; where none is named, those who plan. */
export const observer: Permission<Drill> = {
  says: '观察员',
  allows: (context, person, of) =>
    peopleAt(context, of.id, ['observer']).includes(person) || organiser.allows(context, person, of),
};

export const postHolder: Permission<PostSubject> = {
  says: '本岗位',
  allows: (context, person, of) => of.personId === person || commander.allows(context, person, of.drill),
};
