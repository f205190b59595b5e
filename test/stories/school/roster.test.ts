import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { whoIs } from '../../../src/school/people.ts';
import { type Campus, openCampus, type Teacher } from '../campus.ts';
import { onlyOn, waysOf } from '../only_on.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../school/roster/fixtures/${name}`, import.meta.url)));
/** The sample school's roster without the columns that name accounts. */
const sample = (): Uint8Array =>
  new TextEncoder().encode(
    readFileSync(new URL('../../../src/emulators/sample_school/roster.csv', import.meta.url), 'utf8')
      .split('\n')
      .map((line) => line.split(',').slice(0, 5).join(','))
      .join('\n'),
  );

async function paired(campus: Campus): Promise<Teacher> {
  const office = campus.stranger('信息老师');
  await office.says(`绑定 ${campus.pairingCodes[0]}`);
  office.sees('绑定成功');
  await office.opensChat();
  // DingTalk does not say that somebody opened the chat: the greeting comes with the first words.
  if (campus.platform === 'dingtalk') await office.says('帮助');
  office.sees('您好，我是安园');
  office.skips();
  return office;
}

const db = (campus: Campus) => campus.tenant.server.engine.organisation.store.db;
const people = (campus: Campus): number =>
  db(campus).get<{ n: number }>(sql`select count(*) as n from person where state = 'active'`).n;

describe.each(waysOf(['websocket', 'webhook'] as const, 'websocket'))('the roster over %s', (transport) => {
  test('an office workbook sent to the bot: counts, problems by row, confirm; people found by phone report at once', async () => {
    const campus = await openCampus({ transport, empty: true, start: '2026-09-03 10:00' });
    const office = await paired(campus);
    const teacher = campus.stranger('陈光明', { mobile: '13800001035' });
    const guard = campus.stranger('马海燕', { mobile: '+8613800001077' });
    const before = people(campus);

    await office.sendsFile('名册.xlsx', fixture('staff.xlsx'));
    const preview = office.sees('名册预览');
    expect(preview.title).toMatch(/可导入 \d+，待改 \d+/);
    expect(preview.text).toMatch(/第\d+行/);
    expect(preview.buttons).toEqual(['确认导入', '先不导入']);
    expect(people(campus)).toBe(before);
    teacher.seesNothing();

    const confirmed = await office.presses('确认导入');
    expect(confirmed.toast?.content).toMatch(/^已导入：新增 \d+，更新 0$/);
    expect(office.card('名册已导入').buttons).toEqual([]);
    expect(people(campus)).toBeGreaterThan(before);
    expect(whoIs(campus.tenant.server.engine.organisation.store, campus.platform, teacher.openId)?.name).toBe('陈光明');

    await teacher.says('操场单杠松动了');
    teacher.sees('您好，我是安园', '班主任');
    teacher.sees('请确认', '单杠');
    await guard.says('南门道闸坏了');
    guard.sees('您好，我是安园', '门卫');
    guard.sees('请确认', '道闸');

    await office.sendsFile('名册再发一次.xlsx', fixture('staff.xlsx'));
    expect(office.sees('名册预览').text).toContain('新增 0');
    const dropped = await office.presses('先不导入');
    expect(dropped.toast?.content).toBe('没有导入');
    await campus.end();
  });

  onlyOn('feishu', 'DingTalk looks numbers up one by one, with pauses')(
    'ninety people in a csv; who joins the contacts later is found at night',
    async () => {
      const campus = await openCampus({ transport, empty: true });
      const { emulator } = campus.tenant;
      const office = await paired(campus);
      await office.sendsFile('roster.csv', sample());
      const preview = office.sees('名册预览', '新增 90');
      expect(preview.text).toContain('90 行都可以导入');
      const started = emulator.calls.list().length;
      await office.presses('确认导入');
      const lookups = emulator.calls
        .list()
        .slice(started)
        .filter((call) => call.path.includes('batch_get_id'));
      expect(lookups).toHaveLength(2);

      const late = campus.stranger('王晓燕', { mobile: '13800001007' });
      const { store } = campus.tenant.server.engine.organisation;
      expect(whoIs(store, campus.platform, late.openId)).toBeUndefined();
      await campus.to('2025-09-19 03:05');
      expect(whoIs(store, campus.platform, late.openId)?.name).toBe('王晓燕');
      await campus.end();
    },
  );

  test('a file that is no workbook, and an empty one, are named with what to do', async () => {
    const campus = await openCampus({ transport, empty: true });
    const office = await paired(campus);
    const xlsx = fixture('staff.xlsx');
    await office.sendsFile('坏了.xlsx', xlsx.slice(0, 700));
    expect(office.sees('坏了.xlsx').text.length).toBeLessThan(120);
    await office.sendsFile('照片改名.xlsx', new TextEncoder().encode('这不是表格'));
    office.sees('照片改名.xlsx');
    await office.sendsFile('空的.csv', new Uint8Array());
    office.sees('空的.csv');
    await office.sendsFile('旧版.xls', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]));
    office.sees('旧版.xls');
    await campus.end();
  });
});
