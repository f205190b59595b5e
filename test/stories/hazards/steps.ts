import type { Reference } from '../../../cards/model.ts';
import type { Reply } from '../../../src/platforms/platform.ts';
import { type Campus, picture, type ShownCard, type Teacher } from '../campus.ts';

/** The people of the stories by what they do here. */
export const cast = (campus: Campus) => ({
  reporter: campus.person('刘洋'),
  office: campus.person('王芳'),
  owner: campus.person('赵强'),
  canteen: campus.person('陈静'),
  vice: campus.person('孙丽'),
  principal: campus.person('周建国'),
  duty: campus.person('吴刚'),
  other: campus.person('郑敏'),
});

export const RAILING = '2号楼三楼西边楼梯扶手晃得厉害';

/** Says it and presses 登记隐患; gives the number. The receipt has been looked at, the office's card has not. */
export async function reports(teacher: Teacher, words = RAILING): Promise<string> {
  await teacher.says(words);
  const form = teacher.sees('请确认');
  const { toast } = await teacher.presses('登记隐患', {}, form);
  const number = /已登记 (\S+)/.exec(toast?.content ?? '')?.[1];
  if (!number) throw new Error(`not registered, but: ${toast?.content}`);
  return number;
}

type Values = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** From the sentence to the owner's card; everything on the way has been looked at. */
export async function assigned(campus: Campus, words = RAILING, values: Values = {}): Promise<string> {
  const { reporter, office, owner } = cast(campus);
  const number = await reports(reporter, words);
  office.sees('待认定', number);
  const { toast } = await office.presses('认定派单', { 责任人: '赵强', ...values });
  if (!toast?.content.startsWith('已派给')) throw new Error(`not assigned, but: ${toast?.content}`);
  reporter.sees('已派人', number);
  owner.sees('待整改', number);
  return number;
}

/** The owner hands in with one picture; everything on the way has been looked at except the rechecker's card. */
export async function handsIn(campus: Campus, shade = 7, owner: Teacher = campus.person('赵强')): Promise<void> {
  await owner.presses('提交整改');
  owner.sees('提交整改', '整改后照片');
  await owner.sendsPhoto(picture(shade));
  owner.sees('已附到');
  const { toast } = await owner.presses('申请复查', { 整改措施: '换了螺栓，加固 3 处' });
  if (!toast?.content.startsWith('已交')) throw new Error(`not handed in, but: ${toast?.content}`);
  campus.person('刘洋').sees('已整改');
}

let forged = 0;

/** Somebody presses what no card on their own phone offers: a forwarded card, an old client, a forged request. */
export async function forges(
  campus: Campus,
  teacher: Teacher,
  card: ShownCard,
  action: string,
  reference: Reference,
): Promise<Reply> {
  forged += 1;
  const reply = await campus.tenant.server.engine.receive({
    kind: 'press',
    platform: campus.platform,
    deliveryId: `forged-${forged}`,
    at: campus.clock.now(),
    sender: { userId: teacher.openId },
    chatId: teacher.phone.chats().find((chat) => chat.kind === 'p2p')?.chatId ?? '',
    messageId: card.messageId,
    action,
    reference,
  });
  await campus.settle();
  return reply;
}
