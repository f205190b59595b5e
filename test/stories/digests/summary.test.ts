import { expect, test } from 'vitest';
import { picture } from '../campus.ts';
import { handsIn, reports } from '../hazards/steps.ts';
import { openMeetingSchool } from './meeting_school.ts';

test('小结 9月: figures at a glance, photos chosen, the draft to the asker only; others are told who writes it', async () => {
  const school = await openMeetingSchool();
  const [office, keeper, reporter, vice] = [
    school.person('王芳'),
    school.person('赵强'),
    school.person('刘洋'),
    school.person('孙丽'),
  ];
  const number = await reports(reporter);
  await reporter.sendsPhoto(picture(3));
  office.sees('待认定', number);
  await office.presses('认定派单', { 责任人: '赵强' });
  school.skipAll();
  await handsIn(school);
  await office.presses('提交复查', { 结果: '合格销号' }, office.card('待复查'));
  school.skipAll();

  await office.says('小结 9月');
  const choice = office.sees('小结初稿：2025年9月', '发现 1 项，消除 1 项', '整改前后都有照片的 1 项');
  expect((await office.presses('生成小结', {}, choice)).toast?.content).toBe('正在起草，好了发给您');
  expect((await office.presses('生成小结', {}, choice)).toast?.content).toBe('正在起草，好了发给您');
  office.sees('安全工作小结 2025-09-01至2025-09-18.docx');
  office.sees('初稿好了');
  office.seesNothing();
  await school.later(120_000);
  await office.presses('不放照片', undefined, choice);
  office.sees('安全工作小结 2025-09-01至2025-09-18.docx');
  office.sees('初稿好了');

  await vice.says('本学期总结');
  vice.sees('总结初稿：本学期');
  await keeper.says('小结 9月');
  keeper.sees('安全工作小结由安全办和校领导起草');
  await office.says('小结 乱七八糟');
  office.sees('没看懂');
  await school.end();
});

test('阶段小结: a first draft comes seven days before the school’s own date, and none for what is filed or cancelled', async () => {
  const school = await openMeetingSchool({ start: '2025-12-10 09:00' });
  const office = school.person('王芳');
  const plan = async (name: string) => {
    await office.says('报送');
    await office.presses('新建报送');
    await office.presses('下一步', {});
    await office.presses(
      '保存',
      { 类型: '阶段小结', 名称: name, 文件期限: '2025-12-31', 内部期限: '2025-12-26', 接收方: '教体局' },
      office.card('内部期限'),
    );
  };
  await plan('下半年小结');
  await school.to('2025-12-19 08:59');
  school.skipAll();
  await school.to('2025-12-19 09:00');
  office.sees('小结初稿：本学期', '12月31日止', '统计期内没有整改前后都有照片的隐患');
  office.sees('安全工作小结 2025-09-01至2025-12-19.docx');
  office.sees('初稿好了');
  school.skipAll();
  await school.end({ ignore: ['王芳'] });
});
