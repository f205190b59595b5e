import { and, asc, count, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { GroupPurpose } from '../../cards/school/admin_group.ts';
import type { ReadContext } from '../kernel/context.ts';
import type { Permission } from '../kernel/permission.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { inList } from '../store/in_list.ts';
import { chatGroup, classGroup, identity, person, place, role, school } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

type Reading = Pick<ReadContext, 'db'>;

/** What a school is called until somebody says its name. */
export const UNNAMED_SCHOOL = { name: '我的学校', shortName: 'XX' } as const;
/** What the first administrator is called until the roster or the platform says their name. */
export const UNNAMED_PERSON = '管理员';

/** Every school of the organisation, oldest first. */
export const allSchools = (context: Reading) => context.db.select().from(school).orderBy(asc(school.id)).all();

const officeSchools = prepared((db) =>
  db
    .selectDistinct({ schoolId: role.schoolId })
    .from(role)
    .innerJoin(person, eq(person.id, role.personId))
    .where(
      and(eq(role.personId, sql.placeholder('person')), eq(role.role, 'safety_office'), eq(person.state, 'active')),
    )
    .orderBy(asc(role.schoolId))
    .prepare(),
);

/** The schools in which somebody is the safety office. */
export const schoolsAsSafetyOffice = (context: Reading, id: PersonId): readonly number[] =>
  officeSchools(context.db)
    .all({ person: id })
    .map((row) => row.schoolId);

/** Who is the safety office of any of the schools; of every school when none is named. */
export const safetyOffices = (context: Reading, schools: readonly number[] = []): readonly PersonId[] =>
  context.db
    .selectDistinct({ person: person.id })
    .from(role)
    .innerJoin(person, eq(person.id, role.personId))
    .where(
      and(
        eq(role.role, 'safety_office'),
        eq(person.state, 'active'),
        schools.length > 0 ? inList(role.schoolId, schools) : undefined,
      ),
    )
    .orderBy(asc(person.id))
    .all()
    .map((row) => row.person);

/**
 * The safety office of whichever school: for strangers and groups that belong to no school yet. The verb checks again
 * once it knows which school is meant.
 */
export const safetyOfficeAnywhere: Permission<{ schoolId: number }> = {
  says: '安全办',
  allows: (context, id) => schoolsAsSafetyOffice(context, id).length > 0,
};

const reachableOffice = prepared((db) =>
  db
    .select({ person: person.id })
    // School by school: asked at every tick, and a district has thousands of people.
    .from(school)
    .crossJoin(role)
    .innerJoin(person, eq(person.id, role.personId))
    .innerJoin(identity, eq(identity.personId, person.id))
    .where(
      and(
        eq(role.schoolId, school.id),
        eq(role.role, 'safety_office'),
        eq(person.state, 'active'),
        eq(identity.state, 'active'),
      ),
    )
    .limit(1)
    .prepare(),
);

/** Somebody is the safety office and has an account: the product can be run from the chat. */
export const hasReachableSafetyOffice = (context: Reading): boolean => reachableOffice(context.db).get() !== undefined;

/** Some people of the organisation are on one platform and some on the other. */
export const isOnBothPlatforms = (context: Reading): boolean =>
  context.db.selectDistinct({ platform: identity.platform }).from(identity).where(eq(identity.state, 'active')).all()
    .length > 1;

const classes = prepared((db) =>
  db
    .select()
    .from(classGroup)
    .where(eq(classGroup.schoolId, sql.placeholder('school')))
    .orderBy(asc(classGroup.id))
    .prepare(),
);

/** The classes of a school by grade and number as they were entered. `grade` is e.g. 八年级 (formatGrade). */
export const classesOf = (context: Reading, schoolId: number) => classes(context.db).all({ school: schoolId });

/** The named places of a school; `kind` is a place kind of domain/hazards.md §1. */
export const placesOf = (context: Reading, schoolId: number) =>
  context.db.select().from(place).where(eq(place.schoolId, schoolId)).orderBy(asc(place.id)).all();

const groups = prepared((db) =>
  db
    .select({ id: chatGroup.id, platform: chatGroup.platform, chatId: chatGroup.chatId, name: chatGroup.name })
    .from(chatGroup)
    .where(
      and(
        eq(chatGroup.schoolId, sql.placeholder('school')),
        eq(chatGroup.purpose, sql.placeholder('purpose')),
        eq(chatGroup.state, 'active'),
      ),
    )
    .orderBy(asc(chatGroup.id))
    .prepare(),
);

/** The groups the bot is in that were chosen for a purpose, the longest known first. */
export const groupsFor = (context: Reading, schoolId: number, purpose: GroupPurpose) =>
  groups(context.db).all({ school: schoolId, purpose });

/**
 * The groups a message for a purpose goes to: on each platform the longest known one, since a school on both has people
 * who only see one of them. `once` ends a dedupe key: empty for the first, the platform's name for the other.
 */
export function groupOnEach(context: Reading, schoolId: number, purpose: GroupPurpose) {
  const found = groupsFor(context, schoolId, purpose);
  const firsts = found.filter((one) => found.find((other) => other.platform === one.platform) === one);
  return firsts.map((one, index) => ({ ...one, once: index === 0 ? '' : `:${one.platform}` }));
}

/** Groups somebody of this school should still say the purpose of; groups that belong to no school yet are among them. */
export const groupsWithoutPurpose = (context: Reading, schoolId: number) =>
  context.db
    .select({ id: chatGroup.id })
    .from(chatGroup)
    .where(
      and(
        isNull(chatGroup.purpose),
        eq(chatGroup.state, 'active'),
        sql`coalesce(${chatGroup.schoolId}, ${schoolId}) = ${schoolId}`,
      ),
    )
    .orderBy(asc(chatGroup.id))
    .all();

/** How far a school is set up: people with a role, and groups with a purpose. */
export function setupOf(context: Reading, schoolId: number): { readonly people: number; readonly groups: number } {
  const people = context.db
    .select({ total: sql<number>`count(distinct ${role.personId})` })
    .from(role)
    .innerJoin(person, eq(person.id, role.personId))
    .where(and(eq(role.schoolId, schoolId), eq(person.state, 'active')))
    .get();
  const claimed = context.db
    .select({ total: count() })
    .from(chatGroup)
    .where(and(eq(chatGroup.schoolId, schoolId), eq(chatGroup.state, 'active'), isNotNull(chatGroup.purpose)))
    .get();
  return { people: people?.total ?? 0, groups: claimed?.total ?? 0 };
}

/**
 * Active people with a mobile number and no account on a platform (or, asked so, on none at all): whom the contact
 * lookup should find. In order of entry.
 */
export const peopleWithoutAccount = (
  context: Reading,
  platform: PlatformName,
  onNone = false,
): readonly { readonly person: PersonId; readonly mobile: string }[] =>
  context.db
    .select({ person: person.id, mobile: sql<string>`${person.mobile}` })
    .from(person)
    .leftJoin(
      identity,
      and(
        eq(identity.personId, person.id),
        onNone ? undefined : eq(identity.platform, platform),
        eq(identity.state, 'active'),
      ),
    )
    .where(and(eq(person.state, 'active'), isNotNull(person.mobile), ne(person.mobile, ''), isNull(identity.userId)))
    .orderBy(asc(person.id))
    .all();

/** Names of a school's people with no account anywhere: nothing reaches them. In order of entry. */
export const peopleNotJoined = (context: Reading, schoolId: number): readonly string[] =>
  context.db
    .selectDistinct({ id: person.id, name: person.name })
    .from(person)
    .innerJoin(role, and(eq(role.personId, person.id), eq(role.schoolId, schoolId)))
    .leftJoin(identity, and(eq(identity.personId, person.id), eq(identity.state, 'active')))
    .where(and(eq(person.state, 'active'), isNull(identity.userId)))
    .orderBy(asc(person.id))
    .all()
    .map((one) => one.name);
