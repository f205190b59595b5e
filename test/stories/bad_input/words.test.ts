import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { type Campus, openCampus, picture } from '../campus.ts';

const stored = (campus: Campus) =>
  campus.tenant.server.engine.organisation.store.db.all<{ description: string; title: string }>(
    sql`select description, title from hazard order by id`,
  );

/** The contents of the elements in which the vendor reads marks and tags. */
function marked(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(marked);
  if (typeof node !== 'object' || node === null) return [];
  const { tag, content } = node as { tag?: unknown; content?: unknown };
  const own = (tag === 'markdown' || tag === 'lark_md') && typeof content === 'string' ? [content] : [];
  return [...own, ...Object.values(node).flatMap(marked)];
}

/** Everything on the phones that the vendor reads marks in. */
const wires = (campus: Campus, names: readonly string[]): string =>
  names
    .flatMap((name) => {
      const { phone } = campus.person(name);
      return phone.chats().flatMap((chat) => phone.messages(chat.chatId));
    })
    .filter((message) => message.from.kind === 'bot')
    .flatMap((message) => marked(message.content))
    .join('\n');

const nasty = [
  ['at-all', '操场单杠松动了 <at id=all></at> <at user_id="all">所有人</at>'],
  ['markdown', '操场**单杠**松动了 [点这里](https://evil.example) ![图](img_v2_x) `代码` ~~划掉~~ # 标题'],
  ['HTML', '操场单杠松动了<script>alert(1)</script><font color="red">红</font><text_tag color="red">标</text_tag>'],
  ['formula', '=HYPERLINK("http://evil.example","操场单杠松动了")'],
  ['emoji', '操场单杠松动了😀👨‍👩‍👧‍👦🇨🇳，学生差点摔了'],
  ['JSON', '操场单杠松动了","tag":"button","text":{"content":"点我"}'],
  ['template', '操场单杠松动了 {{constructor}} $HOME %s %n'],
] as const;

describe('words that are no plain words', () => {
  test.each(nasty)('%s is stored as typed and shown as plain text to everybody', async (_name, words) => {
    const campus = await openCampus();
    const [reporter, office, owner] = [campus.person('刘洋'), campus.person('王芳'), campus.person('赵强')];
    await reporter.says(words);
    const form = reporter.sees('请确认');
    expect(form.fields.find((one) => one.label === '描述')?.initial).toBe(words);
    await reporter.presses('登记隐患', { 部位: '操场', 具体位置: [...words].slice(0, 40).join('') });
    expect(stored(campus)[0]?.description).toBe(words);
    office.sees('待认定');
    await office.presses('认定派单', { 责任人: '赵强', 整改要求: words, 临时管控: words });
    reporter.sees('已派赵强整改');
    owner.sees('待整改');
    // Whether such words also bring the question if somebody is in danger is not the matter here.
    reporter.skips();
    const sent = wires(campus, ['刘洋', '王芳', '赵强']);
    expect(sent).not.toMatch(/<at |<script|<font color="red">红|<text_tag color="red">标|\]\(https?:\/\/evil/);
    expect(campus.tenant.emulator.calls.list().filter((call) => call.code !== 0)).toEqual([]);
    await campus.end();
  });

  test('control characters and reversed writing go, ten thousand letters are cut for the card and kept in the draft', async () => {
    const campus = await openCampus();
    const reporter = campus.person('刘洋');
    await reporter.says('操场\u0000单杠\u202e松动了\u0007\u200b，\u2066很晃\u2069');
    const form = reporter.sees('请确认');
    expect(form.fields.find((one) => one.label === '描述')?.initial).not.toMatch(
      /[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/,
    );
    await reporter.presses('登记隐患');
    expect(stored(campus)[0]?.description).toBe('操场单杠松动了，很晃');
    campus.person('王芳').sees('待认定', '操场单杠松动了，很晃');

    await reporter.says(`南楼三楼窗户玻璃裂了。${'很危险啊。'.repeat(2_000)}`);
    const long = reporter.sees('请确认', '玻璃');
    expect(String(long.fields.find((one) => one.label === '描述')?.initial)).toHaveLength(500);
    await reporter.presses('登记隐患');
    campus.person('王芳').sees('待认定', '玻璃');

    await reporter.says('甲乙丙丁'.repeat(2_500));
    reporter.sees('没看懂');
    await reporter.says('\ud83d 半个字');
    await reporter.says('   ');
    await reporter.says('。');
    reporter.skips();
    await campus.end();
  });

  test('a file that is no picture but says so, a broken picture, an empty one', async () => {
    const campus = await openCampus();
    const reporter = campus.person('刘洋');
    await reporter.says('操场单杠松动了');
    reporter.sees('请确认');
    await reporter.sendsPhoto(new TextEncoder().encode('%PDF-1.7 这不是照片'));
    reporter.sees('已附到');
    reporter.sees('这个文件不是照片');
    await reporter.sendsPhoto(picture(3).slice(0, 20));
    reporter.sees('已附到');
    reporter.sees('照片不完整');
    await reporter.sendsPhoto(picture(4));
    reporter.sees('已附到', '共 1 张');
    await reporter.presses('登记隐患');
    expect(reporter.card('已登记').text).toContain('照片 1 张');
    campus.person('王芳').sees('待认定');
    await campus.end();
  });

  test('names, group names and pairing words are data too', async () => {
    const campus = await openCampus();
    const office = campus.person('王芳');
    const guest = campus.stranger('路人');
    await guest.says('我是 **<at id=all></at>**');
    guest.skips();
    await guest.says('我是 =1+1');
    guest.skips();
    office.skips();
    await campus.group('<at id=all></at>**群**', ['王芳']);
    office.sees('作什么用');
    expect(wires(campus, ['王芳'])).not.toContain('<at ');
    await campus.end({ ignore: ['路人'] });
  });
});
