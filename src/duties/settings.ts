import { and, eq, sql } from 'drizzle-orm';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { inList } from '../store/in_list.ts';
import { classGroup, dutySetting, setting } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { catalogue, dutyById } from './catalogue/index.ts';
import type { Duty } from './duty.ts';
import { type NudgeTimes, readNudgeTimes } from './nudge_times.ts';

/** What a school is, as far as it decides which duties apply (domain/duties.md §1.9). */
export interface SchoolProfile {
  readonly stages: readonly string[];
  readonly boarding: boolean;
  readonly canteen: boolean;
  readonly bus: boolean;
}

/** A duty as one school has it: the catalogue with the school's own changes on top. */
export interface SchoolDuty extends Duty {
  readonly schoolId: number;
  readonly on: boolean;
  /** `shared`: one card in the group that everybody taps; the default for class duties, because it costs one send. */
  readonly reach: 'shared' | 'personal';
  /** The school's wording of the prompt instead of the product's. */
  readonly prompt?: string;
  /** The school's own nudge times; absent: the catalogue's. */
  readonly nudges?: NudgeTimes;
}

const profileKey = (schoolId: number): string => `school:${schoolId}:profile`;

const storedProfile = prepared((db) =>
  db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.key, sql.placeholder('key')))
    .prepare(),
);

const stagesOf = prepared((db) =>
  db
    .selectDistinct({ stage: classGroup.stage })
    .from(classGroup)
    .where(eq(classGroup.schoolId, sql.placeholder('school')))
    .prepare(),
);

/** The school's own word, else what its classes show: stages from the classes, no boarding, a canteen, no bus. */
export function profileOf(context: Pick<ReadContext, 'db'>, schoolId: number): SchoolProfile {
  const stored = storedProfile(context.db).get({ key: profileKey(schoolId) });
  const stages = stagesOf(context.db).all({ school: schoolId });
  const assumed: SchoolProfile = { stages: stages.map((row) => row.stage), boarding: false, canteen: true, bus: false };
  // Written by `changeProfile` only, with this shape.
  return { ...assumed, ...(stored?.value as Partial<SchoolProfile> | undefined) };
}

/** Which of the catalogue's conditions a school meets; an unknown condition applies, since asking once too often is the smaller harm. */
export function applies(condition: string, profile: SchoolProfile): boolean {
  if (condition.startsWith('stage in ')) {
    const wanted = condition.slice('stage in '.length).split(/[,（]/);
    return profile.stages.length === 0 || wanted.some((stage) => profile.stages.includes(stage.trim()));
  }
  if (condition === 'has_boarding') return profile.boarding;
  if (condition === 'has_canteen') return profile.canteen;
  if (condition === 'has_bus') return profile.bus;
  return !condition.startsWith('tenant=district');
}

type Setting = typeof dutySetting.$inferSelect;

/** Most duties: then nobody asks what the school is. */
const ALWAYS = 'always';

function merged(
  duty: Duty,
  schoolId: number,
  own: Setting | undefined,
  profile: () => SchoolProfile,
  nudges: NudgeTimes | undefined,
): SchoolDuty {
  const on = (own?.on ?? duty.preset) && (duty.appliesIf === ALWAYS || applies(duty.appliesIf, profile()));
  const at = (moment: Duty['opens'], clock: string | null | undefined): Duty['opens'] =>
    clock ? { ...moment, clock } : moment;
  return {
    ...duty,
    schoolId,
    on,
    reach: own?.reach ?? (duty.scope === 'class' ? 'shared' : 'personal'),
    opens: at(duty.opens, own?.openAt),
    due: at(duty.due, own?.dueAt),
    roles: own?.role ? [own.role, ...duty.roles.filter((role) => role !== own.role)] : duty.roles,
    // Checked against the floor when it was set.
    cadence: (own?.cadence as Duty['cadence'] | null | undefined) ?? duty.cadence,
    ...(own?.prompt ? { prompt: own.prompt } : {}),
    ...(nudges ? { nudges } : {}),
  };
}

const nudgesKey = (schoolId: number, dutyId: string): string => `school:${schoolId}:nudges:${dutyId}`;

const settingByKey = prepared((db) =>
  db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.key, sql.placeholder('key')))
    .prepare(),
);

