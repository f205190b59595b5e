import { eq } from 'drizzle-orm';
import type { ReadContext } from '../../kernel/context.ts';
import { place } from '../../store/schema/index.ts';
import { profileOf, type SchoolProfile } from '../settings.ts';

type Reading = Pick<ReadContext, 'db'>;

/** Kinds of places only some schools have; a place of the kind in the roster says yes as well. */
const onlyWhere: Readonly<Record<string, (profile: SchoolProfile) => boolean>> = {
  dorm: (profile) => profile.boarding,
  canteen: (profile) => profile.canteen,
  'boiler-gas': (profile) => profile.canteen || profile.boarding,
  bus: (profile) => profile.bus,
  'kids-facility': (profile) => profile.stages.includes('kindergarten'),
  lab: (profile) => profile.stages.some((stage) => stage === 'junior' || stage === 'senior'),
  'construction-site': () => false,
};

/** Which of the named kinds of places a school has, in the order they were named. */
export function placeKindsHere(context: Reading, schoolId: number, kinds: readonly string[]): readonly string[] {
  const profile = profileOf(context, schoolId);
  const known = new Set(
    context.db
      .selectDistinct({ kind: place.kind })
      .from(place)
      .where(eq(place.schoolId, schoolId))
      .all()
      .map((row) => row.kind),
  );
  return kinds.filter((kind) => known.has(kind) || (onlyWhere[kind]?.(profile) ?? true));
}
