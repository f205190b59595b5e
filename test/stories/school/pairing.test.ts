import { describe, expect, test } from 'vitest';
import { openCampus } from '../campus.ts';

const wrongOne = (right: string): string => (right === '000000' ? '000001' : '000000');

describe.each(['websocket', 'webhook'] as const)('the first administrator over %s', (transport) => {
  test('the code of the log makes the safety office, whatever width its digits have', async () => {
    const campus = await openCampus({ transport, empty: true });
    const [code = ''] = campus.pairingCodes;
    expect(code).toMatch(/^\d{6}$/);
    const it = campus.stranger('信息老师');
    const wide = [...code].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
    await it.says(`绑定 ${wide}`);
    const card = it.sees('绑定成功，您是安全办');
    expect(card.buttons).toEqual(['填写校名', '导入名册', '设置群', '选择职责', '看校历']);
    await it.presses('填写校名');
    const saved = await it.presses(it.card('学校名称').buttons[0] ?? '', { 学校名称: '青山实验学校', 简称: 'qs' });
    expect(saved.toast?.content).toBe('已保存校名');
    expect(it.card('绑定成功').text).toContain('青山实验学校');

    const late = campus.stranger('好奇的人');
    await late.says(`绑定 ${code}`);
    late.sees('配对码已失效');
    await campus.end();
  });

  test('five wrong tries make a new code; the old one is worth nothing', async () => {
    const campus = await openCampus({ transport, empty: true });
    const [old = ''] = campus.pairingCodes;
    const guesser = campus.stranger('猜码的人');
    for (const left of [4, 3, 2, 1]) {
      await guesser.says(`绑定 ${wrongOne(old)}`);
      guesser.sees(`配对码不对，还可试 ${left} 次`);
    }
    await guesser.says(`绑定 ${wrongOne(old)}`);
    guesser.sees('已换新码');
    expect(campus.pairingCodes).toHaveLength(2);
    const fresh = campus.pairingCodes[1] ?? '';
    expect(fresh).not.toBe(old);
    await guesser.says(`绑定 ${old}`);
    guesser.sees('还可试 4 次');
    await guesser.says(`绑定${fresh}`);
    guesser.sees('绑定成功');
    await campus.end();
  });

  test('a code lives 30 minutes; then the log shows another', async () => {
    const campus = await openCampus({ transport, empty: true });
    const [old = ''] = campus.pairingCodes;
    await campus.later(29 * 60_000);
    expect(campus.pairingCodes).toHaveLength(1);
    await campus.later(2 * 60_000);
    expect(campus.pairingCodes).toHaveLength(2);
    const it = campus.stranger('信息老师');
    await it.says(`绑定 ${old}`);
    it.sees('配对码不对');
    await it.says(`绑定 ${campus.pairingCodes[1]}`);
    it.sees('绑定成功');
    await campus.end();
  });

  test('in a group the code opens nothing and is worth nothing afterwards', async () => {
    const campus = await openCampus({ transport, empty: true });
    const [old = ''] = campus.pairingCodes;
    const it = campus.stranger('信息老师');
    const reader = campus.stranger('同群的人');
    const chatId = campus.tenant.emulator.chats.create({
      name: '全体群',
      members: [it.openId, reader.openId],
      withBot: true,
    });
    await it.says(`绑定 ${old}`, { chatId, mentionBot: true });
    it.sees('群里那个已作废');
    for (const member of [it, reader]) expect(member.sees('已私信您').text).toBe('收到，已私信您。');
    await reader.says(`绑定 ${old}`);
    reader.sees('配对码不对');
    await it.says('绑定 123', { chatId, mentionBot: true });
    await it.says(`绑定 ${old}`, { chatId, mentionBot: true });
    it.sees('配对码请在这里发，群里不收');
    expect(campus.pairingCodes).toHaveLength(2);
    await it.says(`绑定 ${campus.pairingCodes[1]}`);
    it.sees('绑定成功');
    await campus.end({ ignore: ['信息老师', '同群的人'] });
  });
});
