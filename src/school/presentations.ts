import { z } from 'zod';
import type { PersonId } from '../../cards/model.ts';
import { adminGroupCard } from '../../cards/school/admin_group.ts';
import { adminKnockCard } from '../../cards/school/admin_knock.ts';
import { adminRosterCard } from '../../cards/school/admin_roster.ts';
import { adminSchoolCard } from '../../cards/school/admin_school.ts';
import { adminTestCard } from '../../cards/school/admin_test_card.ts';
import { adminUndeliveredCard } from '../../cards/school/admin_undelivered.ts';
import { helpCard } from '../../cards/school/help.ts';
import { pairedCard } from '../../cards/school/paired.ts';
import { unknownCard } from '../../cards/school/unknown.ts';
import { welcomeCard } from '../../cards/school/welcome.ts';
import type { ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { definePresentation, type Presentation, type Viewer } from '../kernel/presentation.ts';
import { dateOf, momentText, shortDay } from '../kernel/time.ts';
import { adminQuota } from './budget_warning.ts';
import { describePerson } from './describe_person.ts';
import { groupById, groupTopic } from './groups.ts';
import { knockById, knockTopic, namesakes } from './knock.ts';
import { linkPresentations } from './link/presentations.ts';
import { platformNames } from './link/rules.ts';
import { roleNames, rolesOf, schoolById } from './people.ts';
import { isOnBothPlatforms, schoolsAsSafetyOffice, setupOf, UNNAMED_SCHOOL } from './queries.ts';
import { importById, rosterTopic } from './roster_import.ts';
import { schoolTopic } from './school_settings.ts';
import { lastCardTest, testCardTopic } from './test_card.ts';
import { undelivered, undeliveredTopic } from './undelivered.ts';

const id = z.number().int().positive();

/** Cards for the safety office show nothing to anybody else, also not to somebody who no longer is it. */
const isOffice = (context: ReadContext, viewer: Viewer, schoolId: number): boolean =>
  viewer.kind === 'person' && hasRole(context, viewer.person, schoolId, 'safety_office');

const officeSchools = (context: ReadContext, viewer: Viewer): readonly number[] =>
  viewer.kind === 'person' ? schoolsAsSafetyOffice(context, viewer.person) : [];

const nothing = z.object({});

const help = definePresentation({
  card: 'help',
  subject: nothing,
  topic: () => 'help',
  show: (context, _subject, viewer) =>
    helpCard({ office: officeSchools(context, viewer).length > 0, both: isOnBothPlatforms(context) }),
});

const unknown = definePresentation({
  card: 'unknown',
  subject: nothing,
  topic: () => 'unknown',
  show: () => unknownCard(),
  // Somebody who was let in meanwhile is not told to come in.
  wanted: (_context, _subject, viewer) => viewer.kind === 'stranger',
});

/** What somebody is called by their first role; 教职工 where they have none or one without a name. */
const mainRole = (context: ReadContext, person: PersonId): string => {
  const held = rolesOf(context, person).find((one) => one.role !== 'staff' && roleNames[one.role] !== undefined);
  return (held && roleNames[held.role]) ?? '教职工';
};

const welcome = definePresentation({
  card: 'welcome',
  subject: z.object({ person: id }),
  topic: ({ person }) => `person:${person}`,
  show: (context, { person }) => welcomeCard({ role: mainRole(context, person) }),
});

const paired = definePresentation({
  card: 'paired',
  subject: z.object({ school: id }),
  topic: ({ school }) => schoolTopic(school),
  show(context, { school }, viewer) {
    const row = schoolById(context, school);
    if (!row || !isOffice(context, viewer, school)) return undefined;
    const unnamed = row.name === UNNAMED_SCHOOL.name || row.shortName === UNNAMED_SCHOOL.shortName;
    return pairedCard({ school, unnamed, schoolName: row.name, ...setupOf(context, school) });
  },
});

const adminSchool = definePresentation({
  card: 'admin.school',
  subject: z.object({ school: id }),
  topic: ({ school }) => schoolTopic(school),
  show(context, { school }, viewer, entered) {
    const row = schoolById(context, school);
    if (!row || !isOffice(context, viewer, school)) return undefined;
    return adminSchoolCard({ school, name: row.name, shortName: row.shortName, ...(entered ? { entered } : {}) });
  },
});

const adminKnock = definePresentation({
  card: 'admin.knock',
  subject: z.object({ knock: id }),
  topic: ({ knock }) => knockTopic(knock),
  show(context, { knock }, viewer, entered) {
    const row = knockById(context, knock);
    const schools = officeSchools(context, viewer);
    if (!row || schools.length === 0) return undefined;
    const found = row.claimedName
      ? namesakes(context, row.claimedName, row.platform, schools)
      : { free: [], taken: false };
    return adminKnockCard({
      knock,
      state: row.state,
      name: row.claimedName ?? undefined,
      platform: platformNames[row.platform],
      at: momentText(row.firstAt, context.now, context.timeZone),
      candidates: found.free.slice(0, 20).map((one) => describePerson(context, one.person)),
      nameHasAccount: found.taken,
      ...(entered ? { entered } : {}),
    });
  },
  wanted: (context, { knock }, viewer) => {
    const state = knockById(context, knock)?.state;
    return (state === 'new' || state === 'claimed') && officeSchools(context, viewer).length > 0;
  },
});

const adminGroup = definePresentation({
  card: 'admin.group',
  subject: z.object({ group: id }),
  topic: ({ group }) => groupTopic(group),
  show(context, { group }, viewer) {
    const row = groupById(context, group);
    const schools = officeSchools(context, viewer);
    const may = row?.schoolId ? schools.includes(row.schoolId) : schools.length > 0;
    if (!row || !may) return undefined;
    return adminGroupCard({ group, name: row.name, purpose: row.purpose ?? undefined, left: row.state === 'left' });
  },
});

const adminRoster = definePresentation({
  card: 'admin.roster',
  subject: z.object({ import: id }),
  topic: (subject) => rosterTopic(subject.import),
  show(context, subject, viewer) {
    const row = importById(context, subject.import);
    if (!row || !isOffice(context, viewer, row.schoolId)) return undefined;
    const { problems: toFix, ...summary } = row.summary;
    return adminRosterCard({
      import: row.id,
      state: row.state,
      fileName: row.fileName,
      ...summary,
      toFix,
      problems: row.problems,
    });
  },
});

const adminUndelivered = definePresentation({
  card: 'admin.undelivered',
  subject: z.object({ school: id }),
  topic: ({ school }) => undeliveredTopic(school),
  show(context, { school }, viewer) {
    if (!isOffice(context, viewer, school)) return undefined;
    const today = dateOf(context.now, context.timeZone);
    return adminUndeliveredCard({ school, day: shortDay(today, today), ...undelivered(context, school) });
  },
  wanted: (context, { school }, viewer) => isOffice(context, viewer, school) && undelivered(context, school).total > 0,
});

const adminTest = definePresentation({
  card: 'admin.test-card',
  subject: z.object({ test: id }),
  topic: ({ test }) => testCardTopic(test),
  show(context, { test }, viewer) {
    if (officeSchools(context, viewer).length === 0) return undefined;
    const last = lastCardTest(context);
    const pressedAt = last.test === test ? last.pressedAt : undefined;
    return adminTestCard({
      test,
      outdated: last.test !== test,
      ...(pressedAt === undefined ? {} : { pressedAt: momentText(pressedAt, context.now, context.timeZone) }),
    });
  },
  wanted: (context, { test }, viewer) =>
    lastCardTest(context).test === test && officeSchools(context, viewer).length > 0,
});

export const presentations: readonly Presentation[] = [
  help,
  unknown,
  welcome,
  paired,
  adminSchool,
  adminKnock,
  adminGroup,
  adminRoster,
  adminUndelivered,
  adminTest,
  ...linkPresentations,
  adminQuota,
];
