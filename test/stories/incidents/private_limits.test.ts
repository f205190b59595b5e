import { expect, test } from 'vitest';
import { privateLimitsOf } from '../../../src/incidents/private_limits.ts';
import { openCampus } from '../campus.ts';

test('safety office and principal set the limits of private matters by a word; the document’s ten days stay the most', async () => {
  const campus = await openCampus({
    start: '2025-09-18 09:00',
    staff: { 王芳: ['safety_office'], 周建国: ['principal'], 李敏: ['subject_teacher'] },
  });
  const [office, principal, teacher] = [campus.person('王芳'), campus.person('周建国'), campus.person('李敏')];
  const { store } = campus.tenant.server.engine.organisation;
  await principal.says('经办设置');
  expect(principal.card('私下说的事：办理时限').text).toContain(
    '欺凌 10 日内查清是文件期限（教督〔2017〕10 号），只能更短',
  );
  const usual = {
    '欺凌：启动核查（小时）': 12,
    '威胁：口头报校长（分钟）': 30,
    '威胁：研判（小时）': 2,
    '没有期限的步骤，首问（上课日）': 5,
    '之后每隔（天）': 14,
  };
  await principal.presses('保存时限', { ...usual, '欺凌：认定（日）': 11 });
  expect(privateLimitsOf({ db: store.db }, 1).decided).toBe(10);
  await principal.presses('保存时限', { ...usual, '欺凌：认定（日）': 7 });
  expect(privateLimitsOf({ db: store.db }, 1)).toMatchObject({ decided: 7, checking: 12, firstAsked: 5 });
  await office.says('经办时限');
  office.card('私下说的事：办理时限');
  await teacher.says('经办设置');
  expect(teacher.phone.messages().some((message) => message.text.includes('办理时限'))).toBe(false);
  await campus.end({ ignore: ['王芳', '周建国', '李敏'] });
});
