import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { backup } from '../../../src/cli/backup.ts';
import { describeError } from '../../../src/host/describe_error.ts';
import { workbookBytes } from '../../../src/host/write_workbook.ts';
import { verifyChain } from '../../../src/kernel/record.ts';
import { allLedgerKinds } from '../../../src/records/kinds.ts';
import { makeLedger } from '../../../src/records/make_ledger.ts';
import { readSpreadsheet } from '../../../src/school/roster/spreadsheet.ts';
import { openCampus } from '../campus.ts';

/** Occur nowhere else: said in the group, first words, words handed in, what is asked back, what is added, again named. */
const words = {
  group: '貔貅',
  facts: '饕餮',
  where: '魑魅巷',
  question: '鹦鹉螺',
  added: '麒麟臂',
  refused: '狻猊',
  named: '睚眦',
} as const;
const secrets = Object.values(words);

const staff = {
  刘洋: ['class_teacher'],
  郑敏: ['subject_teacher'],
  王芳: ['safety_office'],
  赵强: ['facility_lead'],
  孙丽: ['vice_principal', 'duty_leader'],
  周建国: ['principal'],
  钱德: ['moral_lead'],
};
type Name = keyof typeof staff;
// Its own keys.
const everybody = Object.keys(staff) as readonly Name[];

const printed = (line: { level: string; fields: unknown; message: string }): string =>
  JSON.stringify(line, (key, value: unknown) => (key === 'error' ? describeError(value) : value));

/** Every file below a folder, as the bytes lie there. */
const filesBelow = (folder: string): readonly (readonly [string, Buffer])[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name))]);

