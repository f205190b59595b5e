import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { sendText } from '../kernel/send.ts';

/** Says how a roster gets in: for the button 导入名册 and for who types it. */
export function tellHowToImport(context: Context, person: PersonId): void {
  sendText(
    context,
    '把名册文件（xlsx 或 csv）发到这里就行。列名：姓名、手机号、角色、班级、场所。先给您看预览，确认了才导入。',
    { person },
  );
}
