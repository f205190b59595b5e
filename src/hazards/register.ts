import { eq } from 'drizzle-orm';
import type { FormValues } from '../../cards/fields.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { sendText } from '../kernel/send.ts';
import { peopleWithRole, schoolById, schoolsOf } from '../school/people.ts';
import { hazard, hazardReporter, hazardStep, photo, type Severity } from '../store/schema/index.ts';
import { placedTitle } from '../understanding/title.ts';
import type { HazardReading, PlaceReading } from '../understanding/understanding.ts';
import { change, requireState } from './change.ts';
import { endDraft, type ReportContent, type ReportEntered, reportOf, setReport, startReport } from './draft.ts';
import type { reportForm } from './forms.ts';
import { nextNumber } from './numbers.ts';
import { planTimers } from './plan.ts';
import { refusePrivateWords } from './private_words.ts';
import { type Draft, findDraft, type Hazard, photosOfDraft } from './queries.ts';
import { likelyDuplicates, repeatsOf, sameDetail } from './repeats.ts';
import { idOfTopic, RAISE_REPEATS, topicOf } from './rules.ts';
import { categoryName, categoryOf, isPlaceKind, placeKindOf, readCategoryValue } from './taxonomy.ts';
import { safetyOffice, tell } from './tell.ts';

/**
 * 登记隐患. When the same spot already has an open hazard of the kind, the person is asked once whether it is the same
 * (voice.md 〔hazard.duplicate〕); otherwise it is registered and the safety office gets its triage card.
 */
export function registerHazard(
  context: Context,
  of: Draft,
  values: FormValues<typeof reportForm.declarations>,
): Outcome {
  if (of.state !== 'open') throw new Refused('draft.ended', '这条已经登记过了', '发“我的隐患”可以看到。');
  const chosen = readCategoryValue(values.category);
  if (!chosen) throw new FormRefused('类别请从给出的里面选');
  if (!isPlaceKind(values.place)) throw new FormRefused('部位请从给出的里面选');
  const content = inChosenSchool(context, of, values.school);
  if (values.description !== content.reading?.description) refusePrivateWords(values.description);
  const entered: ReportEntered = { ...values };
  const [same] = likelyDuplicates(context, {
    schoolId: content.schoolId,
    placeKind: values.place,
    placeDetail: values.detail,
    ...chosen,
  });
  if (same && same.sub === chosen.sub && sameDetail(same.placeDetail, values.detail)) {
    setReport(context, of, { ...content, entered });
    return {
      toast: { tone: 'info', text: '像是已报过，请看一眼' },
      become: { card: 'hazard.duplicate', subject: { draft: of.id, hazard: same.id } },
    };
  }
  return registered(context, file(context, findDraft(context, of.id) ?? of, entered, false));
}

/** Somebody of several schools says which one it is about; from then on the draft belongs there. */
function inChosenSchool(context: Context, of: Draft, chosen: string | undefined): ReportContent {
  const content = reportOf(of);
  if (chosen === undefined || Number(chosen) === content.schoolId) return content;
  const schoolId = schoolsOf(context, of.personId).find((id) => id === Number(chosen));
  if (schoolId === undefined) throw new FormRefused('学校请从给出的里面选');
  setReport(context, of, { ...content, schoolId });
  return { ...content, schoolId };
}

/** 单独登记: the person looked and says it is another one. */
export function registerSeparately(context: Context, of: Draft): Outcome {
  if (of.state !== 'open') throw new Refused('draft.ended', '这条已经登记过了', '发“我的隐患”可以看到。');
  const { entered } = reportOf(of);
  if (!entered) throw new Refused('draft.incomplete', '这张卡已过期，请发“待办”');
  return registered(context, file(context, of, entered, false));
}

const registered = (_context: Context, made: Hazard): Outcome => ({
  toast: { tone: 'success', text: `已登记 ${made.number}` },
  become: { card: 'hazard.receipt', subject: { hazard: made.id } },
});

/** 并入这条: the report joins one that is open; its reporter hears of that one from now on. */
export function joinHazard(context: Context, of: Draft, into: Hazard): Outcome {
  if (of.state !== 'open') throw new Refused('draft.ended', '这条已经登记过了', '发“我的隐患”可以看到。');
  requireState(context, into, 'supplement');
  const content = reportOf(of);
  if (content.entered?.severity === 'major_candidate' && into.major === null && into.severity !== 'major') {
    throw new Refused('hazard.join_major', '疑似重大，请单独登记', '安全办认定后会并到一起。');
  }
  addReporter(context, into.id, of.personId);
  takePhotos(context, of.id, into.id, 'before');
  change(context, into, 'joined', {}, { note: content.words || undefined, keepsRevision: true });
  endDraft(context, of, 'done', into.id);
  return {
    toast: { tone: 'success', text: `已并入 ${into.number}` },
    become: { card: 'hazard.receipt', subject: { hazard: into.id } },
  };
}

/** Nobody answered for 15 minutes: what is there becomes a record marked 待补充, for the safety office to complete. */
export function fileUnanswered(context: Context, subject: string): void {
  const of = findDraft(context, idOfTopic(subject));
  if (of?.state !== 'open' || of.kind !== 'report') return;
  const content = reportOf(of);
  const reading = content.reading ?? content.many?.[0];
  if (content.words === '' && content.entered === undefined && photosOfDraft(context, of.id).length === 0) {
    // The word 隐患 and nothing after it: there is nothing to keep.
    endDraft(context, of, 'dropped');
    return;
  }
  const made = file(
    context,
    of,
    content.entered ?? {
      description: [...(content.words || '（只有照片）')].slice(0, 500).join(''),
      place: reading?.place.kind ?? 'school-wide',
      detail: reading?.place.detail ?? '',
      category: reading?.category ? `${reading.category}/${reading.sub ?? ''}` : 'system/',
      severity: reading?.severity,
    },
    true,
  );
  sendText(context, `刚才那条没等到您确认，已按原话登记为 ${made.number}，由安全办补充。`, { person: of.personId });
}

