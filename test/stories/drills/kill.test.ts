import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../../../src/emulators/sample_school/vendor_end.ts';
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
import { storyPlatform } from '../only_on.ts';
import { vendorOfKilled } from './killed_server.ts';

/** The server as its own process, killed without warning in the middle of a drill. Time is real here. */
/** More than leave at once, so that the kill finds some sent, some under way and some waiting. */
const CLASSES = 30;

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
      db.insert(identity).values({ platform: storyPlatform, userId, personId: id, greetedAt: now }).run();
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

test('killed while cards go out and classes report: every card once, every report kept', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'anyuan-drill-'));
  const data = join(directory, 'data');
  const port = await freePort();
  const vendor = await vendorOfKilled(storyPlatform, port);
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
        ...vendor.environment,
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
    await vendor.connected();
  };
  try {
    const principal = vendor.add('周建国');
    const heads = Array.from({ length: CLASSES }, (_, index) => vendor.add(`班主任${index + 1}`));
    fill(data, principal, heads);
    await start();

    const cardsOf = (head: string) => vendor.cards(head).filter((card) => card.text.includes('初二'));
    const began = Date.now();
    vendor.slowCards(250);
    await vendor.says(principal, '演练开始');
    const press = async (index: number): Promise<void> => {
      const head = heads[index];
      const card = head && cardsOf(head)[0];
      if (!head || !card) throw new Error(`class ${index + 1} has no card`);
      const said = await vendor.presses(head, card.id, '全部到齐');
      expect(said).toContain(storyPlatform === 'feishu' ? `已记：初二${index + 1}班 45/45` : `初二${index + 1}班`);
    };
    await until('the first card is out', () => heads.slice(0, 1).every((head) => cardsOf(head).length > 0));
    await press(0);
    await kill();
    expect(heads.some((head) => cardsOf(head).length === 0)).toBe(true);
    vendor.slowCards(0);
    await start();
    await until('every head has the card', () => heads.every((head) => cardsOf(head).length > 0));
    for (let index = 1; index < CLASSES; index += 1) await press(index);

    const store = openReadOnlyStore(data);
    expect(store.db.select().from(drillReport).all()).toHaveLength(CLASSES);
    store.close();
    // The boards tell the last truth, and nobody was asked twice (after a minute who is silent is asked again).
    await until('the commander sees all', () =>
      vendor.cards(principal).some((card) => card.text.includes(`已报 ${CLASSES}/${CLASSES + 1}`)),
    );
    const first = (head: string) => cardsOf(head).filter((card) => card.at < began + 60_000);
    expect(heads.map((head) => new Set(first(head).map((card) => card.card)).size)).toEqual(heads.map(() => 1));
    // Only what was under way at the kill may be shown twice, and only where the vendor cannot be asked (DingTalk).
    const twice = heads.filter((head) => first(head).length > 1);
    expect(twice.length).toBeLessThanOrEqual(storyPlatform === 'feishu' ? 0 : CLASSES / 2);
  } finally {
    await kill();
    await vendor.stop();
    rmSync(directory, { recursive: true, force: true });
  }
});
