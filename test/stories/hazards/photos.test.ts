import { describe, expect, test } from 'vitest';
import { photo } from '../../../src/store/schema/index.ts';
import { jpeg, SECRETS } from '../../photos/pictures.ts';
import { openCampus, picture } from '../campus.ts';
import { cast, RAILING } from './steps.ts';

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
