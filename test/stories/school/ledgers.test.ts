import { describe, expect, test } from 'vitest';
import { openCampus } from '../campus.ts';

describe('导出台账', () => {
  test('the file comes to the asker alone; who may not read it hears who may, and nothing is lost on odd words', async () => {
    const campus = await openCampus();
    const office = campus.person('王芳');
    const reporter = campus.person('刘洋');
    await reporter.says('食堂后门的灭火器过期了');
    await reporter.presses('登记隐患');
    office.skips();
    reporter.skips();
    await office.says('导出隐患台账 本月');
    office.sees('正在整理隐患台账（2025年9月）');
    const file = office.phone.messages().find((message) => message.type === 'file');
    expect(file?.text).toMatch(/隐患台账-2025-09-01至2025-09-30\.xlsx$/);
    office.sees('xlsx');
    office.sees('共 1 行');
    await office.says('导出台账 9月 带照片');
    office.sees('正在整理隐患台账（2025年9月）');
    office.sees('xlsx');
    office.sees('共 1 行');
    await office.says('台账');
    const pressed = await office.presses('导出台账', undefined, office.sees('台账：在账 1'));
    expect(pressed.toast?.content).toMatch(/正在整理（.+），好了发给您/);
    office.sees('xlsx');
    office.sees('共 1 行');
    await office.says('导出台账 去年冬天那会儿');
    office.sees('没看懂要哪段时间的隐患台账');
    await reporter.says('导出台账');
    reporter.sees('台账由安全办和校领导导出');
    await campus.end();
  });
});