const nudgesOf = (context: Pick<ReadContext, 'db'>, schoolId: number, dutyId: string): NudgeTimes | undefined =>
  readNudgeTimes(settingByKey(context.db).get({ key: nudgesKey(schoolId, dutyId) })?.value);

const settingByDuty = prepared((db) =>
  db
    .select()
    .from(dutySetting)
    .where(and(eq(dutySetting.schoolId, sql.placeholder('school')), eq(dutySetting.dutyId, sql.placeholder('duty'))))
    .prepare(),
);

const settingOf = (context: Pick<ReadContext, 'db'>, schoolId: number, dutyId: string): Setting | undefined =>
  settingByDuty(context.db).get({ school: schoolId, duty: dutyId });

/** One duty of a school, on or off; undefined for an id the catalogue does not have. */
export const schoolDuty = (
  context: Pick<ReadContext, 'db'>,
  schoolId: number,
  dutyId: string,
): SchoolDuty | undefined => dutyFinder(context, schoolId)(dutyId);

/** A school's duties by id, on or off; undefined for an id the catalogue does not have. */
export type DutyFinder = (dutyId: string) => SchoolDuty | undefined;

/** Finds a school's duties, each read once when it is first asked for. A snapshot: ask for a new one after a change. */
export function dutyFinder(context: Pick<ReadContext, 'db'>, schoolId: number): DutyFinder {
  const known = new Map<string, SchoolDuty>();
  let profile: SchoolProfile | undefined;
  return (dutyId) => {
    const found = known.get(dutyId);
    if (found) return found;
    const duty = dutyById(dutyId);
    if (!duty) return undefined;
    const [own, nudges] = [settingOf(context, schoolId, dutyId), nudgesOf(context, schoolId, dutyId)];
    const made = merged(duty, schoolId, own, () => (profile ??= profileOf(context, schoolId)), nudges);
    known.set(dutyId, made);
    return made;
  };
}

/** Every duty of the catalogue as the school has it. */
export function dutiesOf(context: Pick<ReadContext, 'db'>, schoolId: number): readonly SchoolDuty[] {
  const profile = profileOf(context, schoolId);
  const own = new Map(
    context.db
      .select()
      .from(dutySetting)
      .where(eq(dutySetting.schoolId, schoolId))
      .all()
      .map((row) => [row.dutyId, row]),
  );
  const keys = new Map(catalogue.map((duty) => [nudgesKey(schoolId, duty.id), duty.id]));
  const nudges = new Map(
    context.db
      .select()
      .from(setting)
      .where(inList(setting.key, [...keys.keys()]))
      .all()
      .map((row) => [keys.get(row.key), readNudgeTimes(row.value)]),
  );
  return catalogue.map((duty) => merged(duty, schoolId, own.get(duty.id), () => profile, nudges.get(duty.id)));
}

export type DutyChange = Partial<Pick<Setting, 'on' | 'openAt' | 'dueAt' | 'role' | 'prompt' | 'reach' | 'cadence'>>;

/** Writes what the school wants; the caller checked permission and floor, and re-plans the duty. */
export function changeSetting(context: Context, schoolId: number, dutyId: string, change: DutyChange): void {
  const before = settingOf(context, schoolId, dutyId);
  const on = change.on ?? before?.on ?? dutyById(dutyId)?.preset ?? false;
  context.db
    .insert(dutySetting)
    .values({ schoolId, dutyId, ...before, ...change, on })
    .onConflictDoUpdate({ target: [dutySetting.schoolId, dutySetting.dutyId], set: { ...change, on } })
    .run();
  record(context, 'duty.setting', `school:${schoolId}`, { duty: dutyId, change });
}

/** Writes a school's own nudge times, or with undefined goes back to the catalogue's; the caller checked both. */
export function changeNudges(context: Context, schoolId: number, dutyId: string, nudges: NudgeTimes | undefined): void {
  const key = nudgesKey(schoolId, dutyId);
  if (nudges === undefined) context.db.delete(setting).where(eq(setting.key, key)).run();
  else
    context.db
      .insert(setting)
      .values({ key, value: nudges })
      .onConflictDoUpdate({ target: setting.key, set: { value: nudges } })
      .run();
  record(context, 'duty.nudges', `school:${schoolId}`, { duty: dutyId, nudges: nudges ?? null });
}
