import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { school } from '../../src/store/schema/index.ts';
import { type Machine, openMachine } from './machine.ts';

let machine: Machine;
beforeEach(async () => {
  machine = await openMachine();
});
afterEach(() => machine.stop());

describe('export', () => {
  test('writes every ledger of a school while the server runs', async () => {
    const server = await machine.startServer();
    server.engine.organisation.change(Date.now(), (context) =>
      context.db.insert(school).values({ name: '光明学校', shortName: 'GM' }).run(),
    );
    const to = join(machine.folder, 'out');
    const made = await machine.anyuan(['export', '--period', '2025-09', '--to', to, '--photos']);
    expect(made.said).toContain('隐患台账-2025-09-01至2025-09-30.xlsx：0 行，照片 0 张');
    expect(made.exit).toBe(0);
    expect(readdirSync(to)).toHaveLength(8);
    const shown = await machine.anyuan(['export', '隐患', '--photos', 'embed', '--to', join(machine.folder, 'shown')]);
    expect(shown.said).toContain('照片 0 张');
    const one = await machine.anyuan([
      'export',
      '演练',
      '--period',
      '本学期',
      '--to',
      join(machine.folder, 'one'),
      '--school',
      '光明',
    ]);
    expect(one.exit).toBe(0);
    expect(readdirSync(join(machine.folder, 'one'))).toHaveLength(1);
  });

  test('--package makes one zip of a school while the server runs, and overwrites none', async () => {
    const server = await machine.startServer();
    server.engine.organisation.change(Date.now(), (context) =>
      context.db.insert(school).values({ name: '光明学校', shortName: 'GM' }).run(),
    );
    const to = join(machine.folder, 'out');
    const words = ['export', '--package', '--from', '2025-09-01', '--to', '2025-09-30', '--out', to];
    const made = await machine.anyuan(words);
    expect(made.said).toContain('审计链完整');
    expect(made.exit).toBe(0);
    expect(readdirSync(to)).toEqual(['光明学校迎检包-2025-09-01至2025-09-30.zip']);
    expect((await machine.anyuan(words)).said).toContain('已经存在');
    expect(await machine.anyuan(['export', '--package', '--from', '2025-09-01'])).toMatchObject({ exit: 2 });
  });

  test.each([
    [['export', '别的'], 2, '用法'],
    [['export', '--photos=all'], 2, '用法'],
    [['export', '--period', '后年'], 2, '没看懂时间'],
    [['export', '--school', '没有的学校'], 1, '没有叫“没有的学校”的学校'],
  ])('%j says what is wrong', async (words, exit, said) => {
    const server = await machine.startServer();
    server.engine.organisation.change(Date.now(), (context) =>
      context.db.insert(school).values({ name: '光明学校', shortName: 'GM' }).run(),
    );
    const answer = await machine.anyuan([...words, '--to', join(machine.folder, 'out')]);
    expect(answer.said).toContain(said);
    expect(answer.exit).toBe(exit);
    expect(existsSync(join(machine.folder, 'out')) && readdirSync(join(machine.folder, 'out')).length > 0).toBe(false);
  });

  test('without data there is nothing to export', async () => {
    const answer = await machine.anyuan(['export']);
    expect(answer.said).toContain('还没有数据');
    expect(answer.exit).toBe(1);
  });
});
