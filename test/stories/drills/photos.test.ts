import { expect, test } from 'vitest';
import { photosOfDrill } from '../../../src/drills/photos.ts';
import { findDrill } from '../../../src/drills/queries.ts';
import { drillRecord } from '../../../src/drills/record.ts';
import { bodyParts } from '../../../src/inspection/package_parts.ts';
import { drillPaper } from '../../../src/records/drill_paper.ts';
import { hazard } from '../../../src/store/schema/index.ts';
import { addClasses, juniorClasses } from '../campus/classes.ts';
import { picture } from '../campus/picture.ts';
import { openCampus } from '../campus.ts';

test('pictures sent during a drill are the drill’s, and the record has them with weather and plan', async () => {
  const campus = await openCampus({
    start: '2025-09-25 09:00',
    staff: {
      王芳: ['safety_office'],
      周建国: ['principal'],
      李敏: ['staff'],
      郑敏: ['subject_teacher'],
      赵强: ['staff'],
    },
  });
  addClasses(campus, juniorClasses(['李敏'], '八年级', [45]));
  await campus.settle();
  const [office, principal, head] = [campus.person('王芳'), campus.person('周建国'), campus.person('李敏')];
  const [recorder, other] = [campus.person('郑敏'), campus.person('赵强')];
  const reading = () => campus.tenant.server.engine.organisation.change(campus.clock.now(), (context) => context);
  await office.says('演练');
  await office.presses('安排演练');
  await office.presses('保存方案', {
    类型: '火灾疏散',
    时间: '2025-09-25 10:05',
    总指挥: '周建国',
    节次: '大课间',
    按哪版预案: '2025年修订版',
  });
  await office.presses('安排岗位');
  await office.presses('加这个岗位', { 岗位: '拍摄记录', 谁: '郑敏' });
  await campus.to('2025-09-25 10:05');
  await principal.presses('宣布启动');

  // 拍摄记录 sends and is not asked; a colleague is, once; a class head quotes their own card.
  expect(recorder.card('拍摄记录').text).toContain('照片直接发给安园');
  await recorder.sendsPhoto(picture(1));
  recorder.card('已附到“演练照片：火灾疏散”，共 1 张');
  await other.sendsPhoto(picture(2));
  expect(other.card('附到哪一条').text).toContain('演练照片：火灾疏散');
  await other.presses('附到第 1 条');
  await other.sendsPhoto(picture(3));
  other.card('已附到“演练照片：火灾疏散”，共 2 张');
  await head.sendsPhoto(picture(4), { replyTo: head.card('点名：初二1班').messageId });
  head.card('已附到“演练照片：火灾疏散”，共 1 张');
  expect(photosOfDrill(reading(), 1)).toHaveLength(4);
  expect(reading().db.select().from(hazard).all()).toHaveLength(0);

  await head.presses('全部到齐');
  await office.presses('代班上报');
  await office.presses('上报人数', { 班级: '教职工', 全部到齐: true });
  await campus.later(3_000);
  await principal.presses('宣布解除');
  await office.presses('提交评估', { 最慢楼梯: '东梯', 天气: '多云' });
  expect(office.card('请立项').text).toContain('已收照片 4 张');
  await office.presses('问题立项', { 亮点: '口令清楚', 责任人: '王芳', 视频存在哪里: '办公室电脑' });
  await campus.later(3 * 60 * 60_000);
  // Hours later a picture is about something else again; quoting the drill's card it still belongs there.
  await recorder.sendsPhoto(picture(5));
  expect(photosOfDrill(reading(), 1)).toHaveLength(4);
  await recorder.sendsPhoto(picture(6), { replyTo: recorder.card('【演练】已解除').messageId });
  const context = reading();
  const of = findDrill(context, 1);
  const record = of && drillRecord(context, of);
  expect(record?.pictures).toHaveLength(5);
  expect(record?.pictures[0]?.label).toMatch(/^01 2025-09-25 10:05:\d\d 郑敏$/);
  expect(Object.fromEntries(record?.columns ?? [])).toMatchObject({
    '星期/节次/天气': '周四／大课间／多云',
    预案修订版本: '2025年修订版',
    '照片/视频': '照片 5 张；视频存于 办公室电脑',
  });
  expect(record && drillPaper(record).blocks.at(-1)).toMatchObject({
    kind: 'pictures',
    pictures: record?.pictures.map(({ hash }) => ({ hash })),
  });
  const inPackage = [...bodyParts(context, 1, { from: '2025-09-01', to: '2025-09-30', text: '9月' })];
  expect(inPackage.filter((part) => part.is === 'stored' && part.path.includes('/照片/'))).toHaveLength(5);
  await office.presses('要记录表');
  expect(office.everything().some(({ text }) => text.includes('.docx'))).toBe(true);
  // The next plan starts from the same version.
  await office.says('演练');
  await office.presses('安排演练');
  expect(JSON.stringify(office.card('安排演练'))).toContain('2025年修订版');
  await campus.end({ ignore: ['王芳', '周建国', '李敏', '郑敏', '赵强'] });
});
