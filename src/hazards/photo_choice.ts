import type { PhotoTarget } from '../../cards/hazards/photo.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh } from '../kernel/send.ts';
import { burstOf, type Photo, photoTopic } from './pending_photos.ts';
import { photoTargets } from './photo_targets.ts';
import { attachToHazard, attachToWork, beginReport, isWorkOf, putInto } from './photos.ts';
import { findHazard } from './queries.ts';

type Chosen = Pick<PhotoTarget, 'draft' | 'hazard'>;

/** 附到第 N 条, 是整改照片: the sender's answer for the picture and those that came together with it. */
export function attachChosen(context: Context, row: Photo, chosen: Chosen): Outcome {
  const rows = unanswered(context, row);
  // Only what the card could offer them: their own drafts, what they mend, what they have just filed.
  const target = photoTargets(context, row.personId).find(
    (one) => one.draft === chosen.draft && one.hazard === chosen.hazard,
  );
  if (!target) throw new Refused('draft.ended', '那一条已经交了', '引用那张卡再发一次照片。');
  const about = target.hazard === undefined ? undefined : findHazard(context, target.hazard);
  if (target.draft !== undefined) {
    putInto(context, rows, target.draft);
    refresh(context, `draft:${target.draft}`, 'press');
  } else if (about && isWorkOf(context, about, row.personId)) attachToWork(context, rows, about);
  else if (about) for (const one of rows) attachToHazard(context, one, about);
  for (const { id } of rows) refresh(context, photoTopic(id), 'press');
  return { toast: { tone: 'success', text: target.isWork ? '已附上，请写整改措施' : '已附上' } };
}

/** 是新隐患, 新报一条 with these pictures. */
export function reportWithPhoto(context: Context, row: Photo, schoolId: number): Outcome {
  const rows = unanswered(context, row);
  beginReport(context, rows, schoolId);
  for (const { id } of rows) refresh(context, photoTopic(id), 'press');
  return { toast: { tone: 'info', text: '请写一句是什么问题' } };
}

function unanswered(context: Context, row: Photo): readonly [Photo, ...Photo[]] {
  const others = burstOf(context, row).filter((one) => one.id !== row.id);
  if (row.draftId !== null || row.hazardId !== null) throw new Refused('photo.attached', '这张照片已经附上了');
  return [row, ...others];
}
