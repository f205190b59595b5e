import type { PersonId } from '../../cards/model.ts';
import { control } from '../hazards/who.ts';
import type { Context } from '../kernel/context.ts';
import type { Permission } from '../kernel/permission.ts';
import { record } from '../kernel/record.ts';
import { requestErrand, sendText } from '../kernel/send.ts';
import { lastTold, type Told } from './told.ts';

/** Who reads a school's ledgers reads the lists behind its summary's numbers, and may have them as a file. */
export const reader: Permission<{ schoolId: number }> = { ...control, says: '安全办和校领导' };

/** 导出清单: what the summary counted as a file, made outside of this transaction, to the asker alone. */
export function exportWeek(context: Context, person: PersonId, told: Told): void {
  const { schoolId, week, after, upTo } = told;
  record(context, 'digest.exported', `school:${schoolId}`, { week: week.from });
  const platform = context.actor.kind === 'person' ? context.actor.platform : 'feishu';
  requestErrand(
    context,
    { errand: 'export-week', person, school: schoolId, week: week.from, after, upTo, key: context.random(8) },
    platform,
    `export:${person}:${context.random(6)}`,
  );
}

const exportWords =
  /^(?:请|帮我|麻烦)?(?:导出|下载|打印|要一份|发我一份)(?:一下)?(?:最近的?|本周的?|这周的?)?(?:安全)?(?:周报|清单|周报的?清单)(?:表|excel|xlsx)?[。.!！]*$/i;

/** 导出周报, 导出本周清单: the last summary's. False for anything else. */
export function hearWeekExport(context: Context, person: PersonId, schoolId: number, words: string): boolean {
  if (!exportWords.test(words.normalize('NFKC').trim())) return false;
  if (!reader.allows(context, person, { schoolId })) {
    sendText(context, '周报清单由安全办和校领导导出。您的隐患，发“我的隐患”就能看到。', { person });
    return true;
  }
  exportWeek(context, person, lastTold(context, schoolId));
  sendText(context, '正在整理最近一份周报的清单，好了发给您。', { person });
  return true;
}
