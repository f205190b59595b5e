import { z } from 'zod';
import { tidy } from '../../cards/fields.ts';
import {
  droppedReportCard,
  duplicateCard,
  goesOnBelowCard,
  receiptCard,
  reportFormCard,
  splitCard,
  splitDoneCard,
} from '../../cards/hazards/report.ts';
import { majorCard, triageCard, untriagedCard } from '../../cards/hazards/triage.ts';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Entered, type Presentation } from '../kernel/presentation.ts';
import { clockOf } from '../kernel/time.ts';
import { candidates, peopleWithFirstRole, schoolById, schoolsOf } from '../school/people.ts';
import { draftTopic, reportOf } from './draft.ts';
import { reportForm, triageForm } from './forms.ts';
import { hazardCard, hazardReference, viewerOf } from './hazard_card.ts';
import { triageDueAt, waitFor } from './plan.ts';
import { type Draft, findDraft, findHazard, type Hazard, photosOfDraft } from './queries.ts';
import { likelyDuplicates, repeatsOf } from './repeats.ts';
import { MAJOR_DECISION_MS, stateNames } from './rules.ts';
import { categoryOf, categoryOptions, categoryValue, ownerRoles, placeKindOf, readCategoryValue } from './taxonomy.ts';
import { defaultDue } from './triage.ts';
import { backWord, goingWord, lastWord, spanText, viewOf } from './view.ts';

/** `later`: the card that came with the words, after a photo or the bare word had opened the report. */
const draftReference = z.object({ draft: z.number().int(), later: z.literal(1).exactOptional() });
const duplicateReference = z.object({ draft: z.number().int(), hazard: z.number().int() });

/** What to do before anything is filled in; gas first of all (domain/hazards.md §8 no. 3). */
const firstStep = (sub: string | undefined): string =>
  sub === 'gas' ? '先打 119 和燃气公司：关阀、开窗、人撤出，不开关电器。' : '先让学生离开，停用这里。';

function reportFormOf(context: ReadContext, of: Draft, entered: Entered | undefined) {
  const { words, reading, missing, schoolId, bygone } = reportOf(of);
  const schools = schoolsOf(context, of.personId);
  const photos = photosOfDraft(context, of.id).length;
  const category = reading?.category;
  const severity = reading?.severity ?? (category ? categoryOf(category)?.severity : undefined);
  return reportFormCard({
    draft: of.id,
    title: reading?.title || '隐患',
    revision: 1,
    fields: reportForm
      .show(
        {
          school: {
            options: schools.map((id) => ({ value: String(id), text: schoolById(context, id)?.name ?? '' })),
            initial: String(schoolId),
          },
          description: { initial: [...tidy(words || (reading?.description ?? ''))].slice(0, 500).join('') },
          place: { initial: reading?.place.kind },
          detail: {
            initial: reading
              ? reading.place.detail || (reading.place.kind ? placeKindOf(reading.place.kind).name : undefined)
              : undefined,
          },
          category: {
            options: categoryOptions(category),
            initial: category ? categoryValue(category, reading?.sub ?? '') : undefined,
          },
          severity: { initial: severity },
          photos: { count: photos },
        },
        entered?.values,
      )
      .filter((one) => one.name !== 'school' || schools.length > 1),
    photos,
    hasWords: words !== '',
    missing: missing ?? [],
    bygone: bygone === true,
    ...(severity === 'major_candidate' ? { advice: firstStep(reading?.sub) } : {}),
    ...(entered ? { message: entered.message } : {}),
  });
}

const untriaged = (of: Hazard): boolean => of.state === 'reported' || of.state === 'reopened' || of.state === 'triaged';

