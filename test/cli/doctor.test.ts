import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockDirectory } from '../../src/store/node.ts';
import { identity, person, platformBudget, role, school } from '../../src/store/schema/index.ts';
import { type Machine, openMachine } from './machine.ts';

let machine: Machine;
beforeEach(async () => {
  machine = await openMachine();
});
afterEach(() => machine.stop());

test('a server that runs well: everything is looked at and nothing is wrong', async () => {
  await machine.startServer();
  const { exit, said } = await machine.anyuan(['doctor']);
  expect(said).not.toMatch(/✗/);
  expect(exit).toBe(0);
  for (const line of [
    /✓ 设置/,
    /✓ 密钥/,
    /✓ 服务 server：正在运行/,
    /✓ 服务的连接 transports：feishu\.websocket/,
    /✓ 数据库 database：完好/,
    /✓ 审计 audit chain：\d+ 行/,
    /✓ 本月调用 calls：\d{4}-\d{2} 已用 \d+\/10000/,
    /✓ 时钟/,
    /✓ 应用和机器人 app, bot：凭证有效，机器人“安园”可用/,
    /✓ 通讯录范围 contacts：全部成员/,
    /✓ 长连接/,
    /! 安全办 safety office：还没有人\n {4}→ .*绑定/,
  ])
    expect(said).toMatch(line);
  expect(said).not.toContain(machine.env.FEISHU_APP_SECRET);
});

test('before the first start: what is missing is named at once, with its place in the console', async () => {
  delete machine.env.FEISHU_APP_ID;
  delete machine.env.FEISHU_APP_SECRET;
  machine.env.PORT = 'abc';
  const { exit, said } = await machine.anyuan(['doctor']);
  expect(exit).toBe(1);
  expect(said).toMatch(/PORT/);
  expect(said).toMatch(/FEISHU_APP_ID.*凭证与基础信息/);
  expect(said).toMatch(/FEISHU_APP_SECRET.*凭证与基础信息/);
  expect(said).toMatch(/! 数据库 database：.*还没有/);
  expect(said).toMatch(/! 飞书、钉钉 platforms：设置齐了再查/);
});

describe('what the vendor says is turned into what to do and where', () => {
  test.each<[string, (machine: Machine) => void, RegExp]>([
    [
      'a wrong secret',
      ({ env }) => {
        env.FEISHU_APP_SECRET = 'another';
      },
      /✗ 应用和机器人[\s\S]*→ .*凭证与基础信息：核对 App ID 和 App Secret/,
    ],
    [
      'a missing scope',
      ({ emulator }) => emulator.faults.failNext(1, { status: 400, code: 99991672, path: 'GET /contact/v3/scopes' }),
      /✗ 通讯录范围[\s\S]*→ .*权限管理：开通/,
    ],
    [
      'an unpublished app',
      ({ emulator }) => emulator.faults.failNext(1, { status: 400, code: 99991673, path: 'GET /bot/v3/info' }),
      /✗ 应用和机器人[\s\S]*→ .*版本管理与发布/,
    ],
    [
      'an empty contact range',
      ({ emulator }) => {
        emulator.rules.contactRange = new Set();
      },
      /✗ 通讯录范围 contacts：空的[\s\S]*→ .*通讯录权限范围/,
    ],
    [
      'no long connections for this app',
      ({ emulator }) => emulator.faults.endpointCode(403),
      /✗ 长连接[\s\S]*403[\s\S]*→ .*使用长连接/,
    ],
    [
      'too many long connections',
      ({ emulator }) => emulator.faults.endpointCode(1000040350),
      /✗ 长连接[\s\S]*→ .*超过 50 个/,
    ],
    [
      'a code nobody has seen',
      ({ emulator }) => emulator.faults.failNext(1, { status: 400, code: 77777, path: 'GET /bot/v3/info' }),
      /✗ 应用和机器人[\s\S]*77777[\s\S]*→ .*日志号 \S+/,
    ],
    [
      'an address where nobody is',
      ({ env }) => {
        env.FEISHU_BASE_URL = 'http://127.0.0.1:9';
      },
      /✗ 网络 network：连不上[\s\S]*→ .*DNS/,
    ],
  ])('%s', async (_, spoil, expected) => {
    spoil(machine);
    const { exit, said } = await machine.anyuan(['doctor']);
    expect(said).toMatch(expected);
    expect(exit).toBe(1);
  });

  test('webhooks: the address to enter', async () => {
    machine.env.FEISHU_TRANSPORT = 'webhook';
    machine.env.FEISHU_VERIFICATION_TOKEN = 'token';
    expect((await machine.anyuan(['doctor'])).said).toMatch(/! 回调地址[\s\S]*\/feishu\/webhook/);
  });
});

