import type { FormValues } from '../../cards/fields.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { dateOf } from '../kernel/time.ts';
import { nameOf, peopleWithFirstRole } from '../school/people.ts';
import { calendarOf } from './calendar.ts';
import { change, requirePerson, requireState } from './change.ts';
import { isColleague, requireColleague } from './colleague.ts';
import { endDraft, endWork, openWork } from './draft.ts';
import type { authorityForm, recheckForm } from './forms.ts';
import { rungTimes } from './plan.ts';
import { type Hazard, openDraftsOf, photosOf } from './queries.ts';
import { takePhotos } from './register.ts';
import { deadlineFrom, ladders, passedRungs, REOPEN_WINDOW_MS, serviceLevels } from './rules.ts';
import { worksOn } from './stand_in.ts';
import { safetyOffice, tell, tellReporters } from './tell.ts';
import { toOffice } from './work.ts';

/** 提交复查: 合格销号 or 退回再改. 整改人≠复查人 (domain/hazards.md §4.1). */
export function recheckHazard(
  context: Context,
  subject: Hazard,
  values: FormValues<typeof recheckForm.declarations>,
): Outcome {
  const person = requirePerson(context);
  requireState(context, subject, 'pass');
  if (worksOn(context, subject, person)) throw new Refused('recheck.own', '整改人不能自己复查', '请安全办另派复查人。');
  if (subject.recheckResult === 'passed') throw new Refused('recheck.passed', '复查已合格，等校长和外部回执');
  if (values.result === 'sent_back' && !values.reason) throw new FormRefused('退回请写原因，一句话即可');
  const draft = openDraftsOf(context, person).find((one) => one.kind === 'recheck' && one.hazardId === subject.id);
  if (draft) {
    takePhotos(context, draft.id, subject.id, 'recheck');
    endDraft(context, draft, 'done');
  }
  return values.result === 'passed'
    ? pass(context, subject, person)
    : sendBack(context, subject, values.reason ?? '', { recheckerId: person });
}

/**
 * 退回再改 of a major one that passed the recheck and is not closed yet: whoever has to agree, or hears from outside that it
 * is not enough, sends it back with a reason. The rechecker stays.
 */
export function sendBackPassed(context: Context, subject: Hazard, reason: string): Outcome {
  requireState(context, subject, 'send_back');
  if (worksOn(context, subject, requirePerson(context)))
    throw new Refused('recheck.own', '整改人不能自己退回', '要再改，请告诉复查人。');
  requirePassed(subject);
  return sendBack(context, subject, reason, {});
}

/** Before that the recheck's own form says what is wanting. Throws Refused. */
export function requirePassed(subject: Hazard): void {
  if (subject.recheckResult !== 'passed')
    throw new Refused('recheck.open', '复查还没做，在复查卡上退回', '发“待办”，点“待复查”那一项。');
}

function pass(context: Context, subject: Hazard, person: number): Outcome {
  // The pictures were there when it was handed in, but one that cannot be read is found out later.
  if (photosOf(context, subject.id, 'after').length === 0) {
    throw new FormRefused('整改后照片没有收到，请退回补拍');
  }
  const passed = { recheckerId: person, recheckedAt: context.now, recheckResult: 'passed' as const };
  if (subject.severity !== 'major') {
    const closed = change(context, subject, 'pass', { ...passed, state: 'closed', closedAt: context.now });
    afterClosing(context, closed);
    return { toast: { tone: 'success', text: `已销号 ${closed.number}` } };
  }
  const moved = change(context, subject, 'pass', passed);
  return closeMajor(context, moved, '复查合格，还缺校长同意或外部回执');
}

/** 重大须校长+外部回执方可销号 (domain/hazards.md §4.1): closes when the last of the three is there. */
function closeMajor(context: Context, subject: Hazard, waiting: string): Outcome {
  if (subject.recheckResult === 'passed' && subject.consentedAt !== null && subject.receipt !== null) {
    const closed = change(context, subject, 'close', { state: 'closed', closedAt: context.now });
    afterClosing(context, closed);
    return { toast: { tone: 'success', text: `已销号 ${closed.number}` } };
  }
  if (subject.recheckResult === 'passed') {
    const principals = peopleWithFirstRole(context, subject.schoolId, ['principal', 'vice_principal']).map(
      (one) => one.person,
    );
    if (subject.consentedAt === null) tell(context, 'hazard.consent', subject, principals);
    if (subject.receipt === null)
      tell(
        context,
        'hazard.receipt-wanted',
        subject,
        safetyOffice(context, subject.schoolId).map((one) => one.person),
      );
  }
  return { toast: { tone: 'info', text: waiting } };
}

function afterClosing(context: Context, closed: Hazard): void {
  tellReporters(context, closed, 'hazard.closed');
  if (closed.ownerId !== null) tell(context, 'hazard.passed', closed, [closed.ownerId]);
}

