import { eq } from 'drizzle-orm';
import { tidy } from '../../cards/fields.ts';
import type { PersonId } from '../../cards/model.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { requestErrand, sendText } from '../kernel/send.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { evidence } from '../store/schema/index.ts';
import { refreshTask } from './complete.ts';
import { filesKept } from './evidence.ts';
import { isEvidenceName } from './evidence_kinds.ts';
import { missingEvidence } from './required_evidence.ts';
import { quotedTask, taskTitle } from './rounds/gather.ts';
import { schoolDuty } from './settings.ts';
import { openTasksOf, type Task, taskById } from './tasks.ts';
import { doer } from './who.ts';

export interface SentFile {
  readonly person: PersonId;
  readonly platform: PlatformName;
  readonly messageId: string;
  readonly file: string;
  readonly fileName: string;
  readonly quotes?: string | undefined;
}

/** `required`: the duty is not done without a file; `optional`: it may have one. */
export function wantsFile(context: ReadContext, task: Task): 'required' | 'optional' | undefined {
  const files = schoolDuty(context, task.schoolId, task.dutyId)?.form.filter((one) => one.kind === 'file') ?? [];
  if (files.length === 0) return undefined;
  return files.some((one) => one.required) ? 'required' : 'optional';
}

/** A spreadsheet may be a roster, and one whose name says so is. */
const mayBeRoster = (fileName: string): boolean => /\.(xlsx|xls|csv)$/i.test(fileName);
const isRosterByName = (fileName: string): boolean =>
  mayBeRoster(fileName) && /名册|通讯录|值班|排班|带班|护导|roster/i.test(fileName);

/** The task a file is for: the quoted one, else the only open one that needs a file. */
function taskFor(context: ReadContext, sent: SentFile): Task | readonly Task[] | undefined {
  const { person, platform, quotes, fileName } = sent;
  const quoted = quotes === undefined ? undefined : quotedTask(context, { platform, messageId: quotes, person });
  if (quoted && wantsFile(context, quoted) && doer.allows(context, person, quoted)) return quoted;
  if (isRosterByName(fileName)) return undefined;
  const open = openTasksOf(context, person);
  const asking = open.filter((task) => wantsFile(context, task) === 'required');
  const lacking = asking.filter((task) => missingEvidence(context, task)?.kind === 'file');
  const needing = lacking.length > 0 ? lacking : asking;
  if (needing.length > 0) return needing.length === 1 ? needing[0] : needing;
  if (mayBeRoster(fileName)) return undefined;
  const taking = open.filter((task) => wantsFile(context, task) === 'optional');
  return taking.length > 1 ? taking : taking[0];
}

/**
 * A file from the one-to-one chat. False: it is for no task, and may be something else (a roster). With several tasks
 * that could want it nothing is stored; the person is asked to quote one.
 */
export function hearTaskFile(context: Context, sent: SentFile): boolean {
  const task = taskFor(context, sent);
  if (!task) return false;
  const to = { person: sent.person };
  if (!('id' in task)) {
    const names = task.slice(0, 5).map((one) => `“${taskTitle(context, one)}”`);
    sendText(context, `有 ${task.length} 件事要文件：${names.join('、')}。请引用那件事的卡，再发一次。`, to);
    return true;
  }
  const fileName = [...tidy(sent.fileName)].slice(-120).join('');
  if (!isEvidenceName(fileName)) {
    sendText(context, '这种文件收不了。请发 PDF、Word、Excel、图片或压缩包。', to);
    return true;
  }
  const { id } = context.db
    .insert(evidence)
    .values({ taskId: task.id, personId: sent.person, kind: 'file', fileName, at: context.now })
    .returning({ id: evidence.id })
    .get();
  requestErrand(
    context,
    { errand: 'store-evidence', evidence: id, messageId: sent.messageId, file: sent.file, fileName },
    sent.platform,
    `evidence:${sent.platform}:${sent.messageId}`,
  );
  record(context, 'evidence.sent', `evidence:${id}`, { task: task.id });
  return true;
}

/** The file has been fetched and stored by its hash, or could not be; the sender hears of both. */
export function evidenceArrived(
  context: Context,
  id: number,
  came: { readonly hash: string } | { readonly refusal: string },
): void {
  const row = context.db.select().from(evidence).where(eq(evidence.id, id)).get();
  const task = row && taskById(context, row.taskId);
  if (!row || !task || row.hash !== null) return;
  const to = { person: row.personId };
  if ('refusal' in came) {
    // A row without a file would count for nothing and hang about for ever; what was refused is in the audit.
    context.db.delete(evidence).where(eq(evidence.id, id)).run();
    record(context, 'evidence.refused', `evidence:${id}`, { task: task.id });
    sendText(context, `《${row.fileName}》没有收下。${came.refusal}`, to);
    return;
  }
  context.db.update(evidence).set({ hash: came.hash }).where(eq(evidence.id, id)).run();
  record(context, 'evidence.stored', `evidence:${id}`, { task: task.id, hash: came.hash });
  refreshTask(context, task);
  sendText(
    context,
    `《${row.fileName}》已附到“${taskTitle(context, task)}”，共 ${filesKept(context, task.id)} 份。`,
    to,
  );
}

/** Files of a task, as cards name them; those on their way come last. */
export const filesOf = (context: Pick<ReadContext, 'db'>, taskId: number) =>
  context.db.select().from(evidence).where(eq(evidence.taskId, taskId)).all();
