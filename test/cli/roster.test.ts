import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openReadOnlyStore } from '../../src/store/node.ts';
import { identity, person, rosterImport } from '../../src/store/schema/index.ts';
import { type Machine, openMachine } from './machine.ts';

let machine: Machine;
let file: string;

beforeEach(async () => {
  machine = await openMachine();
  file = join(machine.folder, '教职工名册.csv');
  writeFileSync(
    file,
    '\uFEFF光善小学教职工名册,,,\n姓名,手机号,角色,班级\n王芳,13800000001,班主任,三(1)班\n李强,13800000002,安全办,\n赵四,1380000,保安,\n',
  );
});
afterEach(() => machine.stop());

const names = (): readonly string[] => {
  const store = openReadOnlyStore(machine.data);
  try {
    return store.db
      .select()
      .from(person)
      .where(eq(person.state, 'active'))
      .all()
      .map((row) => row.name)
      .sort();
  } finally {
    store.close();
  }
};

test('without a server: preview with every problem, nothing happens before a yes, then it is imported once', async () => {
  const unanswered = await machine.anyuan(['roster', 'import', file]);
  expect(unanswered.exit).toBe(1);
  expect(unanswered.said).toMatch(/将新增 3 人、更新 0 人/);
  expect(unanswered.said).toMatch(/第5行 .*手机号/);
  expect(unanswered.said).toMatch(/加 --yes/);
  expect((await machine.anyuan(['roster', 'import', file], 'n')).said).toMatch(/没有导入/);
  expect(names()).toEqual([]);

  const yes = await machine.anyuan(['roster', 'import', file], 'y');
  expect(yes.said).toMatch(/已导入：新增 3/);
  expect(yes.exit).toBe(0);
  expect(names()).toEqual(['李强', '王芳', '赵四'].sort());
  const again = await machine.anyuan(['roster', 'import', file, '--yes']);
  expect(again.said).toMatch(/将新增 0 人、更新 0 人、不变 3 人/);
  expect(names()).toHaveLength(3);
});

test('through the running server, which looks for the accounts by mobile number', async () => {
  machine.emulator.people.add({ name: '王芳', mobile: '13800000001' });
  await machine.startServer();
  const { exit, said } = await machine.anyuan(['roster', 'import', file, '--yes']);
  expect(said).toMatch(/已导入：新增 3/);
  expect(said).toMatch(/飞书账号 1\/3 人/);
  expect(exit).toBe(0);
  const store = openReadOnlyStore(machine.data);
  expect(store.db.select().from(identity).all()).toHaveLength(1);
  // The rows of a roster, with their numbers, are erased once they are decided on.
  expect(
    store.db
      .select()
      .from(rosterImport)
      .all()
      .every((row) => row.rows === null),
  ).toBe(true);
  store.close();
});

test.each([
  ['not there', 'nowhere.csv', undefined, /找不到文件/],
  ['empty', 'empty.xlsx', '', /是空的/],
  ['no roster', 'letter.xlsx', 'Dear school', /没找到表头[\s\S]*没有导入/],
])('a file that is %s: said so, with the server and without', async (_, name, text, expected) => {
  const path = join(machine.folder, name);
  if (text !== undefined) writeFileSync(path, text);
  expect(await machine.anyuan(['roster', 'import', path, '--yes'])).toMatchObject({
    exit: 1,
    said: expect.stringMatching(expected),
  });
  await machine.startServer();
  expect(await machine.anyuan(['roster', 'import', path, '--yes'])).toMatchObject({
    exit: 1,
    said: expect.stringMatching(expected),
  });
});

test('nobody in it: not imported', async () => {
  writeFileSync(file, '姓名,手机号\n');
  const { exit, said } = await machine.anyuan(['roster', 'import', file, '--yes']);
  expect(exit).toBe(1);
  expect(said).toMatch(/没有读出人/);
  expect(readdirSync(machine.data)).toContain('anyuan.db');
});
