import type { PersonId } from '../../cards/model.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf } from '../kernel/time.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { standIn } from '../school/stand_in.ts';
import { drillUnit } from '../store/schema/index.ts';
import type { Unit } from './count.ts';
import { classesTakingPart, partOf } from './part.ts';
import { headsOfClasses, peopleAt, staffOf } from './queries.ts';
import { type Drill, typeOf } from './rules.ts';

/** Visitors still on campus, and people who work there without being in the roster (domain/drills.md §4 ⑥). */
export const VISITORS = '访客及外来人员';

/** Whoever counts at the gate and at the assembly point. */
const countersOf = (context: Pick<ReadContext, 'db'>, of: Drill): readonly PersonId[] => [
  ...new Set([
    ...peopleAt(context, of.id, ['assembly_officer']),
    ...peopleWithFirstRole(context, of.schoolId, ['gate_guard', 'security_captain']).map((one) => one.person),
  ]),
];

/**
 * What is counted: the classes that take part, the places the plan names, the staff, and visitors where somebody at the
 * gate or the assembly point can count them. A drill of a part counts who is in it; its grown-ups are told by number.
 */
export function makeUnits(context: Context, of: Drill): void {
  const staff = staffOf(context, of.schoolId);
  const part = partOf(of);
  const rows: (typeof drillUnit.$inferInsert)[] = classesTakingPart(context, of).map((one) => ({
    drillId: of.id,
    kind: 'class',
    reference: String(one.id),
    name: one.name,
    floor: one.floor ?? '',
    enrolled: one.students,
  }));
  for (const name of part?.places ?? []) rows.push({ drillId: of.id, kind: 'place', reference: name, name });
  // In a drill the staff are counted at the assembly point; for a real event everybody answers for themselves.
  if (of.kind === 'drill')
    rows.push(
      part
        ? { drillId: of.id, kind: 'staff', name: '参加的教职工', enrolled: null }
        : { drillId: of.id, kind: 'staff', name: '教职工', enrolled: staff.length },
    );
  else
    rows.push(
      ...staff.map(({ person, name }) => ({
        drillId: of.id,
        kind: 'person' as const,
        reference: String(person),
        name,
        enrolled: 1,
      })),
    );
  if (!part && countersOf(context, of).length > 0) rows.push({ drillId: of.id, kind: 'visitors', name: VISITORS });
  for (const row of rows) context.db.insert(drillUnit).values(row).onConflictDoNothing().run();
}

/** The card of each unit to whoever can answer for it: heads and who stands in for them, or the colleague. */
export function askUnits(context: Context, of: Drill, units: readonly Unit[], occasion: string): void {
  const heads = headsOfClasses(context, of.schoolId);
  const today = dateOf(context.now, context.timeZone);
  for (const unit of units) {
    for (const person of answerersOf(context, of, unit, { heads, today })) {
      sendCard(
        context,
        'drill.rollcall',
        { unit: unit.id },
        { person },
        {
          lane: 'urgent',
          urge: of.realAt !== null || occasion !== 'start',
          dedupeKey: `drill.rollcall:${unit.id}:${occasion}:${person}`,
        },
      );
    }
  }
}

function answerersOf(
  context: Context,
  of: Drill,
  unit: Unit,
  { heads, today }: { readonly heads: ReadonlyMap<string, readonly PersonId[]>; readonly today: string },
): readonly PersonId[] {
  switch (unit.kind) {
    case 'person':
      return [Number(unit.reference)];
    case 'staff':
      return peopleAt(context, of.id, ['assembly_officer']);
    case 'visitors':
      return countersOf(context, of);
    case 'place':
      return [
        ...new Set([
          ...peopleAt(context, of.id, ['assembly_officer']),
          ...(typeOf(of.type).keepers ?? []).flatMap((role) =>
            peopleWithFirstRole(context, of.schoolId, [role]).map((one) => one.person),
          ),
        ]),
      ];
    case 'class': {
      const own = heads.get(unit.reference) ?? [];
      return [...new Set([...own, ...own.map((head) => standIn(context, head, today, 'lesson'))])];
    }
  }
}
