import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { describeError } from '../../../src/host/describe_error.ts';
import { openCampus, picture } from '../campus.ts';

const MINUTE = 60_000;
/** Names, numbers and words that occur nowhere else. */
const words = ['貔貅', '饕餮', '魑魅', '鹦鹉螺'] as const;
const names = ['欧阳罕见', '司徒少有', '诸葛独一', '令狐无二', '端木仅见'] as const;
const mobile = '13911112222';

const staff = {
  欧阳罕见: ['class_teacher'],
  司徒少有: ['safety_office'],
  诸葛独一: ['facility_lead'],
  令狐无二: ['vice_principal', 'duty_leader'],
  端木仅见: ['principal', 'moral_lead'],
};

/** A log line as pino would print it (src/host/log.ts). */
const printed = (line: { level: string; fields: unknown; message: string }): string =>
  JSON.stringify(line, (key, value: unknown) => (key === 'error' ? describeError(value) : value));

describe.each(['webhook', 'websocket'] as const)('what a school says stays in the school, over %s', (transport) => {
  test('log, metrics and readiness hold no names, no words, no numbers, no secrets', async () => {
    const lines: string[] = [];
    const campus = await openCampus({
      transport,
      staff,
      expectsErrors: true,
      onLog: (line) => void lines.push(printed(line)),
    });
    const { emulator, server, emulatorUrl } = campus.tenant;
    const [reporter, office, owner] = [campus.person(names[0]), campus.person(names[1]), campus.person(names[2])];

    await reporter.says(`食堂后门的灭火器过期了，${words[0]}说的`);
    await reporter.sendsPhoto(picture(1));
    await reporter.sendsPhoto(new TextEncoder().encode(`不是照片 ${words[1]}`));
    await reporter.presses('登记隐患');
    await office.presses('认定派单', { 责任人: names[2], 整改要求: words[1] });
    await office.sendsFile(`${words[2]}.xlsx`, new TextEncoder().encode(words[2]));
    await office.sendsFile('名册.csv', new TextEncoder().encode(`姓名,手机号,角色\n${words[3]},${mobile},校医\n`));
    await office.presses('确认导入');
    await reporter.says(`有学生被${words[1]}堵在厕所打`);
    await reporter.says(`实验楼着火了，${words[2]}在里面`);
    const stranger = campus.stranger('无名氏', { mobile });
    await stranger.says(`我是 ${words[3]}`);
    await office.says(`绑定 ${campus.pairingCodes[0] ?? '246810'}`);

    // Now everything fails in every way it can.
    emulator.rules.sensitiveWords = [words[0]];
    await reporter.says(`操场单杠松动了，${words[0]}`);
    emulator.rules.sensitiveWords = [];
    emulator.rules.dlpWords = [words[1]];
    await reporter.says(`操场双杠松动了，${words[1]}`);
    emulator.rules.dlpWords = [];
    emulator.faults.failNext(2, { status: 400, code: 230099, msg: `card rejected: ${words[2]}` });
    await reporter.says('南楼三楼窗户玻璃裂了');
    emulator.faults.failNext(2, { status: 400, code: 77, msg: 'something new' });
    await owner.says('待办');
    emulator.faults.tokenExpiresNow();
    emulator.faults.refuseToken(1);
    await owner.phone.says('帮助');
    emulator.faults.downFor(2 * MINUTE);
    await campus.later(20 * MINUTE);
    emulator.faults.serverErrorsFor(MINUTE);
    await owner.phone.says('我的隐患');
    await campus.later(10 * MINUTE);

    // A verb that breaks, with the words in its error.
    server.engine.organisation.store.db.run(
      sql`create trigger broken before insert on draft begin select raise(abort, '貔貅 broke it'); end`,
    );
    await reporter.phone.says(`北门道闸坏了，${words[3]}`).catch(() => undefined);
    await campus.settle();
    server.engine.organisation.store.db.run(sql`drop trigger broken`);
    for (const body of ['{', `{"${words[0]}":1}`, JSON.stringify({ encrypt: 'AAAA' })])
      await fetch(`${server.url}/feishu/webhook`, { method: 'POST', body });

    const answers: string[] = [];
    for (const path of ['/metrics', '/readyz', '/healthz', `/${encodeURIComponent(words[0])}`])
      answers.push(await (await fetch(`${server.url}${path}`)).text());
    await campus.end({ ignore: [...names, '无名氏'] });

    expect(lines.length).toBeGreaterThan(5);
    const said = [...lines, ...answers].join('\n');
    for (const secret of [...words, ...names, '无名氏', mobile, mobile.slice(3), '灭火器', '厕所', '着火', '食堂后门'])
      expect([secret, lines.concat(answers).find((line) => line.includes(secret))]).toEqual([secret, undefined]);
    expect(said).not.toMatch(/secret-of-the|encrypt-key-of-the|token-of-the|\bt-[0-9a-f]{20,}/);
    expect(said).not.toMatch(/ou_[0-9a-f]{32}/);
    expect(emulatorUrl).toMatch(/^http/);
  });
});
