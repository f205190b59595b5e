import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readCard } from '../../../src/emulators/feishu/card_reading.ts';
import { createFeishuEmulator, type Phone } from '../../../src/emulators/feishu/emulator.ts';
import { createMovableClock } from '../../../src/emulators/ground/clock.ts';
import { openNodeStore, openReadOnlyStore } from '../../../src/store/node.ts';
import {
  classGroup,
  drill,
  drillReport,
  identity,
  person,
  role,
  school,
  slot,
} from '../../../src/store/schema/index.ts';
import { onlyOn } from '../only_on.ts';

/** The server as its own process, killed without warning in the middle of a drill. Time is real here. */
const APP = {
  appId: 'cli_a1b2c3d4e5f60718',
  appSecret: 'secret-of-the-emulated-app',
  encryptKey: 'encrypt-key-of-the-emulated-app',
  verificationToken: 'token-of-the-emulated-app',
} as const;
/** More than leave at once, so that the kill finds some sent, some under way and some waiting. */
const CLASSES = 30;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 3_000; turn += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited in vain until ${what}`);
}

/** A school of thirty classes with a drill that is planned for now. */
function fill(data: string, principal: string, heads: readonly string[]): void {
  const now = Date.now();
  const store = openNodeStore(data, now);
  const { db } = store;
  store.transaction(() => {
    db.insert(school).values({ name: '青山实验学校', shortName: 'QS' }).run();
    // The calendar stands still: only the drill happens.
    db.insert(slot).values({ name: 'digest.weekly:1', knownSince: now, lastSlot: now }).run();
    const add = (name: string, userId: string, roles: Omit<typeof role.$inferInsert, 'personId' | 'schoolId'>) => {
      const { id } = db.insert(person).values({ name, createdAt: now }).returning({ id: person.id }).get();
      db.insert(identity).values({ platform: 'feishu', userId, personId: id, greetedAt: now }).run();
      db.insert(role)
        .values({ ...roles, personId: id, schoolId: 1 })
        .run();
      return id;
    };
    const commanderId = add('周建国', principal, { role: 'principal' });
    heads.forEach((userId, index) => {
      const { id } = db
        .insert(classGroup)
        .values({
          schoolId: 1,
          name: `初二${index + 1}班`,
          stage: 'junior',
          grade: '八年级',
          canonical: `junior-8-${index + 1}`,
          students: 45,
        })
        .returning({ id: classGroup.id })
        .get();
      add(`班主任${index + 1}`, userId, { role: 'class_teacher', scope: 'class', scopeId: String(id) });
    });
    db.insert(drill)
      .values({
        schoolId: 1,
        number: 'QS-YL-202509-0001',
        kind: 'drill',
        type: 'fire-evac',
        state: 'planned',
        plannedAt: now,
        commanderId,
        ladderDone: 9,
      })
      .run();
  });
  store.close();
}

onlyOn('feishu', 'what a killed server keeps does not depend on the vendor')(
  'killed while cards go out and classes report: every card once, every report kept',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'anyuan-drill-'));
    const data = join(directory, 'data');
    const port = await freePort();
    const emulator = createFeishuEmulator({
      app: APP,
      clock: createMovableClock(),
      delivery: { mode: 'webhook', url: `http://127.0.0.1:${port}/feishu/webhook` },
    });
    const { baseUrl } = await emulator.start();
    let child: ChildProcess | undefined;
    const kill = async (): Promise<void> => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    };
    const start = async (): Promise<void> => {
      child = spawn(process.execPath, [join(import.meta.dirname, '../../../src/main.ts')], {
        cwd: directory,
        env: {
          PATH: process.env.PATH ?? '',
          PORT: String(port),
          DATA_DIR: data,
          SECRET_KEY_FILE: join(directory, 'anyuan.key'),
          FEISHU_APP_ID: APP.appId,
          FEISHU_APP_SECRET: APP.appSecret,
          FEISHU_ENCRYPT_KEY: APP.encryptKey,
          FEISHU_VERIFICATION_TOKEN: APP.verificationToken,
          FEISHU_TRANSPORT: 'webhook',
          FEISHU_BASE_URL: baseUrl,
        },
        stdio: 'ignore',
      });
      await until('the server is ready', async () => {
        try {
          return (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
        } catch {
          return false;
        }
      });
    };
    try {
      const principal = emulator.people.add({ name: '周建国' }).openId;
      const heads = Array.from(
        { length: CLASSES },
        (_, index) => emulator.people.add({ name: `班主任${index + 1}` }).openId,
      );
      fill(data, principal, heads);
      await start();

      const phones: readonly Phone[] = heads.map((openId) => emulator.phone(openId));
      const cardsOf = (phone: Phone) =>
        phone.messages().filter((message) => message.type === 'interactive' && message.text.includes('初二'));
      const began = Date.now();
      emulator.faults.slowBy(250, 'POST /im/v1/messages');
      await emulator.phone(principal).says('演练开始');
      const press = async (index: number): Promise<void> => {
        const phone = phones[index];
        const card = phone && cardsOf(phone)[0];
        if (!phone || !card) throw new Error(`class ${index + 1} has no card`);
        const said = (await phone.presses(card.messageId, { button: '全部到齐' })).toast?.content ?? '';
        expect(said).toBe(`已记：初二${index + 1}班 45/45`);
      };
      await until('the first card is out', () => phones.slice(0, 1).every((phone) => cardsOf(phone).length > 0));
      await press(0);
      await kill();
      expect(phones.some((phone) => cardsOf(phone).length === 0)).toBe(true);
      emulator.faults.slowBy(0);
      await start();
      await until('every head has the card', () => phones.every((phone) => cardsOf(phone).length > 0));
      for (let index = 1; index < CLASSES; index += 1) await press(index);

      const store = openReadOnlyStore(data);
      expect(store.db.select().from(drillReport).all()).toHaveLength(CLASSES);
      store.close();
      // The boards tell the last truth, and nobody was asked twice (after a minute who is silent is asked again).
      await until('the commander sees all', () =>
        emulator
          .phone(principal)
          .messages()
          .some(
            (message) =>
              message.type === 'interactive' &&
              readCard(message.content).title.includes(`已报 ${CLASSES}/${CLASSES + 1}`),
          ),
      );
      const first = (phone: Phone) => cardsOf(phone).filter((message) => message.at < began + 60_000);
      expect(phones.map((phone) => first(phone).length)).toEqual(phones.map(() => 1));
    } finally {
      await kill();
      await emulator.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  },
);
