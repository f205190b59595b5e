import { and, asc, eq, sql } from 'drizzle-orm';
import type { PersonId, PersonOption } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { inList } from '../store/in_list.ts';
import { identity, person, role, school } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

type Reading = Pick<ReadContext, 'db'>;

const byAccount = prepared((db) =>
  db
    .select({
      person: person.id,
      name: person.name,
      directChatId: identity.directChatId,
      greetedAt: identity.greetedAt,
    })
    .from(identity)
    .innerJoin(person, eq(person.id, identity.personId))
    .where(
      and(
        eq(identity.platform, sql.placeholder('platform')),
        eq(identity.userId, sql.placeholder('userId')),
        eq(identity.state, 'active'),
        eq(person.state, 'active'),
      ),
    )
    .prepare(),
);

/** Whose account this is; undefined for strangers and for people who left. */
export const whoIs = (context: Reading, platform: PlatformName, userId: string) =>
  byAccount(context.db).get({ platform, userId });

const nameById = prepared((db) =>
  db
    .select({ name: person.name })
    .from(person)
    .where(eq(person.id, sql.placeholder('id')))
    .prepare(),
);

/** The person's name; 已离校的老师 never appears as a gap in a sentence, so the name stays after somebody left. */
export const nameOf = (context: Reading, id: PersonId | null | undefined): string =>
  id == null ? '—' : (nameById(context.db).get({ id })?.name ?? '—');

/** How roles are called in a school (domain/glossary.md). */
export const roleNames: Readonly<Record<string, string>> = {
  principal: '校长',
  vice_principal: '分管副校长',
  // Whoever keeps it, 主任 or 安全员: the roster's title is not kept, and the wrong one would promote somebody.
  safety_office: '安全办',
  duty_leader: '带班领导',
  duty_staff: '值班员',
  class_teacher: '班主任',
  subject_teacher: '任课教师',
  grade_lead: '年级组长',
  duty_teacher: '护导教师',
  moral_lead: '德育主任',
  facility_lead: '总务主任',
  canteen_manager: '食堂管理员',
  lab_keeper: '实验员',
  dorm_keeper: '生活教师',
  school_doctor: '校医',
  counselor: '心理教师',
  gate_guard: '门卫',
  security_captain: '保安队长',
  bus_manager: '校车管理员',
  bus_attendant: '照管员',
  law_vice_principal: '法治副校长',
  office_lead: '办公室主任',
  staff: '教职工',
};

const rolesById = prepared((db) =>
  db
    .select({ role: role.role, schoolId: role.schoolId, scope: role.scope, scopeId: role.scopeId })
    .from(role)
    .where(eq(role.personId, sql.placeholder('id')))
    .orderBy(asc(role.id))
    .prepare(),
);

export const rolesOf = (context: Reading, id: PersonId) => rolesById(context.db).all({ id });

/** The schools somebody works at, in the order their roles were entered. */
export const schoolsOf = (context: Reading, id: PersonId): readonly number[] => [
  ...new Set(rolesOf(context, id).map((held) => held.schoolId)),
];

/** The school a person acts for when nothing says otherwise: the first they were entered for. */
export const schoolOf = (context: Reading, id: PersonId): number | undefined => schoolsOf(context, id)[0];

export const schoolById = (context: Reading, id: number) =>
  context.db.select().from(school).where(eq(school.id, id)).get();

/** Ends of school names that tell no school from another. */
const COMMON_END = /(实验|中心|附属)?(小学|中学|学校|幼儿园|校区)$/;

/**
 * The school somebody of several means: the one whose name their words hold (the whole name, or what is its own:
 * 绿水 of 绿水实验学校), else the first they were entered for.
 */
export function schoolMeant(context: Reading, id: PersonId, words: string): number | undefined {
  const schools = schoolsOf(context, id);
  if (schools.length < 2 || words === '') return schools[0];
  const named = schools.find((one) => {
    const name = schoolById(context, one)?.name ?? '';
    const own = name.replace(COMMON_END, '');
    return name !== '' && (words.includes(name) || (own.length >= 2 && words.includes(own)));
  });
  return named ?? schools[0];
}

const holders = prepared((db) =>
  db
    .selectDistinct({ person: person.id, name: person.name })
    .from(role)
    .innerJoin(person, eq(person.id, role.personId))
    .where(
      and(
        eq(role.schoolId, sql.placeholder('school')),
        eq(role.role, sql.placeholder('role')),
        eq(person.state, 'active'),
      ),
    )
    .orderBy(asc(person.id))
    .prepare(),
);

/** Everybody who holds a role in a school, in order of entry. */
export const peopleWithRole = (context: Reading, schoolId: number, name: string): readonly PersonOption[] =>
  holders(context.db).all({ school: schoolId, role: name });

/** The holders of the first of several roles that anybody holds: 分管副校长, else 校长. */
export function peopleWithFirstRole(
  context: Reading,
  schoolId: number,
  names: readonly string[],
): readonly PersonOption[] {
  for (const name of names) {
    const found = peopleWithRole(context, schoolId, name);
    if (found.length > 0) return found;
  }
  return [];
}

const everybodyOf = prepared((db) =>
  db
    .selectDistinct({ person: person.id, name: person.name })
    .from(role)
    .innerJoin(person, eq(person.id, role.personId))
    .where(and(eq(role.schoolId, sql.placeholder('school')), eq(person.state, 'active')))
    .orderBy(asc(person.id))
    .limit(sql.placeholder('most'))
    .prepare(),
);

/** domain/voice.md §2, person fields. */
const CARD_CANDIDATES = 50;

/** People to choose from: holders of the roles first, then the rest of the school, as many as the form can offer. */
export function candidates(
  context: Reading & Pick<ReadContext, 'candidates'>,
  schoolId: number,
  roles: readonly string[],
  without: readonly PersonId[] = [],
): PersonOption[] {
  const most = context.candidates ?? CARD_CANDIDATES;
  const preferred = roles.flatMap((name) => peopleWithRole(context, schoolId, name));
  // Enough to fill the list also when the first of them are chosen already or left out.
  const everybody = everybodyOf(context.db).all({ school: schoolId, most: most + 150 });
  const chosen = new Map<PersonId, PersonOption>();
  for (const option of [...preferred, ...everybody]) {
    if (!without.includes(option.person) && chosen.size < most) chosen.set(option.person, option);
  }
  return [...chosen.values()];
}

/** The one active person of this name; undefined when there is none, or more than one. */
export function personNamed(context: Reading, name: string): PersonId | undefined {
  const found = context.db
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.name, name.trim()), eq(person.state, 'active')))
    .limit(2)
    .all();
  return found.length === 1 ? found[0]?.id : undefined;
}

/** The accounts a person can be reached at, active ones only. */
export const accountsOf = (context: Reading, ids: readonly PersonId[]) =>
  ids.length === 0
    ? []
    : context.db
        .select({ person: identity.personId, platform: identity.platform, userId: identity.userId })
        .from(identity)
        .where(and(inList(identity.personId, ids), eq(identity.state, 'active')))
        .all();