function triageOf(context: ReadContext, of: Hazard, person: PersonId | undefined, entered: Entered | undefined) {
  const view = viewOf(context, of, person);
  const deciding = untriaged(of) && of.major !== 'candidate';
  const roles = ownerRoles(of.placeKind, of.category);
  const owners = candidates(context, of.schoolId, roles);
  const leaders = candidates(context, of.schoolId, ['vice_principal', 'principal']);
  const back = backWord(context, of);
  const chosen = entered ? readCategoryValue(String(entered.values.category ?? '')) : undefined;
  const dueAt = triageDueAt(context, of, waitFor(context, of, 'triage').since);
  return triageCard({
    hazard: view,
    decideBy: clockOf(dueAt, context.timeZone),
    late: context.now > dueAt,
    repeats: repeatsOf(context, of),
    ...(back ? { back } : {}),
    duplicates: likelyDuplicates(context, { ...of, except: of.id })
      .slice(0, 3)
      .map((one) => ({ number: one.number, text: `${one.title} ${stateNames[one.state]}` })),
    fields: deciding
      ? triageForm.show(
          {
            category: {
              options: categoryOptions(chosen?.category ?? of.category),
              initial: categoryValue(of.category, of.sub),
            },
            severity: {
              options:
                of.major === 'confirmed'
                  ? [{ value: 'major', text: '重大' }]
                  : [
                      { value: 'general', text: '一般' },
                      { value: 'serious', text: '较大' },
                    ],
              initial: of.severity,
            },
            owner: { candidates: owners, initial: owners[0]?.person },
            leader: {
              candidates: leaders,
              initial: peopleWithFirstRole(context, of.schoolId, ['vice_principal', 'principal'])[0]?.person,
            },
            due: { initial: defaultDue(context, of) },
            interim: { initial: of.interim ?? undefined },
          },
          entered?.values,
        )
      : [],
    ...(entered ? { message: entered.message } : {}),
    ...(deciding
      ? {}
      : {
          decided:
            of.major === 'candidate'
              ? '先定是否重大，再派单。'
              : (lastWord(context, of) ?? `现在${stateNames[of.state]}。`),
        }),
  });
}

export const reportPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'hazard.form',
    subject: draftReference,
    topic: (of) => draftTopic(of.draft),
    show: (context, subject, viewer, entered) => {
      const of = findDraft(context, subject.draft);
      if (!of) return undefined;
      if (reportOf(of).later && subject.later === undefined)
        return goesOnBelowCard(photosOfDraft(context, of.id).length);
      if (of.state === 'open') return reportFormOf(context, of, entered);
      const filed = of.hazardId === null ? undefined : findHazard(context, of.hazardId);
      return filed
        ? receiptCard(viewOf(context, filed, viewerOf(viewer)), { mayWithdraw: false })
        : droppedReportCard();
    },
    wanted: (context, subject) => findDraft(context, subject.draft)?.state === 'open',
  }),
  definePresentation({
    card: 'hazard.split',
    subject: draftReference,
    topic: (of) => draftTopic(of.draft),
    show: (context, subject, viewer) => {
      const of = findDraft(context, subject.draft);
      if (!of) return undefined;
      const { many } = reportOf(of);
      if (of.state === 'open' && many) return splitCard(of.id, many);
      if (many && of.state === 'dropped' && reportOf(of).split) return splitDoneCard(many.length);
      const filed = of.hazardId === null ? undefined : findHazard(context, of.hazardId);
      return filed
        ? receiptCard(viewOf(context, filed, viewerOf(viewer)), { mayWithdraw: false })
        : droppedReportCard();
    },
    wanted: (context, subject) => findDraft(context, subject.draft)?.state === 'open',
  }),
  definePresentation({
    card: 'hazard.duplicate',
    subject: duplicateReference,
    topic: (of) => draftTopic(of.draft),
    show: (context, subject, viewer) => {
      const of = findDraft(context, subject.draft);
      const known = findHazard(context, subject.hazard);
      if (!of || !known) return undefined;
      const filed = of.hazardId === null ? undefined : findHazard(context, of.hazardId);
      if (of.state !== 'open')
        return filed
          ? receiptCard(viewOf(context, filed, viewerOf(viewer)), { mayWithdraw: false })
          : droppedReportCard();
      return duplicateCard(
        of.id,
        viewOf(context, known),
        reportOf(of).words || reportOf(of).entered?.description || '',
      );
    },
  }),
  hazardCard(
    'hazard.triage',
    hazardReference,
    (context, of, _view, _subject, person, entered) => triageOf(context, of, person, entered),
    untriaged,
  ),
  hazardCard(
    'hazard.major',
    hazardReference,
    (context, of, view) =>
      majorCard(
        view,
        clockOf(of.reportedAt + MAJOR_DECISION_MS, context.timeZone),
        of.major === 'candidate' && untriaged(of) ? undefined : (lastWord(context, of) ?? '已处理。'),
        context.now > of.reportedAt + MAJOR_DECISION_MS,
        goingWord(context, of),
      ),
    (of) => of.major === 'candidate',
  ),
  hazardCard(
    'hazard.untriaged',
    hazardReference,
    (context, of, view) => untriagedCard(view, spanText(context.now - of.reportedAt)),
    untriaged,
  ),
];
