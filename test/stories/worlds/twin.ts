import { openTwinTenant, type TenantOptions } from '../../../src/emulators/sample_school/tenant.ts';
import type { PlatformName } from '../../../src/platforms/platform.ts';
import { dingtalkPeople } from './dingtalk.ts';
import { feishuPeople } from './feishu.ts';
import type { World } from './world.ts';

/** A school on both platforms; a group is where its first member is. */
export async function openTwinWorld(options: TenantOptions): Promise<World> {
  const school = await openTwinTenant(options);
  school.dingtalk.rules.pingEveryMs = undefined;
  const people = { feishu: feishuPeople(school.feishu), dingtalk: dingtalkPeople(school.dingtalk, school) };
  const platformOf = (userId: string): PlatformName => (userId.startsWith('ou_') ? 'feishu' : 'dingtalk');
  const of = (userId: string) => people[platformOf(userId)];
  return {
    // Stories read Feishu's end there, as in a school on Feishu.
    school: Object.assign(school, { emulator: school.feishu }),
    platformOf,
    add: ({ on, ...person }) => people[on ?? 'feishu'].add(person),
    phone: (userId) => of(userId).phone(userId),
    directChatOf: (userId) => of(userId).directChatOf(userId),
    group: (name, members) => of(members[0] ?? '').group(name, members),
    complaints: school.dingtalk.complaints,
  };
}