describe.each(['feishu', 'dingtalk'] as const)('after a private report on %s', (platform) => {
  test('its words are with its handler and nowhere else', async () => {
    const lines: string[] = [];
    const campus = await openCampus({
      platform,
      staff,
      start: '2025-09-19 15:00',
      onDisk: true,
      duties: true,
      expectsErrors: true,
      onLog: (line) => void lines.push(printed(line)),
    });
    const { server, config } = campus.tenant;
    const { store } = server.engine.organisation;
    const [reporter, other, handler] = [campus.person('刘洋'), campus.person('郑敏'), campus.person('钱德')];
    const office = campus.person('王芳');
    const leaders = await campus.group('领导小组', ['王芳', '孙丽', '周建国']);
    await office.presses('领导小组');
    const teachers = await campus.group('班主任', ['刘洋', '郑敏', '王芳']);
    await office.presses('班主任');

    /** Everything the bot has shown on a phone so far; on Feishu with what cards carry and do not show. */
    const shownTo = (name: Name): string => {
      const { phone, everything } = campus.person(name);
      const raw = platform === 'feishu' ? phone.chats().flatMap((chat) => phone.messages(chat.chatId)) : [];
      return JSON.stringify([everything(), raw.filter((message) => message.from.kind === 'bot')]);
    };
    const found = (where: string, text: string, allowed: readonly string[] = []): readonly string[] =>
      secrets
        .filter((secret) => !allowed.includes(secret) && text.includes(secret))
        .map((secret) => `${where}: ${secret}`);
    const leaks = (allowed: Partial<Record<Name, readonly string[]>> = {}): readonly string[] => [
      ...everybody.flatMap((name) => found(name, shownTo(name), allowed[name])),
      ...lines.flatMap((line) => found('log', line)),
      ...filesBelow(config.dataDirectory).flatMap(([name, bytes]) =>
        secrets.filter((secret) => bytes.includes(secret)).map((secret) => `${name}: ${secret}`),
      ),
    ];

    await reporter.says('食堂后门的灭火器过期了');
    await reporter.presses('登记隐患');
    await reporter.says(`有学生被${words.group}堵在厕所打`, { chatId: teachers, mentionBot: true });
    expect(campus.inGroup(teachers)).toContain('收到，已私信您。');
    await reporter.presses('先不交');

    await reporter.says('匿名');
    await reporter.presses('交给经办人', { 所见事实: '', 时间地点: words.refused, 不留我的名字: true });
    const handsIn = { 所见事实: `看见${words.facts}围着人要钱`, 时间地点: words.where, 不留我的名字: true };
    // It breaks once, in the middle of the verb.
    store.db.run(sql`create trigger broken before insert on private_node begin select raise(abort, 'broken'); end`);
    await reporter.presses('交给经办人', handsIn);
    store.db.run(sql`drop trigger broken`);
    expect(lines.some((line) => line.includes('press.failed'))).toBe(true);
    expect(leaks()).toEqual([]);
    await reporter.presses('交给经办人', handsIn);
    const key = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(reporter.card('收到，请存好查询码').text)?.[0] ?? '';
    expect(key).not.toBe('');
    expect(leaks()).toEqual([]);

    await handler.presses('现在查看');
    expect(handler.card('请您亲自看').text).toContain(words.facts);
    expect(leaks({ 钱德: [words.facts, words.where] })).toEqual([]);
    await handler.presses('我已看到');
    await handler.presses('问上报人');
    await handler.presses('留给上报人', { 问一句: `${words.question}在不在场` });
    expect(leaks()).toEqual([]);

    await other.says('查询码 AAAA-2222-BBBB');
    expect(other.card('没有这个查询码').text).not.toContain('AAAA');
    await reporter.says(`${key}`, { chatId: teachers, mentionBot: true });
    expect(campus.inGroup(teachers).join()).not.toContain(key);
    await reporter.says(key);
    expect(reporter.card('经办人有话问您').text).toContain(words.question);
    await reporter.presses('交给经办人', { 补充或回答: `还有${words.added}` });
    await handler.presses('现在查看');
    expect(handler.card(words.added).text).toContain('未留名');
    await handler.presses('我已看到');
    expect(leaks()).toEqual([]);

    // The same with a name, left unopened while everything else goes on.
    await other.says('有家长扬言要砍人');
    await other.presses('交给经办人', { 所见事实: `是${words.named}的家长`, 经办人: '校长' });
    for (const said of ['台账', '待办', '导出职责台账 本月']) await office.says(said);
    await other.says('我的隐患');
    await campus.to('2025-09-19 16:05');
    expect(campus.inGroup(leaders).join('\n')).toContain('安全周报');
    expect(leaks()).toEqual([]);

    const reading = { db: store.db, now: campus.clock.now(), timeZone: 'Asia/Shanghai' };
    const period = { from: '2025-09-01', to: '2025-09-30', text: '本月' };
    for (const kind of allLedgerKinds) {
      const { bytes } = await workbookBytes(makeLedger(reading, 1, kind, period));
      const sheets = JSON.stringify(await readSpreadsheet('ledger.xlsx', bytes));
      expect(found(kind, sheets)).toEqual([]);
      expect([kind, sheets.includes('-SM-')]).toEqual([kind, false]);
    }
    for (const path of ['/metrics', '/readyz', '/healthz'])
      expect(found(path, await (await fetch(`${server.url}${path}`)).text())).toEqual([]);

    const copy = join(config.dataDirectory, '..', 'copy');
    const said: string[] = [];
    await backup([copy], {
      env: { DATA_DIR: config.dataDirectory, SECRET_KEY_FILE: config.secretKeyFile, SCHOOL_TIMEZONE: 'Asia/Shanghai' },
      now: campus.clock.now,
      fetch,
      pause: () => Promise.resolve(),
      say: (line) => void said.push(line),
      ask: () => Promise.resolve(undefined),
    });
    const copied = filesBelow(copy);
    expect(copied.map(([name]) => name)).toContain('anyuan.db');
    expect(filesBelow(config.dataDirectory).map(([name]) => name)).toContain('anyuan.db-wal');
    for (const [name, bytes] of copied)
      for (const secret of [...secrets, key, key.replaceAll('-', '')])
        expect([name, secret, bytes.includes(secret)]).toEqual([name, secret, false]);
    for (const [name, bytes] of filesBelow(config.dataDirectory))
      expect([name, bytes.includes(key), bytes.includes('AAAA-2222')]).toEqual([name, false, false]);
    expect(lines.join('\n')).not.toMatch(new RegExp(`${key}|AAAA-2222`));

    // It is still there for whom it is meant, and the chain of what happened holds.
    await campus.person('周建国').presses('现在查看');
    expect(campus.person('周建国').card('请您亲自看').text).toContain(words.named);
    expect(verifyChain(store.db)).toMatchObject({ ok: true });
    await campus.end({ ignore: everybody });
  });
});