describe('data', () => {
  test('a changed audit row', async () => {
    const server = await machine.startServer();
    const client = new Database(join(machine.data, 'anyuan.db'));
    client.exec("update audit set subject = 'hazard:1' where sequence = 1");
    client.close();
    const { exit, said } = await machine.anyuan(['doctor']);
    expect(said).toMatch(/✗ 数据库 database：审计链在第 1 行断开[\s\S]*restore/);
    expect(exit).toBe(1);
    expect(server.engine.organisation.store.engine).toBe('better-sqlite3');
  });

  test('a file that is no database, and rows that point nowhere', async () => {
    const server = await machine.startServer();
    await server.stop();
    const client = new Database(join(machine.data, 'anyuan.db'));
    client.pragma('foreign_keys = OFF');
    client.exec(
      "insert into role (person_id, school_id, role, scope, scope_id) values (99, 98, 'staff', 'school', '')",
    );
    client.close();
    expect((await machine.anyuan(['doctor'])).said).toMatch(/✗ 数据库 database：\d+ 行指向不存在的记录/);
    for (const name of ['anyuan.db', 'anyuan.db-wal', 'anyuan.db-shm'])
      rmSync(join(machine.data, name), { force: true });
    writeFileSync(join(machine.data, 'anyuan.db'), 'certainly no database, however long it may be');
    expect((await machine.anyuan(['doctor'])).said).toMatch(/✗ 数据库 database：打不开/);
  });

  test('a process that holds the directory and does not answer', async () => {
    const unlock = lockDirectory(machine.data);
    expect((await machine.anyuan(['doctor'])).said).toMatch(/✗ 服务 server：占着数据目录，但不应答/);
    unlock();
    expect((await machine.anyuan(['doctor'])).said).toMatch(/! 服务 server：没有运行/);
  });

  test('calls that run out', async () => {
    const server = await machine.startServer();
    const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
    server.engine.organisation.change(Date.now(), (context) =>
      context.db
        .insert(platformBudget)
        .values({ platform: 'feishu', month, calls: 9_500 })
        .onConflictDoUpdate({ target: [platformBudget.platform, platformBudget.month], set: { calls: 9_500 } })
        .run(),
    );
    expect((await machine.anyuan(['doctor'])).said).toMatch(/✗ 本月调用 calls：.* 已用 95\d\d\/10000/);
  });
});

describe('the key', () => {
  test('gone although there are data, spoilt, open to others, inside the data', async () => {
    const key = join(machine.folder, 'anyuan.key');
    const server = await machine.startServer();
    await server.stop();
    chmodSync(key, 0o644);
    expect((await machine.anyuan(['doctor'])).said).toMatch(/! 密钥.*别的用户也能读\n {4}→ 运行 chmod 600/);
    writeFileSync(key, 'short');
    expect((await machine.anyuan(['doctor'])).said).toMatch(/✗ 密钥.*内容不对/);
    rmSync(key);
    expect((await machine.anyuan(['doctor'])).said).toMatch(/✗ 密钥.*不在了/);
    machine.env.SECRET_KEY_FILE = join(machine.data, 'anyuan.key');
    expect((await machine.anyuan(['doctor'])).said).toMatch(/✗ 密钥.*在数据目录里/);
  });
});

describe('the test card', () => {
  /** Somebody who is the safety office, with a phone. */
  async function withOffice() {
    const server = await machine.startServer();
    const { openId } = machine.emulator.people.add({ name: '李强' });
    server.engine.organisation.change(Date.now(), ({ db, now }) => {
      const schoolId = db.insert(school).values({ name: '光善小学', shortName: 'GS' }).returning().get().id;
      const personId = db.insert(person).values({ name: '李强', createdAt: now }).returning().get().id;
      db.insert(role).values({ personId, schoolId, role: 'safety_office', scope: 'school', scopeId: '' }).run();
      db.insert(identity).values({ platform: 'feishu', userId: openId, personId }).run();
    });
    return machine.emulator.phone(openId);
  }

  test('goes out, its button comes back, and it turns green', async () => {
    const phone = await withOffice();
    const done = machine.anyuan(['doctor', '--card']);
    const seen = () => phone.messages().find((message) => JSON.stringify(message.content).includes('测试按钮'));
    await expect.poll(seen, { timeout: 10_000 }).toBeDefined();
    await phone.presses(seen()?.messageId ?? '', { button: '测试按钮' });
    const { exit, said } = await done;
    expect(said).toMatch(/已发给安全办 1 人/);
    expect(said).toMatch(/✓ 测试卡 test card：收到按钮/);
    expect(exit).toBe(0);
    await expect
      .poll(() => JSON.stringify(phone.messages().map((message) => message.content)), { timeout: 10_000 })
      .toMatch(/测试通过/);
  });

  test('nobody to send it to, or no server', async () => {
    expect((await machine.anyuan(['doctor', '--card'])).said).toMatch(/✗ 测试卡.*服务没有运行/);
    await machine.startServer();
    const { exit, said } = await machine.anyuan(['doctor', '--card']);
    expect(said).toMatch(/✗ 测试卡.*还没有安全办/);
    expect(exit).toBe(1);
  });
});
