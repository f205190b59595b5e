import type { FormValues } from '../../cards/fields.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { dateOf, daysBetween, momentText, shortDay } from '../kernel/time.ts';
import { nameOf, peopleWithFirstRole } from '../school/people.ts';
import { calendarOf } from './calendar.ts';
import { change, type HazardChange, requirePerson, requireState } from './change.ts';
import { isColleague, requireColleague } from './colleague.ts';
import { endDraft, endWork, openWork } from './draft.ts';
import { requireExtensible } from './extension.ts';
import type { extensionForm, promiseForm, reassignForm, rectifyForm } from './forms.ts';
import { takePending } from './pending_photos.ts';
import { rungTimes } from './plan.ts';
import { type Draft, type Hazard, photosOf, photosOfDraft, stepsOf } from './queries.ts';
import { takePhotos } from './register.ts';
import { deadlineFrom, passedRungs, serviceLevels } from './rules.ts';
import { safetyOffice, tell, tellReporters, whenWelcome } from './tell.ts';
import { defaultRechecker, requireDue } from './triage.ts';

/** 已做管控: what had to stand before the rectification stands (domain/hazards.md §4.2). */
export function controlHazard(context: Context, subject: Hazard): Outcome {
  requireState(context, subject, 'control');
  if (subject.controlledAt !== null) throw new Refused('hazard.controlled', '管控已记过了');
  change(context, subject, 'control', { state: 'rectifying', controlledAt: context.now });
  return { toast: { tone: 'success', text: '已记：管控到位' } };
}

/** 提交整改 begins: a form, and a draft that the photos join. */
export function beginRectification(context: Context, subject: Hazard): Outcome {
  requireState(context, subject, 'rectify');
  const person = requirePerson(context);
  const draft = openWork(context, person, 'rectification', subject.id, subject.schoolId);
  takePending(context, person, draft);
  sendCard(context, 'hazard.fix', { hazard: subject.id, draft }, { person }, { lane: 'press' });
  const isShown = photosOfDraft(context, draft).length > 0;
  return { toast: { tone: 'info', text: isShown ? '照片已附上，请填下面这张卡' : '请填下面这张卡，先发照片' } };
}

/** 申请复查: 无整改后照片不能申请复查 (domain/hazards.md §4.1). */
export function rectifyHazard(
  context: Context,
  subject: Hazard,
  draft: Draft,
  values: FormValues<typeof rectifyForm.declarations>,
): Outcome {
  requireState(context, subject, 'rectify');
  // Photos of an earlier handing-in prove nothing now, and nobody hands in what somebody else photographed.
  if (draft.state !== 'open' || draft.kind !== 'rectification' || draft.personId !== requirePerson(context))
    throw new Refused('draft.ended', '这张卡已过期，请重新提交', '发“待办”，再点“提交整改”。');
  const photos = photosOfDraft(context, draft.id);
  if (photos.length === 0) throw new FormRefused('请先发整改后照片，把照片发到本会话');
  const before = new Set(photosOf(context, subject.id, 'before').map((photo) => photo.hash));
  const known = photos.filter((photo) => photo.hash !== null);
  if (known.length > 0 && known.length === photos.length && known.every((photo) => before.has(photo.hash))) {
    throw new FormRefused('与整改前是同一张照片，请到现场重拍一张');
  }
  const chosen = subject.recheckerId;
  const rechecker =
    chosen !== null && isColleague(context, chosen, subject.schoolId)
      ? chosen
      : defaultRechecker(context, subject.schoolId, subject.ownerId ?? 0);
  const today = dateOf(context.now, context.timeZone);
  takePhotos(context, draft.id, subject.id, 'after');
  const moved = change(
    context,
    subject,
    'rectify',
    {
      state: 'pending_recheck',
      measure: values.measure,
      cost: values.cost ?? null,
      fixedAt: context.now,
      recheckerId: rechecker,
      recheckDue: deadlineFrom(today, serviceLevels[subject.severity].recheck, calendarOf(context, subject.schoolId)),
      recheckResult: null,
      extension: subject.extension === 'asked' ? null : subject.extension,
    },
    { note: values.measure },
  );
  endDraft(context, draft, 'done');
  askRecheck(context, moved);
  tellReporters(context, moved);
  const name = rechecker === null ? '安全办' : nameOf(context, rechecker);
  return { toast: { tone: 'success', text: `已交${name}复查` } };
}

