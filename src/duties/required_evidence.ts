import { eq } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { FormRefused } from '../kernel/refused.ts';
import { evidence } from '../store/schema/index.ts';
import type { DutyField } from './duty.ts';
import { isFiling } from './filings/duties.ts';
import { type SchoolDuty, schoolDuty } from './settings.ts';
import { photosOfTask } from './task_photos.ts';
import type { Task } from './tasks.ts';

type Reading = Pick<ReadContext, 'db'>;

/** What a task still lacks before it counts as done. */
export interface MissingEvidence {
  readonly kind: 'photo' | 'file';
  /** The field's own name: 空车照, 学期计划. */
  readonly label: string;
  /** It was sent and is still being fetched. */
  readonly isComing: boolean;
}

/** What was filed may come with its receipt in one file, or before it. */
const FILES_OF_A_FILING = 1;

const isPicture = (fileName: string): boolean => /\.(jpe?g|png)$/i.test(fileName);

/**
 * The photo or file a duty's form asks for and nobody has sent yet; undefined when nothing is missing. A picture sent as
 * a file is a photo too, and a photo of a paper stands for the file.
 */
export function missingEvidence(
  context: Reading,
  task: Task,
  duty: SchoolDuty | undefined = schoolDuty(context, task.schoolId, task.dutyId),
): MissingEvidence | undefined {
  if (!duty) return undefined;
  const asked = (kind: DutyField['kind']) => duty.form.filter((one) => one.required && one.kind === kind);
  const photoFields = asked('photo');
  const fileFields = asked('file').slice(0, isFiling(duty.id) ? FILES_OF_A_FILING : undefined);
  if (photoFields.length + fileFields.length === 0) return undefined;
  const files = context.db.select().from(evidence).where(eq(evidence.taskId, task.id)).all();
  const kept = files.filter((file) => file.hash !== null);
  const photos = photosOfTask(context, task.id).length;
  const isComing = kept.length < files.length;
  const pictures = photos + kept.filter((file) => isPicture(file.fileName)).length;
  const photo = photoFields[pictures];
  if (photo) return { kind: 'photo', label: photo.label, isComing };
  const file = fileFields[Math.max(photos + kept.length - photoFields.length, 0)];
  return file && { kind: 'file', label: file.label, isComing };
}

/** Refuses to take a task as done without the photo or file it asks for; what was typed stays on the card. */
export function requireEvidence(context: Reading, task: Task, duty: SchoolDuty | undefined): void {
  const missing = missingEvidence(context, task, duty);
  if (!missing) return;
  if (missing.isComing) throw new FormRefused('文件还在接收，过几秒再点', '已填的都留着。');
  const what = missing.kind === 'photo' ? '照片' : '文件';
  throw new FormRefused(
    `请先发${missing.label}`,
    `引用这张卡，把${what}发到本会话就会附上，再点“登记”。已填的都留着。`,
  );
}