function sendBack(context: Context, subject: Hazard, reason: string, by: { readonly recheckerId?: number }): Outcome {
  const today = dateOf(context.now, context.timeZone);
  const anew = deadlineFrom(today, serviceLevels[subject.severity].fix, calendarOf(context, subject.schoolId));
  // Counted anew, but never shorter than what was given before.
  const due = subject.due !== null && subject.due > anew ? subject.due : anew;
  const ladder = ladders[subject.severity];
  const hasOwner = subject.ownerId !== null && isColleague(context, subject.ownerId, subject.schoolId);
  const moved = change(
    context,
    subject,
    'send_back',
    {
      state: 'rectifying',
      ...by,
      recheckedAt: context.now,
      recheckResult: 'sent_back',
      sendBackReason: reason,
      sendBacks: subject.sendBacks + 1,
      // The principal's word was about the work that has just been found wanting.
      consentedAt: null,
      consentedById: null,
      due,
      ladder,
      ladderDone: passedRungs(rungTimes(context, { ...subject, due, ladder }), context.now),
      ...(hasOwner ? {} : toOffice(subject)),
    },
    { note: reason },
  );
  if (!hasOwner) {
    tell(
      context,
      'hazard.triage',
      moved,
      safetyOffice(context, moved.schoolId).map((one) => one.person),
    );
    tellReporters(context, moved);
    return { toast: { tone: 'success', text: '责任人已离校，已交安全办重派' } };
  }
  if (moved.ownerId !== null) tell(context, 'hazard.sent-back', moved, [moved.ownerId]);
  tellReporters(context, moved);
  return { toast: { tone: 'success', text: `已退回${nameOf(context, moved.ownerId)}` } };
}

/** 同意销号: the principal's word on a major one. */
export function consentToClose(context: Context, subject: Hazard): Outcome {
  requireState(context, subject, 'consent');
  if (subject.severity !== 'major') throw new Refused('hazard.no_consent', '这条复查合格就销号，不用另批');
  if (subject.consentedAt !== null) throw new Refused('hazard.consented', '已同意过了');
  const moved = change(
    context,
    subject,
    'consent',
    { consentedAt: context.now, consentedById: requirePerson(context) },
    { keepsRevision: true },
  );
  return closeMajor(
    context,
    moved,
    moved.receipt === null ? '已同意，收到外部回执后自动销号' : '已同意，复查合格后自动销号',
  );
}

/** 补传回执: what the outside authority wrote. */
export function recordReceipt(context: Context, subject: Hazard, receipt: string): Outcome {
  requireState(context, subject, 'receipt');
  const moved = change(context, subject, 'receipt', { receipt }, { note: receipt, keepsRevision: true });
  return closeMajor(context, moved, '已记外部回执');
}

/** 登记上报: to which authority, when, under which number (domain/hazards.md §4.2, 24 h in writing). */
export function recordAuthorityReport(
  context: Context,
  subject: Hazard,
  values: FormValues<typeof authorityForm.declarations>,
): Outcome {
  requireState(context, subject, 'authority_report');
  const text = `${values.to.join('、')} ${values.at}${values.number ? ` ${values.number}` : ''}`;
  change(context, subject, 'authority_report', { authorityReport: text }, { note: text, keepsRevision: true });
  return { toast: { tone: 'success', text: '已记上报' } };
}

/** 仍有问题: within 30 days after closing it comes back to triage (domain/hazards.md §4.1). */
export function reopenHazard(context: Context, subject: Hazard, reason: string): Outcome {
  if (subject.state !== 'closed') requireState(context, subject, 'reopen');
  if (context.now - (subject.closedAt ?? 0) > REOPEN_WINDOW_MS) {
    throw new Refused('hazard.reopen_late', '销号已过 30 天，请重新报一条', '打一句话就行，安园会标明是重复。');
  }
  const moved = change(
    context,
    subject,
    'reopen',
    {
      state: 'reopened',
      major: subject.major === 'confirmed' ? 'candidate' : subject.major,
      severity: subject.severity === 'major' ? 'serious' : subject.severity,
      recheckResult: null,
      consentedAt: null,
      consentedById: null,
      receipt: null,
      extension: null,
      extensionTo: null,
      closedAt: null,
      ownerId: null,
      controlledAt: null,
      ladderDone: -1,
    },
    { note: reason },
  );
  const office = safetyOffice(context, moved.schoolId).map((one) => one.person);
  tell(context, moved.major === 'candidate' ? 'hazard.major' : 'hazard.triage', moved, office);
  tellReporters(context, moved);
  return { toast: { tone: 'success', text: '已重新打开，交安全办' } };
}

/** 换复查人, by the safety office; never the owner. */
export function changeRechecker(context: Context, subject: Hazard, rechecker: number): Outcome {
  requireState(context, subject, 'change_rechecker');
  requireColleague(context, rechecker, subject.schoolId, '复查人');
  if (rechecker === subject.ownerId) throw new FormRefused('整改人不能自己复查，请换一位');
  const moved = change(context, subject, 'change_rechecker', { recheckerId: rechecker });
  endWork(context, subject.id);
  openWork(context, rechecker, 'recheck', moved.id, moved.schoolId);
  tell(context, 'hazard.recheck', moved, [rechecker]);
  return { toast: { tone: 'success', text: `已请${nameOf(context, rechecker)}复查` } };
}