/** The rechecker's card, with a draft that takes the pictures of the recheck. */
export function askRecheck(context: Context, subject: Hazard): void {
  const people =
    subject.recheckerId === null
      ? safetyOffice(context, subject.schoolId).map((one) => one.person)
      : [subject.recheckerId];
  const others = people.filter((person) => person !== subject.ownerId);
  for (const person of others) openWork(context, person, 'recheck', subject.id, subject.schoolId);
  tell(context, 'hazard.recheck', subject, others);
}

/** Without an owner: back at the safety office. What the owner had asked for falls with them. */
export const toOffice = (of: Hazard): HazardChange => ({
  state: of.major === 'confirmed' ? 'triaged' : 'reported',
  ownerId: null,
  extension: of.extension === 'asked' ? null : of.extension,
});

/** 不归我管: back to the safety office, with the reason. */
export function returnHazard(context: Context, subject: Hazard, reason: string): Outcome {
  requireState(context, subject, 'return');
  const moved = change(context, subject, 'return', toOffice(subject), { note: reason });
  endWork(context, subject.id);
  tell(
    context,
    'hazard.triage',
    moved,
    safetyOffice(context, moved.schoolId).map((one) => one.person),
  );
  return { toast: { tone: 'success', text: '已退回安全办重派' } };
}

/** 改派: another owner, the deadline stays. */
export function reassignHazard(
  context: Context,
  subject: Hazard,
  values: FormValues<typeof reassignForm.declarations>,
): Outcome {
  requireState(context, subject, 'reassign');
  requireColleague(context, values.owner, subject.schoolId, '新责任人');
  if (values.owner === subject.ownerId) throw new FormRefused(`现在就由${nameOf(context, values.owner)}负责`);
  const rechecker =
    subject.recheckerId === values.owner
      ? defaultRechecker(context, subject.schoolId, values.owner)
      : subject.recheckerId;
  const moved = change(
    context,
    subject,
    'reassign',
    { ownerId: values.owner, recheckerId: rechecker },
    { note: values.reason },
  );
  endWork(context, subject.id);
  tell(context, 'hazard.task', moved, [values.owner]);
  if (subject.ownerId !== null && subject.ownerId !== requirePerson(context)) {
    sendText(
      context,
      `${moved.number} ${moved.title}：已改派${nameOf(context, values.owner)}，您不用办了。`,
      { person: subject.ownerId },
      { lane: 'normal', notBefore: whenWelcome(context, moved) },
    );
  }
  return { toast: { tone: 'success', text: `已改派${nameOf(context, values.owner)}` } };
}

/** 申请延期: once, at most seven days, never for a major one (domain/hazards.md §4.2). */
export function askExtension(
  context: Context,
  subject: Hazard,
  values: FormValues<typeof extensionForm.declarations>,
): Outcome {
  requireState(context, subject, 'ask_extension');
  const { extension } = serviceLevels[subject.severity];
  requireExtensible(subject);
  const until = requireDue(context, subject, values.until);
  const from = subject.due ?? dateOf(context.now, context.timeZone);
  const today = dateOf(context.now, context.timeZone);
  if (until <= from) throw new FormRefused(`新期限要晚于 ${shortDay(from, today)}`);
  const latest =
    extension.unit === 'school'
      ? calendarOf(context, subject.schoolId).plusSchoolDays(from, extension.days)
      : undefined;
  if (latest ? until > latest : daysBetween(from, until) > extension.days) {
    throw new FormRefused(
      latest ? `最多延 ${extension.days} 个上课日，到 ${shortDay(latest, today)}` : `最多延 ${extension.days} 天`,
    );
  }
  const moved = change(
    context,
    subject,
    'ask_extension',
    { extension: 'asked', extensionTo: until, extensionReason: `${values.reason}；管控：${values.interim}` },
    { note: `延到 ${until}：${values.reason}` },
  );
  const deciders = peopleWithFirstRole(context, moved.schoolId, [extension.by, 'vice_principal', 'principal']);
  tell(
    context,
    'hazard.extension-decision',
    moved,
    deciders.map((one) => one.person),
  );
  return { toast: { tone: 'success', text: '已申请延期，批下前按原期限' } };
}

