import { and, eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { cancelTimer, setTimer } from '../kernel/timers.ts';
import { draft } from '../store/schema/index.ts';
import type { HazardReading } from '../understanding/understanding.ts';
import { takePending } from './pending_photos.ts';
import { type Draft, openDraftsOf } from './queries.ts';
import { DRAFT_WAITS_MS } from './rules.ts';

/** What a report draft holds. `words` is everything the person typed, as typed. */
export interface ReportContent {
  readonly schoolId: number;
  readonly words: string;
  readonly reading?: HazardReading;
  /** Two hazards in one message: waits for the person's choice. */
  readonly many?: readonly HazardReading[];
  /** 分开登记 was pressed: each went on in a draft of its own. */
  readonly split?: boolean;
  readonly missing?: readonly ('place' | 'phenomenon')[];
  /** Began with a photo or the bare word; the words came later, and with them a second card. */
  readonly later?: boolean;
  /** The form as it was sent in, while the person decides whether it is the same as one already reported. */
  readonly entered?: ReportEntered;
  /** Told as over, 昨天食堂着火了: the form says what to do if it is not. */
  readonly bygone?: true;
  /** How it was found, for the ledger: 半月排查; 随手报 when left out. */
  readonly source?: string;
  /** The checklist's item it was found by (domain/hazards.md §7). */
  readonly item?: string;
}

export interface ReportEntered {
  readonly description: string;
  readonly place: string;
  readonly detail: string;
  readonly category: string;
  readonly severity: string | undefined;
}

/** What the other drafts hold: they wait for a form and photos about one hazard. */
export interface WorkContent {
  readonly schoolId: number;
}

export const DRAFT_TIMER = 'hazard.draft';
export const draftTopic = (id: number): string => `draft:${id}`;

// Drafts of kind `report` are written with this shape only, in this file and in register.ts.
export const reportOf = (of: Draft): ReportContent => of.content as ReportContent;

export interface NewReport extends ReportContent {
  readonly person: PersonId;
  readonly messageId?: string;
}

/**
 * Opens a report for somebody, or completes the one they just began with a photo. The person gets the prefilled form;
 * unanswered for 15 minutes it becomes a record marked 待补充 (domain/hazards.md §8): nothing said is dropped.
 */
export function startReport(context: Context, report: NewReport): number {
  const { person, messageId, ...content } = report;
  const begun = openDraftsOf(context, person).find((one) => one.kind === 'report' && reportOf(one).words === '');
  const id = begun ? begun.id : insertDraft(context, person, 'report', content, undefined, messageId);
  if (begun) {
    context.db
      .update(draft)
      .set({
        content: { ...content, later: true },
        touchedAt: context.now,
        ...(messageId ? { fromMessageId: messageId } : {}),
      })
      .where(eq(draft.id, begun.id))
      .run();
    refresh(context, draftTopic(begun.id), 'press');
  }
  // A picture, and the next thing said is a hazard: it is a picture of it.
  if (content.words !== '') takePending(context, person, id);
  setTimer(context, DRAFT_TIMER, draftTopic(id), context.now + DRAFT_WAITS_MS);
  const subject = { draft: id, ...(begun ? { later: 1 } : {}) };
  sendCard(context, content.many ? 'hazard.split' : 'hazard.form', subject, { person }, { lane: 'press' });
  return id;
}

/**
 * A report somebody has already answered for by another form, e.g. an item of an inspection round: the form is not sent
 * by itself. Unanswered it becomes a record after the same 15 minutes.
 */
export function prepareReport(context: Context, report: NewReport & { readonly task?: number }): number {
  const { person, task, messageId: _messageId, ...content } = report;
  const id = insertDraft(context, person, 'report', content, undefined, undefined, task);
  setTimer(context, DRAFT_TIMER, draftTopic(id), context.now + DRAFT_WAITS_MS);
  return id;
}

/** Opens a draft for work on a hazard (rectification, recheck), or finds the one that is open. */
export function openWork(
  context: Context,
  person: PersonId,
  kind: 'rectification' | 'recheck',
  hazardId: number,
  schoolId: number,
): number {
  const known = context.db
    .select({ id: draft.id })
    .from(draft)
    .where(and(eq(draft.personId, person), eq(draft.kind, kind), eq(draft.hazardId, hazardId), eq(draft.state, 'open')))
    .get();
  if (known) {
    context.db.update(draft).set({ touchedAt: context.now }).where(eq(draft.id, known.id)).run();
    return known.id;
  }
  return insertDraft(context, person, kind, { schoolId }, hazardId, undefined);
}

function insertDraft(
  context: Context,
  person: PersonId,
  kind: Draft['kind'],
  content: ReportContent | WorkContent,
  hazardId: number | undefined,
  messageId: string | undefined,
  taskId: number | null = null,
): number {
  const { id } = context.db
    .insert(draft)
    .values({
      personId: person,
      kind,
      content,
      hazardId: hazardId ?? null,
      taskId,
      fromMessageId: messageId ?? null,
      createdAt: context.now,
      touchedAt: context.now,
    })
    .returning({ id: draft.id })
    .get();
  return id;
}

export function setReport(context: Context, of: Draft, content: ReportContent): void {
  context.db.update(draft).set({ content, touchedAt: context.now }).where(eq(draft.id, of.id)).run();
}

/** Ends a draft. `done`: it became (part of) a hazard's record; `dropped`: the person did not want it. */
export function endDraft(
  context: Context,
  of: Draft,
  state: 'done' | 'dropped',
  hazardId: number | null = of.hazardId,
): void {
  context.db.update(draft).set({ state, hazardId, touchedAt: context.now }).where(eq(draft.id, of.id)).run();
  cancelTimer(context, DRAFT_TIMER, draftTopic(of.id));
  if (state === 'dropped') record(context, 'hazard.draft_dropped', draftTopic(of.id), { kind: of.kind });
  refresh(context, draftTopic(of.id), 'press');
}

/** Closes every draft about a hazard that can no longer be worked on. */
export function endWork(context: Context, hazardId: number): void {
  context.db
    .update(draft)
    .set({ state: 'dropped', touchedAt: context.now })
    .where(and(eq(draft.hazardId, hazardId), eq(draft.state, 'open')))
    .run();
}
