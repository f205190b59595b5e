import { describe, expect, test } from 'vitest';
import { photo } from '../../../src/store/schema/index.ts';
import { jpeg, SECRETS } from '../../photos/pictures.ts';
import { openCampus, picture } from '../campus.ts';
import { assigned, cast, RAILING } from './steps.ts';

describe('photos', () => {
  test('where and with what a photo was taken is not stored', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says(RAILING);
    reporter.sees('请确认');
    await reporter.sendsPhoto(jpeg());
    reporter.sees('已附到');
    await reporter.presses('登记隐患');
    office.sees('待认定', '照片 1 张');
    const { server, emulator } = campus.tenant;
    const [row] = server.engine.organisation.store.db.select().from(photo).all();
    expect(row?.state).toBe('stored');
    expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
    // What left for the vendor again, to be shown on the office's card, is what was stored.
    const shown = office.phone.messages().at(-1);
    const key = /"img_key":"([^"]+)"|(@[\w-]{20,})/.exec(JSON.stringify(shown))?.slice(1).find(Boolean) ?? '';
    const bytes = Buffer.from(emulator.media(key)?.bytes ?? new Uint8Array(0)).toString('latin1');
    expect(bytes.length).toBeGreaterThan(0);
    for (const secret of SECRETS) expect(bytes).not.toContain(Buffer.from(secret).toString('latin1'));
    await campus.end();
  });

  test('what is no picture is said so, and does not count as one', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says(RAILING);
    const form = reporter.sees('请确认');
    await reporter.sendsPhoto(Buffer.from('<html>not a picture</html>'));
    reporter.sees('不是', '照片');
    await reporter.presses('登记隐患', {}, form);
    office.sees('待认定', '照片 没有');
    reporter.skips();
    await campus.end();
  });

  test('with two things open the person says where a photo belongs', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says(RAILING);
    const railing = reporter.sees('请确认', '扶手');
    await reporter.says('食堂后门的灭火器过期了');
    const extinguisher = reporter.sees('请确认', '灭火器');
    await reporter.sendsPhoto(picture(1));
    const which = reporter.sees('这张照片附到哪一条');
    expect(which.text).toContain('扶手');
    const index = which.text.indexOf('扶手') < which.text.indexOf('灭火器') ? 1 : 2;
    await reporter.presses(`附到第 ${index} 条`);
    expect(reporter.card('照片已附上').messageId).toBe(which.messageId);
    await reporter.presses('登记隐患', {}, railing);
    office.sees('待认定', '照片 1 张');
    await reporter.presses('登记隐患', {}, extinguisher);
    office.sees('待认定', '照片 没有');
    await campus.end();
  });
});

describe('a bare photo from somebody who has something to mend', () => {
  test('one open hazard: asked whether it is its photo; yes begins the handing in, with every photo of the burst', async () => {
    const campus = await openCampus();
    const { owner, reporter, office } = cast(campus);
    await assigned(campus);
    await owner.sendsPhoto(picture(3));
    const asked = owner.sees('是整改照片吗', '扶手');
    expect(asked.buttons).toEqual(['是整改照片', '是新隐患']);
    await owner.sendsPhoto(picture(4));
    owner.seesNothing();
    expect(owner.again(asked).text).toContain('这 2 张是');
    await owner.presses('是整改照片');
    expect(owner.again(asked).text).toContain('附到：整改后照片');
    owner.sees('提交整改', '照片已附 2 张');
    const handed = await owner.presses('申请复查', { 整改措施: '换了螺栓' });
    expect(handed.toast?.content).toBe('已交王芳复查');
    reporter.sees('已整改');
    office.sees('待复查', '换了螺栓');
    await campus.end();
  });

  test('是新隐患 begins a report with the photo; so does a sentence about a hazard that follows the photo', async () => {
    const campus = await openCampus();
    const { owner, office } = cast(campus);
    await assigned(campus);
    await owner.sendsPhoto(picture(3));
    owner.sees('是整改照片吗');
    await owner.presses('是新隐患');
    owner.sees('要上报隐患吗');
    await owner.says('食堂后门的灭火器过期了');
    await owner.presses('登记隐患', {}, owner.sees('请确认', '灭火器'));
    office.sees('待认定', '灭火器', '照片 1 张');
    await campus.later(6 * 60_000);
    await owner.sendsPhoto(picture(5));
    const asked = owner.sees('这张照片附到哪一条', '整改后照片', '刚上报的');
    await owner.says('操场篮球架底座锈穿了');
    const form = owner.sees('请确认', '篮球架');
    expect(owner.again(asked).text).toContain('附到：上报');
    await owner.presses('登记隐患', {}, form);
    office.sees('待认定', '篮球架', '照片 1 张');
    await campus.end();
  });

  test('the photo first, then 提交整改 on the task card: the photo is in the form', async () => {
    const campus = await openCampus();
    const { owner } = cast(campus);
    await assigned(campus);
    await owner.sendsPhoto(picture(3));
    const asked = owner.sees('是整改照片吗');
    const { toast } = await owner.presses('提交整改', undefined, owner.card('待整改'));
    expect(toast?.content).toContain('照片已附上');
    owner.sees('提交整改', '照片已附 1 张');
    expect(owner.again(asked).text).toContain('附到：整改后照片');
    await campus.end();
  });

  test('unanswered, it waits in 待办 and can be answered the next day', async () => {
    const campus = await openCampus();
    const { owner } = cast(campus);
    await assigned(campus);
    await owner.sendsPhoto(picture(3));
    owner.sees('是整改照片吗');
    await campus.to('2025-09-19 09:00');
    owner.skips();
    await owner.says('待办');
    owner.sees('2 项待办', '照片附到哪一条：9月18日 10:20 发的');
    await owner.presses('办第 1 项');
    await owner.presses('是整改照片', undefined, owner.sees('是整改照片吗'));
    owner.sees('提交整改', '照片已附 1 张');
    await owner.says('待办');
    owner.sees('1 项待办', '待整改');
    await campus.end();
  });

  test('several to mend: the person chooses, by button or, with more than four, from a list', async () => {
    const campus = await openCampus();
    const { owner } = cast(campus);
    await assigned(campus);
    await assigned(campus, '食堂后门的灭火器过期了');
    await owner.sendsPhoto(picture(3));
    const asked = owner.sees('这张照片附到哪一条', '扶手', '灭火器');
    const [first] = asked.text.match(/\d　整改后照片：[^\n]*灭火器/) ?? [];
    await owner.presses(`附到第 ${first?.[0]} 条`);
    owner.sees('提交整改', '灭火器', '照片已附 1 张');
    await campus.end();
  });

  test('more than four to mend: one list to choose from', async () => {
    const campus = await openCampus();
    const { owner } = cast(campus);
    for (const words of [
      RAILING,
      '食堂后门的灭火器过期了',
      '操场篮球架底座锈穿了',
      '男厕所地漏堵了，水漫出来，地上滑',
      '监控室说操场南角的摄像头黑屏两天',
    ])
      await assigned(campus, words);
    await owner.sendsPhoto(picture(3));
    const asked = owner.sees('这张照片附到哪一条');
    expect(asked.buttons).toEqual(['附上照片', '新报一条']);
    const title = /待整改：(\S+)/.exec(owner.card('待整改', '篮球架').text)?.[1] ?? '';
    await owner.presses('附上照片', { 附到哪一条: `整改后照片：${title}` }, asked);
    owner.sees('提交整改', '篮球架', '照片已附 1 张');
    await campus.end();
  });
});
