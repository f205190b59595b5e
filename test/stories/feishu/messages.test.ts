import { expect, test } from 'vitest';
import { openCampus, picture } from '../campus.ts';
import { storiesOnlyOn } from '../only_on.ts';

const transports = ['websocket', 'webhook'] as const;

storiesOnlyOn('feishu', 'posts, recalls and its kinds of messages').each(transports)(
  'messages over %s',
  (transport) => {
    test('text, post, picture and file in the one-to-one chat', async () => {
      const campus = await openCampus({ transport });
      const teacher = campus.person('刘洋');
      await teacher.says('操场单杠松动了');
      teacher.sees('请确认', '单杠');
      await teacher.presses('不报了');

      await teacher.phone.sendsPost({ title: '安全', lines: ['二楼走廊', '灯不亮'], images: [picture(7)] });
      await campus.settle();
      const form = teacher.sees('请确认', '照片');
      expect(form.buttons).toContain('登记隐患');
      teacher.sees('已附到', '共 1 张');
      await teacher.presses('不报了');

      await teacher.sendsPhoto(picture(8));
      expect(teacher.sees('要上报隐患吗').buttons).toContain('登记隐患');
      await teacher.presses('不报了');

      await teacher.sendsFile('方案.docx', new Uint8Array([1, 2, 3]));
      teacher.sees('暂时只收照片');
      await teacher.sendsFile('名册.xlsx', new Uint8Array([1, 2, 3]));
      teacher.sees('名册由安全办导入');

      await teacher.phone.sendsAudio(new Uint8Array([1, 2]), 1200);
      await campus.settle();
      teacher.sees('暂时只收文字和照片');
      await teacher.phone.sendsSticker();
      await campus.settle();
      teacher.sees('暂时只收文字和照片');
      await campus.end();
    });

    test('in a group it hears only who mentions it, and answers there with one sentence', async () => {
      const campus = await openCampus({ transport });
      const [teacher, office] = [campus.person('刘洋'), campus.person('王芳')];
      const members = [teacher.openId, campus.person('赵强').openId];
      const chatId = campus.tenant.emulator.chats.create({ name: '总务群', members, withBot: true });

      await teacher.says('食堂后门的灭火器过期了', { chatId });
      for (const name of ['刘洋', '赵强', '王芳']) campus.person(name).seesNothing();

      await teacher.says('食堂后门的灭火器过期了', { chatId, mentionBot: true });
      expect(teacher.sees('已私信您').text).toBe('收到，已私信您。');
      expect(campus.person('赵强').sees('已私信您').text).toBe('收到，已私信您。');
      expect(teacher.sees('请确认', '灭火器').text).not.toContain('@');
      office.sees('作什么用');

      await teacher.phone.sendsImage(picture(2), { chatId, mentionBot: true });
      await campus.settle();
      expect(teacher.sees('已私信您').text).toBe('收到，已私信您。');
      campus.person('赵强').sees('已私信您');
      teacher.sees('已附到', '共 1 张');

      await teacher.says('你好', { chatId, mentionBot: true });
      teacher.sees('已私信您');
      campus.person('赵强').sees('已私信您');
      teacher.sees('可以这样对安园说');
      await teacher.says('嗯嗯那个', { chatId, mentionBot: true });
      teacher.sees('已私信您');
      campus.person('赵强').sees('已私信您');
      teacher.sees('没看懂');
      await campus.end();
    });

    test('a picture that quotes a card joins what the card is about', async () => {
      const campus = await openCampus({ transport });
      const teacher = campus.person('刘洋');
      await teacher.says('操场单杠松动了');
      const bar = teacher.sees('请确认', '单杠');
      await teacher.says('南楼三楼窗户玻璃裂了');
      const pane = teacher.sees('请确认', '玻璃');
      await teacher.sendsPhoto(picture(3), { replyTo: bar.messageId });
      teacher.sees('已附到', '单杠', '共 1 张');
      await teacher.sendsPhoto(picture(4), { replyTo: pane.messageId });
      teacher.sees('已附到', '玻璃', '共 1 张');
      await teacher.sendsPhoto(picture(5));
      const which = teacher.sees('附到哪一条');
      expect(which.buttons.length).toBeGreaterThanOrEqual(2);
      await campus.end();
    });

    test('words that quote a hazard card are added to that hazard', async () => {
      const campus = await openCampus({ transport });
      const [teacher, office] = [campus.person('刘洋'), campus.person('王芳')];
      await teacher.says('操场单杠松动了');
      teacher.sees('请确认');
      await teacher.presses('登记隐患');
      const receipt = teacher.card('已登记', 'QS-202509-0001');
      office.sees('待认定');
      await teacher.says('旁边的双杠也有点晃', { replyTo: receipt.messageId });
      teacher.sees('QS-202509-0001');
      office.sees('有补充', '旁边的双杠也有点晃');
      await campus.end();
    });

    test('a message taken back drops the report it began', async () => {
      const campus = await openCampus({ transport });
      const teacher = campus.person('刘洋');
      const message = await teacher.phone.says('操场单杠松动了');
      await campus.settle();
      teacher.sees('请确认', '单杠');
      await teacher.phone.recalls(message.messageId);
      await campus.settle();
      expect(teacher.card('没有上报').buttons).toEqual([]);
      await campus.later(20 * 60_000);

      const photo = await teacher.phone.sendsImage(picture(9));
      await campus.settle();
      teacher.sees('要上报隐患吗');
      await teacher.phone.recalls(photo.messageId);
      await campus.settle();
      await campus.later(20 * 60_000);
      campus.person('王芳').seesNothing();
      teacher.seesNothing();
      await campus.end();
    });
  },
);
