/**
 * Records beside the tasks of duties that end: hazards, drills, and pictures nobody put to anything. The catalogue's own
 * periods hold (domain/duties.md §2 hazard-report and evacuation-drill: K5); domain/hazards.md and drills.md state no
 * other. Kept for good: major hazards and listed ones (major-hazard-report KP), roll-calls and drills of a real event
 * (incident-report KP), and whatever is not ended. Pictures without a record have no period anywhere: as long as the
 * shortest, K1, since they are evidence of nothing.
 */
import { and, eq, exists, inArray, isNotNull, isNull, lt, ne, not, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { dutyById } from '../duties/catalogue/index.ts';
import type { ReadContext } from '../kernel/context.ts';
import { instantOf } from '../kernel/time.ts';
import {
  draft,
  drill,
  drillFinding,
  drillStep,
  hazard,
  hazardStep,
  photo,
  role,
  supervision,
} from '../store/schema/index.ts';
import { expiryOf } from './retention_rules.ts';

type Reading = Pick<ReadContext, 'db' | 'timeZone'>;

export type RecordKind = 'drills' | 'hazards' | 'photos';

interface Rule {
  readonly kind: RecordKind;
  readonly name: string;
  readonly code: string;
}
const codeOf = (duty: string): string => dutyById(duty)?.retention ?? '';

/** In the order in which they go: what a drill points to goes after it. */
export const recordKinds: readonly Rule[] = [
  { kind: 'drills', name: '演练记录', code: codeOf('evacuation-drill') },
  { kind: 'hazards', name: '隐患', code: codeOf('hazard-report') },
  { kind: 'photos', name: '没附到记录的照片', code: 'K1' },
];

const ruleOf = (kind: RecordKind): Rule => {
  const rule = recordKinds.find((one) => one.kind === kind);
  if (!rule) throw new Error(`records.kind: no rule for ${kind} (who: developer)`);
  return rule;
};

/** What fell due before this day is over, for a retention code; undefined when it is kept. */
const boundaryOf = (code: string, today: string): string | undefined => expiryOf(code, today)?.before;

const beginningOf = (context: Reading, day: string): number => instantOf(day, '00:00', context.timeZone);

/** States a hazard does not leave (domain/hazards.md §4.1); `withdrawn` was never a record. */
const ended = ['closed', 'merged', 'not_hazard', 'transferred', 'withdrawn'] as const;

/** What is past its time of a kind, as of a day; undefined when the kind is kept. */
export function pastOf(context: Reading, schoolId: number, kind: RecordKind, today: string): SQL | undefined {
  const before = boundaryOf(ruleOf(kind).code, today);
  if (before === undefined) return undefined;
  if (kind === 'drills') return expiredDrills(context, schoolId, before);
  return kind === 'hazards'
    ? expiredHazards(context, schoolId, before, today)
    : expiredPhotos(context, schoolId, before);
}

/** Drills, held or not, that are over: not of a real event, and nothing was done about them since. */
function expiredDrills(context: Reading, schoolId: number, before: string): SQL | undefined {
  const from = beginningOf(context, before);
  return and(
    eq(drill.schoolId, schoolId),
    eq(drill.kind, 'drill'),
    ne(drill.state, 'running'),
    isNull(drill.realAt),
    isNull(drill.incidentId),
    lt(sql`coalesce(${drill.startedAt}, ${drill.plannedAt})`, from),
    not(
      exists(
        context.db
          .select({ one: sql`1` })
          .from(drillStep)
          .where(and(eq(drillStep.drillId, drill.id), sql`${drillStep.at} >= ${from}`)),
      ),
    ),
  );
}

/** Tasks, or hazards, that the findings of drills which stay point to. */
export function pointedToBy(context: Reading, schoolId: number, today: string, to: 'taskId' | 'hazardId') {
  const column = drillFinding[to];
  const before = boundaryOf(ruleOf('drills').code, today);
  const gone = before === undefined ? undefined : expiredDrills(context, schoolId, before);
  return context.db
    .select({ id: column })
    .from(drillFinding)
    .where(
      and(
        isNotNull(column),
        gone && notInArray(drillFinding.drillId, context.db.select({ id: drill.id }).from(drill).where(gone)),
      ),
    );
}

/** Hazards that ended, and about which nothing was done since; never a major one or one that was listed. */
function expiredHazards(context: Reading, schoolId: number, before: string, today: string): SQL | undefined {
  const from = beginningOf(context, before);
  return and(
    eq(hazard.schoolId, schoolId),
    inArray(hazard.state, ended),
    ne(hazard.severity, 'major'),
    or(isNull(hazard.major), eq(hazard.major, 'lowered')),
    lt(hazard.reportedAt, from),
    not(
      exists(
        context.db
          .select({ one: sql`1` })
          .from(hazardStep)
          .where(and(eq(hazardStep.hazardId, hazard.id), sql`${hazardStep.at} >= ${from}`)),
      ),
    ),
    notInArray(hazard.id, context.db.select({ id: supervision.hazardId }).from(supervision)),
    notInArray(hazard.id, pointedToBy(context, schoolId, today, 'hazardId')),
  );
}

/** Pictures of people of the school, or of people who are in no school any more, that belong to nothing. */
function expiredPhotos(context: Reading, schoolId: number, before: string): SQL | undefined {
  const works = (where?: SQL): SQL =>
    exists(
      context.db
        .select({ one: sql`1` })
        .from(role)
        .where(and(eq(role.personId, photo.personId), where)),
    );
  return and(
    isNull(photo.hazardId),
    lt(photo.at, beginningOf(context, before)),
    or(works(eq(role.schoolId, schoolId)), not(works())),
    or(
      isNull(photo.draftId),
      inArray(
        photo.draftId,
        context.db
          .select({ id: draft.id })
          .from(draft)
          .where(and(ne(draft.state, 'open'), isNull(draft.taskId), isNull(draft.hazardId), isNull(draft.drillId))),
      ),
    ),
  );
}
