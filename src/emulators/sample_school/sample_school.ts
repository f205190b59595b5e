import { readFileSync } from 'node:fs';
import { readRosterFile } from '../../host/errands.ts';
import type { PlatformName } from '../../platforms/platform.ts';
import { choosePurpose, learnGroup } from '../../school/groups.ts';
import { nameOf, peopleWithRole, roleNames, rolesOf, whoIs } from '../../school/people.ts';
import type { RosterRow } from '../../school/roster/model.ts';
import { confirmRoster, previewRoster } from '../../school/roster_import.ts';
import { classGroup, school } from '../../store/schema/index.ts';
import type { DingtalkEmulator } from '../dingtalk/emulator.ts';
import type { FeishuEmulator } from '../feishu/emulator.ts';
import type { School } from './tenant.ts';

/** The sample school of the demo and the screenshots: 40 classes, 90 staff, invented names and numbers. */
export interface SampleSchool {
  readonly schoolId: number;
  /** 班主任 · 初二3班, for the phone's rail; undefined for people the rail leaves out. */
  describe(userId: string): { readonly role: string; readonly group?: string } | undefined;
}

/** An emulated vendor as far as the sample school fills it. */
export interface Vendor {
  readonly platform: PlatformName;
  /** Gives the account's id. */
  add(person: { readonly name: string; readonly mobile?: string }): string;
  /** A group with the bot in it; gives its id. */
  group(name: string, members: readonly string[]): string;
}

export const onFeishu = (emulator: FeishuEmulator): Vendor => ({
  platform: 'feishu',
  add: (person) => emulator.people.add(person).openId,
  group: (name, members) => emulator.chats.create({ name, members, withBot: true }),
});

export const onDingTalk = (emulator: DingtalkEmulator): Vendor => ({
  platform: 'dingtalk',
  add: (person) => emulator.people.add(person).userId,
  group: (name, members) => emulator.chats.create({ name, members, withBot: true }),
});

const NAME = { name: '青山实验学校', shortName: 'QS' } as const;

/** Who stands first in the rail: one of each part of the hazard loop. */
const cast = [
  'class_teacher',
  'safety_office',
  'facility_lead',
  'vice_principal',
  'principal',
  'duty_leader',
  'canteen_manager',
  'gate_guard',
];

/**
 * Fills a school: everybody gets an account at a vendor (with two vendors turn by turn), the roster is imported as the
 * command line would, accounts are found by mobile number over the contact API, and the leaders' and class teachers'
 * groups know their purpose. With two vendors the first has the leaders' group, the second the class teachers'.
 */
export async function fillSampleSchool(
  sample: School,
  [first, second = first]: readonly [Vendor, Vendor?],
): Promise<SampleSchool> {
  const { server, clock } = sample;
  const { organisation } = server.engine;
  const bytes = readFileSync(new URL('./roster.csv', import.meta.url));
  const reading = await readRosterFile('roster.csv', bytes, { places: [] });
  const rows = reading.rows.map(({ feishuId: _feishu, dingtalkId: _dingtalk, ...row }): RosterRow => row);
  const accounts = new Map<string, { readonly vendor: Vendor; readonly userId: string }>();
  for (const [index, row] of inCastOrder(rows).entries()) {
    const vendor = index % 2 === 0 ? second : first;
    const userId = vendor.add({ name: row.name, ...(row.mobile ? { mobile: row.mobile } : {}) });
    accounts.set(row.name, { vendor, userId });
  }

  const schoolId = organisation.change(clock.now(), (context) => {
    const made = context.db.insert(school).values(NAME).returning({ id: school.id }).get();
    const preview = previewRoster(context, {
      schoolId: made.id,
      fileName: 'roster.csv',
      reading: { ...reading, rows },
    });
    confirmRoster(context, { import: preview.import });
    return made.id;
  });
  await sample.settle();

  const classNames = new Map(
    organisation.store.db
      .select({ id: classGroup.id, name: classGroup.name })
      .from(classGroup)
      .all()
      .map((one) => [String(one.id), one.name]),
  );
  // One of each part under 常用: the first of the cast, who stand in front of the rail.
  const leads = new Set(
    cast.flatMap((role) => rows.find((row) => row.roles.some((held) => held.role === role))?.name ?? []),
  );

  const members = (vendor: Vendor, roles: readonly string[]): readonly string[] =>
    rows
      .filter((row) => row.roles.some((held) => roles.includes(held.role)))
      .flatMap((row) => accounts.get(row.name) ?? [])
      .flatMap((account) => (account.vendor === vendor ? [account.userId] : []));
  const groups = [
    {
      name: '平安领导小组',
      vendor: first,
      purpose: 'leading_group',
      roles: ['principal', 'vice_principal', 'safety_office', 'duty_leader'],
    },
    { name: '班主任群', vendor: second, purpose: 'class_teachers', roles: ['class_teacher', 'safety_office'] },
  ] as const;
  for (const group of groups) {
    const { platform } = group.vendor;
    const chatId = group.vendor.group(group.name, members(group.vendor, group.roles));
    organisation.change(clock.now(), (context) => {
      const id = learnGroup(context, { platform, chatId, name: group.name, schoolId });
      const [office] = peopleWithRole(context, schoolId, 'safety_office');
      if (office)
        choosePurpose(
          { ...context, actor: { kind: 'person', person: office.person, platform } },
          { group: id, purpose: group.purpose },
        );
    });
  }
  await sample.settle();

  return {
    schoolId,
    describe(userId) {
      const { store } = organisation;
      const who = whoIs(store, first.platform, userId) ?? whoIs(store, second.platform, userId);
      if (!who) return undefined;
      const [held] = rolesOf(store, who.person);
      const ofClass = held?.scope === 'class' ? classNames.get(held.scopeId) : undefined;
      const role = roleNames[held?.role ?? 'staff'] ?? '教职工';
      return {
        role: ofClass ? `${role} · ${ofClass}` : role,
        group: leads.has(nameOf(store, who.person)) ? '常用' : '更多老师',
      };
    },
  };
}

function inCastOrder(rows: readonly RosterRow[]): readonly RosterRow[] {
  const first = cast.flatMap((role) => rows.find((row) => row.roles.some((held) => held.role === role)) ?? []);
  return [...new Set([...first, ...rows])];
}
