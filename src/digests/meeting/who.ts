import { z } from 'zod';
import type { PersonId } from '../../../cards/model.ts';
import { leaders } from '../../duties/who.ts';
import type { Context, ReadContext } from '../../kernel/context.ts';
import { anyOf, hasRole, type Permission, roleHolder } from '../../kernel/permission.ts';
import { peopleWithFirstRole, peopleWithRole, roleNames, rolesOf } from '../../school/people.ts';
import { findMeeting, type Meeting } from './queries.ts';

const id = z.number().int().positive();
export const meetingReference = z.object({ meeting: id });
export const schoolReference = z.object({ school: id });

export const findSubject = (context: Context, reference: { meeting: number }): Meeting | undefined =>
  findMeeting(context, reference.meeting);

/** Who calls a meeting and writes its minutes: the vice principal presides, the safety office writes (domain/duties.md §3). */
export const keeper: Permission<{ schoolId: number }> = { ...leaders, says: '安全办或校领导' };

/** Who signs the minutes. */
export const signer = anyOf<{ schoolId: number }>(
  roleHolder('vice_principal', '分管副校长'),
  roleHolder('principal', '校长'),
);

const presides = ['vice_principal', 'principal'] as const;

/** Whether the minutes are signed by closing them: whoever presides has read what they say. */
export const mayPreside = (context: Pick<ReadContext, 'db'>, person: PersonId, schoolId: number): boolean =>
  presides.some((role) => hasRole(context, person, schoolId, role));

/** Who is asked to sign: the vice principal, else the principal. */
export const signersOf = (context: Pick<ReadContext, 'db'>, schoolId: number): readonly PersonId[] =>
  peopleWithFirstRole(context, schoolId, presides).map((one) => one.person);

/** Where nobody chose a group: the people the meeting is of. */
export const leadershipOf = (context: Pick<ReadContext, 'db'>, schoolId: number): readonly PersonId[] => [
  ...new Set(
    ['principal', 'vice_principal', 'safety_office', 'duty_leader'].flatMap((role) =>
      peopleWithRole(context, schoolId, role).map((one) => one.person),
    ),
  ),
];

/** 总务主任: groups read posts, never names (domain/voice.md §1). */
export function postOf(
  context: Pick<ReadContext, 'db'>,
  person: PersonId | null | undefined,
  schoolId: number,
): string {
  if (person == null) return '责任人';
  const held = rolesOf(context, person).find((one) => one.schoolId === schoolId);
  return (held && roleNames[held.role]) ?? '责任人';
}
