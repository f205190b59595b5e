import { anyOf, type Permission, roleHolder, safetyOffice } from '../kernel/permission.ts';
import { ownersOf, type Task } from './tasks.ts';

/** The safety office and the leaders above it. */
export const leaders = anyOf<{ schoolId: number }>(
  safetyOffice,
  roleHolder('vice_principal', '分管副校长'),
  roleHolder('principal', '校长'),
);

/** Those who hear of what is left: a 年级组长 of their own grades (audience.ts). */
export const leadersAndGrades = anyOf<{ schoolId: number }>(leaders, roleHolder('grade_lead', '年级组长'));

/** Whoever has to do it, and those who may do it for them. */
export const doer: Permission<Task> = anyOf<Task>(
  {
    says: '负责的老师',
    advice: '要代办，请点“代班已讲”或找安全办。',
    allows: (context, person, task) => ownersOf(context, task).includes(person),
  },
  leaders,
);
