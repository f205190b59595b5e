import type { Option } from '../../../cards/model.ts';
import { roleNames } from '../../school/people.ts';
import type { Duty } from '../duty.ts';
import { cadenceNames, cadencesFor } from './cadences.ts';

/** What a class is asked of can only be given to who has a class; anything else to any role of the school. */
export function rolesFor(duty: Pick<Duty, 'roles' | 'deputies' | 'scope'>): readonly string[] {
  const own = [...new Set([...duty.roles, ...duty.deputies])];
  if (duty.scope === 'class') return own;
  const others = ['safety_office', 'facility_lead', 'moral_lead', 'office_lead', 'duty_leader', 'vice_principal'];
  return [...new Set([...own, ...others])];
}

export const roleOptions = (duty: Pick<Duty, 'roles' | 'deputies' | 'scope'>): readonly Option[] =>
  rolesFor(duty).map((value) => ({ value, text: roleNames[value] ?? value }));

export const cadenceOptions = (duty: Pick<Duty, 'cadence' | 'floor'>): readonly Option[] =>
  cadencesFor(duty).map((value) => ({ value, text: cadenceNames[value] }));

/** The group of the class heads only helps where every class has to do something. */
export const reachOptions = (duty: Pick<Duty, 'scope'>): readonly Option[] => [
  ...(duty.scope === 'class' ? [{ value: 'shared', text: '班主任群' }] : []),
  { value: 'personal', text: '私聊' },
];
