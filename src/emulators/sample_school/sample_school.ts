import { readFileSync } from 'node:fs';
import { readRosterFile } from '../../host/errands.ts';
import { choosePurpose, learnGroup } from '../../school/groups.ts';
import { nameOf, peopleWithRole, roleNames, rolesOf, whoIs } from '../../school/people.ts';
import type { RosterRow } from '../../school/roster/model.ts';
import { confirmRoster, previewRoster } from '../../school/roster_import.ts';
import { classGroup, school } from '../../store/schema/index.ts';
import type { Tenant } from './tenant.ts';

/** The sample school of the demo and the screenshots: 40 classes, 90 staff, invented names and numbers. */
export interface SampleSchool {
  readonly schoolId: number;
  /** 班主任 · 初二3班, for the phone's rail; undefined for people the rail leaves out. */
  describe(openId: string): { readonly role: string; readonly group?: string } | undefined;
}

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
 * Fills a tenant: everybody gets an account at the vendor, the roster is imported as the command line would, accounts
 * are found by mobile number over the contact API, and the leaders' and class teachers' groups know their purpose.
 */
export async function fillSampleSchool(tenant: Tenant): Promise<SampleSchool> {
  const { emulator, server, clock } = tenant;
  const { organisation } = server.engine;
  const bytes = readFileSync(new URL('./roster.csv', import.meta.url));
  const reading = await readRosterFile('roster.csv', bytes, { places: [] });
  const rows = reading.rows.map(({ feishuId: _feishu, dingtalkId: _dingtalk, ...row }): RosterRow => row);
  const accounts = new Map<string, string>();
  for (const row of inCastOrder(rows)) {
    const { openId } = emulator.people.add({ name: row.name, ...(row.mobile ? { mobile: row.mobile } : {}) });
    accounts.set(row.name, openId);
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
  await tenant.settle();

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

  const members = (roles: readonly string[]): readonly string[] =>
    rows
      .filter((row) => row.roles.some((held) => roles.includes(held.role)))
      .flatMap((row) => accounts.get(row.name) ?? []);
  const groups = [
    {
      name: '平安领导小组',
      purpose: 'leading_group',
      roles: ['principal', 'vice_principal', 'safety_office', 'duty_leader'],
    },
    { name: '班主任群', purpose: 'class_teachers', roles: ['class_teacher', 'safety_office'] },
  ] as const;
  for (const group of groups) {
    const chatId = emulator.chats.create({ name: group.name, members: members(group.roles), withBot: true });
    organisation.change(clock.now(), (context) => {
      const id = learnGroup(context, { platform: 'feishu', chatId, name: group.name, schoolId });
      const [office] = peopleWithRole(context, schoolId, 'safety_office');
      if (office)
        choosePurpose(
          { ...context, actor: { kind: 'person', person: office.person, platform: 'feishu' } },
          { group: id, purpose: group.purpose },
        );
    });
  }
  await tenant.settle();

  return {
    schoolId,
    describe(openId) {
      const { store } = organisation;
      const who = whoIs(store, 'feishu', openId);
      if (!who) return undefined;
      const held = rolesOf(store, who.person);
      const [first] = held;
      const ofClass = first?.scope === 'class' ? classNames.get(first.scopeId) : undefined;
      const role = roleNames[first?.role ?? 'staff'] ?? '教职工';
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
