import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { type Campus, openCampus, picture } from '../campus.ts';
import { storiesOnlyOn } from '../only_on.ts';

const count = (campus: Campus, table: 'hazard' | 'photo' | 'draft'): number =>
  campus.tenant.server.engine.organisation.store.db.get<{ rows: number }>(
    sql`select count(*) as rows from ${sql.raw(table)}`,
  ).rows;

storiesOnlyOn('feishu', 'its own ids and codes of repeated events').each(['websocket', 'webhook'] as const)(
  'the same event again over %s',
  (transport) => {
    test('an event delivered twice at once is one form, one photo, one record', async () => {
      const campus = await openCampus({ transport });
      const { faults } = campus.tenant.emulator;
      const [reporter, office] = [campus.person('刘洋'), campus.person('王芳')];
      faults.duplicateNextEvent();
      await reporter.says('操场单杠松动了');
      reporter.sees('请确认', '单杠');
      reporter.seesNothing();
      faults.duplicateNextEvent();
      await reporter.sendsPhoto(picture(1));
      reporter.sees('已附到', '共 1 张');
      reporter.seesNothing();
      await reporter.presses('登记隐患');
      office.sees('待认定');
      expect([count(campus, 'draft'), count(campus, 'photo'), count(campus, 'hazard')]).toEqual([1, 1, 1]);
      await campus.end();
    });

    test('an event whose answer got lost comes again for six hours and stays one', async () => {
      const campus = await openCampus({ transport, start: '2025-09-18 09:00' });
      const { emulator } = campus.tenant;
      const reporter = campus.person('刘洋');
      emulator.faults.dropNextAck(5);
      await reporter.says('操场单杠松动了');
      reporter.sees('请确认', '单杠');
      expect(emulator.waitingRetries()).toBe(1);
      await campus.to('2025-09-18 16:30');
      expect(emulator.waitingRetries()).toBe(0);
      // Nobody pressed: after 15 minutes the words alone became a record (domain/hazards.md §8).
      expect([count(campus, 'draft'), count(campus, 'hazard')]).toEqual([1, 1]);
      reporter.sees('已按原话登记为 QS-202509-0001');
      reporter.seesNothing();
      await campus.end({ ignore: ['王芳', '孙丽', '周建国', '吴刚'] });
    });

    test('the last event once more', async () => {
      const campus = await openCampus({ transport });
      const reporter = campus.person('刘洋');
      await reporter.says('操场单杠松动了');
      reporter.sees('请确认');
      await campus.tenant.emulator.faults.redeliverLast();
      await campus.settle();
      reporter.seesNothing();
      expect(count(campus, 'draft')).toBe(1);
      await campus.end();
    });

    test('a press whose answer got lost is kept; pressing again is answered kindly', async () => {
      const campus = await openCampus({ transport });
      const { emulator } = campus.tenant;
      const [reporter, office] = [campus.person('刘洋'), campus.person('王芳')];
      await reporter.says('操场单杠松动了');
      const form = reporter.sees('请确认');
      emulator.faults.dropNextAck();
      const lost = await reporter.presses('登记隐患');
      expect(lost.error).toBe(200341);
      expect(count(campus, 'hazard')).toBe(1);
      expect(reporter.card('已登记', 'QS-202509-0001').messageId).toBe(form.messageId);
      office.sees('待认定');
      await campus.end();
    });

    test('the same press delivered twice gets the same answer', async () => {
      const campus = await openCampus({ transport, cardReply: 'inline' });
      const reporter = campus.person('刘洋');
      const { engine } = campus.tenant.server;
      await reporter.says('操场单杠松动了');
      const form = reporter.sees('请确认');
      const press = {
        kind: 'press',
        platform: 'feishu',
        deliveryId: 'event-of-the-story',
        at: campus.clock.now(),
        sender: { userId: reporter.openId },
        messageId: form.messageId,
        chatId: '',
        action: 'hazard.register',
        reference: { draft: 1 },
        revision: 1,
        values: Object.fromEntries(form.fields.map(({ name, initial }) => [name, String(initial ?? '操场')])),
      } as const;
      const first = await engine.receive(press);
      const again = await engine.receive(press);
      expect(first.toast?.text).toBe('已登记 QS-202509-0001');
      expect(again.toast).toEqual(first.toast);
      expect(again.card?.card.title).toBe(first.card?.card.title);
      expect(count(campus, 'hazard')).toBe(1);
      const second = await engine.receive({ ...press, deliveryId: 'another-event' });
      expect(second.toast?.text).toContain('已经登记');
      expect(count(campus, 'hazard')).toBe(1);
      await campus.settle();
      campus.person('王芳').sees('待认定');
      await campus.end();
    });
  },
);
