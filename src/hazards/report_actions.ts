import { z } from 'zod';
import type { PersonId } from '../../cards/model.ts';
import { type Action, defineAction } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { related, staff } from '../kernel/permission.ts';
import { Refused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { endDraft, startReport } from './draft.ts';
import { photoChoiceForm, reportForm } from './forms.ts';
import { ledgerFilters } from './lists.ts';
import type { Photo } from './pending_photos.ts';
import { attachChosen, reportWithPhoto } from './photo_choice.ts';
import { readChoice } from './photo_targets.ts';
import { findPhoto } from './photos.ts';
import { type Draft, findHazard } from './queries.ts';
import { joinHazard, keepWhole, registerHazard, registerSeparately, splitReport } from './register.ts';

import { control, draftOwner, draftSubject, id, own } from './who.ts';

const onDraft = (name: string, run: (context: Context, of: Draft) => ReturnType<Action['press']>): Action =>
  defineAction({
    name,
    reference: z.object({ draft: id }),
    subject: draftSubject,
    who: draftOwner,
    run: (context, { subject }) => run(context, subject),
  });

const photoSender = related<{ schoolId: number; row: Photo }>('发照片的人', (person, of) => of.row.personId === person);

interface PhotoReference {
  readonly photo: number;
  readonly draft?: number;
  readonly hazard?: number;
}

const sentPhoto = (context: Context, reference: PhotoReference, person: PersonId) => {
  const row = findPhoto(context, reference.photo);
  const of = own(context, person);
  return row && of && { ...reference, ...of, row };
};

/** A report on its way to the register, its pictures, and the lists. */
export const reportActions: readonly Action[] = [
  defineAction({
    name: 'hazard.register',
    reference: z.object({ draft: id }),
    subject: draftSubject,
    who: draftOwner,
    form: reportForm,
    run: (context, { subject, values }) => registerHazard(context, subject, values),
  }),
  onDraft('hazard.register-separately', registerSeparately),
  onDraft('hazard.split', splitReport),
  onDraft('hazard.keep-whole', keepWhole),
  onDraft('hazard.drop', (context, of) => {
    if (of.state !== 'open') throw new Refused('draft.ended', '这条已经登记过了', '发“我的隐患”可以看到。');
    endDraft(context, of, 'dropped');
    return { toast: { tone: 'info', text: '没有上报' } };
  }),
  defineAction({
    name: 'hazard.join',
    reference: z.object({ draft: id, hazard: id }),
    subject: (context, reference) => {
      const of = draftSubject(context, reference);
      const into = findHazard(context, reference.hazard);
      return of && into && into.schoolId === of.schoolId ? { ...of, into } : undefined;
    },
    who: draftOwner,
    run: (context, { subject }) => joinHazard(context, subject, subject.into),
  }),
  defineAction({
    name: 'hazard.start',
    reference: z.object({}),
    subject: (context, _reference, person) => own(context, person),
    who: staff,
    run: (context, { subject, person }) => {
      startReport(context, { person, schoolId: subject.schoolId, words: '' });
      return {};
    },
  }),

  defineAction({
    name: 'hazard.mine',
    reference: z.object({ closed: z.number().int().default(0), page: z.number().int().default(0) }),
    subject: (context, reference, person) => {
      const of = own(context, person);
      return of && { ...of, ...reference };
    },
    who: staff,
    run: (_context, { subject }) => ({
      become: { card: 'hazard.mine', subject: { closed: subject.closed, page: subject.page } },
    }),
  }),
  defineAction({
    name: 'hazard.show_ledger',
    reference: z.object({ school: id, filter: z.enum(ledgerFilters) }),
    subject: (_context, reference) => ({ schoolId: reference.school, filter: reference.filter }),
    who: control,
    // Pressed on a shared card: the list comes to whoever pressed, the card stays.
    run: (context, { subject, person }) => {
      sendCard(
        context,
        'hazard.ledger',
        { school: subject.schoolId, filter: subject.filter, page: 0 },
        { person },
        { lane: 'press' },
      );
      return { toast: { tone: 'info', text: '清单私聊发给您了' } };
    },
  }),
  defineAction({
    name: 'hazard.ledger',
    reference: z.object({
      school: id,
      filter: z.enum(ledgerFilters).default('open'),
      page: z.number().int().default(0),
    }),
    subject: (_context, reference) => ({ schoolId: reference.school, filter: reference.filter, page: reference.page }),
    who: control,
    run: (_context, { subject }) => ({
      become: {
        card: 'hazard.ledger',
        subject: { school: subject.schoolId, filter: subject.filter, page: subject.page },
      },
    }),
  }),
  defineAction({
    name: 'photo.attach',
    reference: z.object({ photo: id, draft: id.exactOptional(), hazard: id.exactOptional() }),
    subject: sentPhoto,
    who: photoSender,
    run: (context, { subject: { row, draft, hazard } }) =>
      attachChosen(context, row, {
        ...(draft === undefined ? {} : { draft }),
        ...(hazard === undefined ? {} : { hazard }),
      }),
  }),
  defineAction({
    name: 'photo.choose',
    reference: z.object({ photo: id }),
    subject: sentPhoto,
    who: photoSender,
    form: photoChoiceForm,
    run: (context, { subject, values }) => attachChosen(context, subject.row, readChoice(values.which)),
  }),
  defineAction({
    name: 'photo.open',
    reference: z.object({ photo: id }),
    subject: sentPhoto,
    who: photoSender,
    run(context, { subject, person }) {
      sendCard(context, 'photo.which', { photo: subject.row.id }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'photo.report',
    reference: z.object({ photo: id }),
    subject: sentPhoto,
    who: photoSender,
    run: (context, { subject }) => reportWithPhoto(context, subject.row, subject.schoolId),
  }),
];
