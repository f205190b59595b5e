import { z } from 'zod';
import { type Action, defineAction } from '../kernel/action.ts';
import { anyOf } from '../kernel/permission.ts';
import {
  authorityForm,
  extensionForm,
  listForm,
  promiseForm,
  reasonForm,
  reassignForm,
  receiptForm,
  recheckerForm,
  recheckForm,
  rectifyForm,
} from './forms.ts';
import { findDraft, findHazard, type Hazard } from './queries.ts';
import {
  changeRechecker,
  consentToClose,
  recheckHazard,
  recordAuthorityReport,
  recordReceipt,
  reopenHazard,
  sendBackPassed,
} from './recheck.ts';
import { delistHazard, listHazard } from './supervise.ts';
import {
  asked,
  button,
  extensionDecider,
  findSubject,
  hazardReference,
  id,
  leaders,
  office,
  owner,
  principal,
  rechecker,
  reporter,
  revision,
} from './who.ts';
import {
  askExtension,
  askHelp,
  beginRectification,
  controlHazard,
  coordinate,
  decideExtension,
  keepOutOfUse,
  promiseHazard,
  reassignHazard,
  rectifyHazard,
  returnHazard,
} from './work.ts';

/** Rectifying, rechecking, closing, supervising. */
export const workActions: readonly Action[] = [
  button('hazard.control', anyOf<Hazard>(owner, office), controlHazard),
  button('hazard.begin-rectification', owner, beginRectification),
  defineAction({
    name: 'hazard.rectify',
    reference: z.object({ hazard: id, draft: id }),
    subject: (context, reference) => {
      const draft = findDraft(context, reference.draft);
      const of = findHazard(context, reference.hazard);
      return of && draft && draft.hazardId === of.id ? { ...of, draft } : undefined;
    },
    who: owner,
    form: rectifyForm,
    revision,
    run: (context, { subject: { draft, ...of }, values }) => rectifyHazard(context, of, draft, values),
  }),
  defineAction({
    name: 'hazard.ask-extension',
    reference: hazardReference,
    subject: findSubject,
    who: owner,
    form: extensionForm,
    revision,
    run: asked('extension', (context, { subject, values }) => askExtension(context, subject, values)),
  }),
  button('hazard.grant-extension', extensionDecider, (context, of) => decideExtension(context, of, true)),
  button('hazard.refuse-extension', extensionDecider, (context, of) => decideExtension(context, of, false)),
  defineAction({
    name: 'hazard.return',
    reference: hazardReference,
    subject: findSubject,
    who: owner,
    form: reasonForm,
    revision,
    run: asked('return', (context, { subject, values }) => returnHazard(context, subject, values.reason)),
  }),
  defineAction({
    name: 'hazard.reassign',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: reassignForm,
    revision,
    run: asked('reassign', (context, { subject, values }) => reassignHazard(context, subject, values)),
  }),
  defineAction({
    name: 'hazard.promise',
    reference: hazardReference,
    subject: findSubject,
    who: owner,
    form: promiseForm,
    run: asked('promise', (context, { subject, values }) => promiseHazard(context, subject, values)),
  }),
  button('hazard.ask-help', owner, askHelp),
  button('hazard.coordinate', leaders, coordinate),
  button('hazard.keep-out-of-use', leaders, keepOutOfUse),

  defineAction({
    name: 'hazard.recheck',
    reference: hazardReference,
    subject: findSubject,
    who: rechecker,
    form: recheckForm,
    revision,
    run: (context, { subject, values }) => recheckHazard(context, subject, values),
  }),
  defineAction({
    name: 'hazard.change-rechecker',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: recheckerForm,
    run: asked('rechecker', (context, { subject, values }) => changeRechecker(context, subject, values.rechecker)),
  }),
  button('hazard.consent', principal, consentToClose),
  defineAction({
    name: 'hazard.send-back',
    reference: hazardReference,
    subject: findSubject,
    who: anyOf<Hazard>(principal, office, rechecker),
    form: reasonForm,
    revision,
    run: asked('send-back', (context, { subject, values }) => sendBackPassed(context, subject, values.reason)),
  }),
  defineAction({
    name: 'hazard.receipt',
    reference: hazardReference,
    subject: findSubject,
    who: office,
    form: receiptForm,
    run: asked('receipt', (context, { subject, values }) => recordReceipt(context, subject, values.receipt)),
  }),
  defineAction({
    name: 'hazard.authority-report',
    reference: hazardReference,
    subject: findSubject,
    who: leaders,
    form: authorityForm,
    run: asked('authority', (context, { subject, values }) => recordAuthorityReport(context, subject, values)),
  }),
  defineAction({
    name: 'hazard.reopen',
    reference: hazardReference,
    subject: findSubject,
    who: anyOf<Hazard>(reporter, office),
    form: reasonForm,
    run: asked('reopen', (context, { subject, values }) => reopenHazard(context, subject, values.reason)),
  }),
  defineAction({
    name: 'hazard.list',
    reference: hazardReference,
    subject: findSubject,
    who: leaders,
    form: listForm,
    run: asked('list', (context, { subject, values }) => {
      listHazard(context, subject, values);
      return { toast: { tone: 'success', text: '已挂牌督办' } };
    }),
  }),
  defineAction({
    name: 'hazard.delist',
    reference: hazardReference,
    subject: findSubject,
    who: leaders,
    form: reasonForm,
    run: asked('delist', (context, { subject, values }) => {
      delistHazard(context, subject, values.reason);
      return { toast: { tone: 'success', text: '已摘牌' } };
    }),
  }),
];