function file(context: Context, of: Draft, entered: ReportEntered, incomplete: boolean): Hazard {
  const content = reportOf(of);
  const { category, sub } = readCategoryValue(entered.category) ?? { category: 'system', sub: '' };
  const candidate = entered.severity === 'major_candidate';
  const chosen: Severity =
    entered.severity === 'general'
      ? 'general'
      : entered.severity === undefined && categoryOf(category)?.severity === 'general'
        ? 'general'
        : 'serious';
  const made = context.db
    .insert(hazard)
    .values({
      schoolId: content.schoolId,
      number: nextNumber(context, schoolById(context, content.schoolId)?.shortName ?? 'XX', context.now),
      state: 'reported',
      title:
        incomplete && content.words === '' && content.entered === undefined
          ? '只有照片，待补充'
          : titleOf(content.reading ?? content.many?.[0], entered, category, sub),
      description: entered.description,
      ...(content.source ? { source: content.source } : {}),
      placeKind: entered.place,
      placeDetail: entered.detail,
      category,
      sub,
      severity: chosen,
      major: candidate ? 'candidate' : null,
      majorTrigger: candidate ? (content.reading?.majorTrigger ?? null) : null,
      incomplete,
      reporterId: of.personId,
      reportedAt: context.now,
    })
    .returning()
    .get();
  const raised = chosen === 'general' && repeatsOf(context, made, RAISE_REPEATS.windowMs) >= RAISE_REPEATS.count;
  const current = raised
    ? context.db.update(hazard).set({ severity: 'serious' }).where(eq(hazard.id, made.id)).returning().get()
    : made;
  context.db
    .insert(hazardStep)
    .values({
      hazardId: made.id,
      at: context.now,
      personId: of.personId,
      kind: 'report',
      note: content.words || entered.description,
      revision: current.revision,
    })
    .run();
  addReporter(context, made.id, of.personId);
  takePhotos(context, of.id, made.id, 'before');
  record(context, 'hazard.report', topicOf(made.id), {
    number: made.number,
    placeKind: made.placeKind,
    category,
    sub,
    severity: current.severity,
    incomplete,
  });
  planTimers(context, current);
  endDraft(context, of, 'done', made.id);
  announce(context, current);
  return current;
}

/** A suspected major one goes to whoever leads now, at once and ringing; the rest to the safety office. */
function announce(context: Context, of: Hazard): void {
  const office = safetyOffice(context, of.schoolId).map((one) => one.person);
  if (of.major !== 'candidate') {
    tell(context, 'hazard.triage', of, office);
    return;
  }
  const leaders = peopleWithRole(context, of.schoolId, 'duty_leader').map((one) => one.person);
  tell(context, 'hazard.major', of, [...office, ...leaders], { lane: 'urgent', urge: true, notBefore: context.now });
}

/** 请分开登记: each of the hazards in one message gets its own draft and form. */
export function splitReport(context: Context, of: Draft): Outcome {
  if (of.state !== 'open') throw new Refused('draft.ended', '这条已经登记过了', '发“我的隐患”可以看到。');
  const content = reportOf(of);
  const many = content.many ?? [];
  setReport(context, of, { ...content, split: true });
  endDraft(context, of, 'dropped');
  many.forEach((reading, index) => {
    const id = startReport(context, {
      person: of.personId,
      schoolId: content.schoolId,
      words: reading.description,
      reading,
    });
    if (index === 0) moveDraftPhotos(context, of.id, id);
  });
  return { toast: { tone: 'success', text: `分成 ${many.length} 条，请逐条看一眼` } };
}

/** 就当一条: one form with the words as typed and the first reading. */
export function keepWhole(context: Context, of: Draft): Outcome {
  if (of.state !== 'open') throw new Refused('draft.ended', '这条已经登记过了', '发“我的隐患”可以看到。');
  const { many, ...content } = reportOf(of);
  const [first] = many ?? [];
  setReport(context, of, first ? { ...content, reading: { ...first, description: content.words } } : content);
  return { become: { card: 'hazard.form', subject: { draft: of.id } } };
}

export function addReporter(context: Context, hazardId: number, personId: number): void {
  context.db.insert(hazardReporter).values({ hazardId, personId }).onConflictDoNothing().run();
}

/** The pictures of a draft become pictures of the hazard. */
export function takePhotos(
  context: Context,
  draftId: number,
  hazardId: number,
  moment: 'before' | 'after' | 'recheck',
): void {
  context.db.update(photo).set({ hazardId, moment }).where(eq(photo.draftId, draftId)).run();
}

function moveDraftPhotos(context: Context, from: number, to: number): void {
  context.db.update(photo).set({ draftId: to }).where(eq(photo.draftId, from)).run();
}

/** 2号楼3层扶手松 as understood; else place and category. At most 14 characters: the lock screen shows no more. */
function titleOf(understood: HazardReading | undefined, entered: ReportEntered, category: string, sub: string): string {
  const { title = '', place } = understood ?? {};
  const text =
    title === '' || !place
      ? `${entered.detail || placeKindOf(entered.place).name}${categoryName(category, sub)}`
      : placedTitle(title, formPlace(place), { kind: entered.place, detail: entered.detail });
  return [...text].slice(0, 14).join('');
}

/** The place as the form was filled with it: without a detail its own name stands there. */
function formPlace(place: PlaceReading): PlaceReading {
  return place.detail === '' && place.kind ? { ...place, detail: placeKindOf(place.kind).name } : place;
}