/** 同意延期 / 不同意: only a granted one moves the deadline. */
export function decideExtension(context: Context, subject: Hazard, granted: boolean): Outcome {
  requireState(context, subject, 'decide_extension');
  if (subject.extension !== 'asked' || subject.extensionTo === null)
    throw new Refused('extension.decided', '这次延期已经定了');
  const due = granted ? subject.extensionTo : subject.due;
  const moved = change(
    context,
    subject,
    'decide_extension',
    {
      extension: granted ? 'granted' : 'refused',
      due,
      ladderDone: granted ? passedRungs(rungTimes(context, { ...subject, due }), context.now) : subject.ladderDone,
    },
    { note: granted ? `同意延到 ${due}` : '不同意延期' },
  );
  if (moved.ownerId !== null) tell(context, 'hazard.extension-decided', moved, [moved.ownerId]);
  return { toast: { tone: 'success', text: granted ? '已同意延期' : '已回复不同意' } };
}

/** 填预计日期: a promise that moves no deadline; a broken one goes one rung up (design.md §5). */
export function promiseHazard(
  context: Context,
  subject: Hazard,
  values: FormValues<typeof promiseForm.declarations>,
): Outcome {
  requireState(context, subject, 'promise');
  if (values.on < dateOf(context.now, context.timeZone)) throw new FormRefused('预计日期不能早于今天');
  change(
    context,
    subject,
    'promise',
    { promisedOn: values.on, stuckOn: values.stuck ?? null },
    { note: `预计 ${values.on}${values.stuck ? `，${values.stuck}` : ''}`, keepsRevision: true },
  );
  return { toast: { tone: 'success', text: '已记预计日期，期限不变' } };
}

/** 需要协助: the leader is asked to coordinate; nothing moves by itself. */
export function askHelp(context: Context, subject: Hazard): Outcome {
  requireState(context, subject, 'promise');
  const moved = change(context, subject, 'ask_help', {}, { note: '请协调', keepsRevision: true });
  const people =
    moved.leaderId === null
      ? peopleWithFirstRole(context, moved.schoolId, ['vice_principal', 'principal']).map((one) => one.person)
      : [moved.leaderId];
  for (const person of people) {
    sendCard(
      context,
      'hazard.overdue',
      { hazard: moved.id, level: 2 },
      { person },
      // Once a day: who still waits the day after asks again, and is heard.
      { dedupeKey: `help:${moved.id}:${moved.revision}:${dateOf(context.now, context.timeZone)}:${person}` },
    );
  }
  return { toast: { tone: 'success', text: '已请责任领导协调' } };
}

/** Steps after which a leader's word is new again. */
const NEW_ASKING: readonly string[] = ['assign', 'reassign', 'ask_help', 'send_back', 'reopen', 'undo'];

/** Refuses a leader's word that this leader has already given on what was asked: the owner hears it once. */
function requireNewWord(context: Context, subject: Hazard, kind: 'coordinate' | 'keep_out_of_use'): void {
  const person = requirePerson(context);
  for (const step of stepsOf(context, subject.id)) {
    if (NEW_ASKING.includes(step.kind)) return;
    if (step.kind === kind && step.personId === person)
      throw new Refused(
        'hazard.said',
        `${momentText(step.at, context.now, context.timeZone)} 已告知责任人`,
        undefined,
        'info',
      );
  }
}

/** 我来协调: the owner hears who takes it on. */
export function coordinate(context: Context, subject: Hazard): Outcome {
  requireState(context, subject, 'promise');
  requireNewWord(context, subject, 'coordinate');
  change(context, subject, 'coordinate', {}, { note: '由其协调', keepsRevision: true });
  tellOwner(context, subject, `${nameOf(context, requirePerson(context))}来协调：${subject.title}。管控请保持。`);
  return { toast: { tone: 'success', text: '已记，并告知责任人' } };
}

/** 继续停用: a leader's word that the place stays out of use until it is mended. */
export function keepOutOfUse(context: Context, subject: Hazard): Outcome {
  requireState(context, subject, 'promise');
  requireNewWord(context, subject, 'keep_out_of_use');
  change(context, subject, 'keep_out_of_use', {}, { note: '继续停用', keepsRevision: true });
  tellOwner(
    context,
    subject,
    `${nameOf(context, requirePerson(context))}定：${subject.title}继续停用，修好复查前不开放。`,
  );
  return { toast: { tone: 'success', text: '已记，并告知责任人' } };
}

function tellOwner(context: Context, subject: Hazard, words: string): void {
  const person = subject.ownerId;
  if (person !== null && person !== requirePerson(context)) sendText(context, words, { person }, { lane: 'normal' });
}
