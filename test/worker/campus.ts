/**
 * A small school on the Cloudflare host: `src/worker.ts` in workerd, its Durable Object woken by its alarm, and the
 * Feishu emulator at the other end of `fetch`. Time stands still until a test moves it, and lies far ahead of the
 * machine's, so that no alarm goes off by itself.
 */
import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { vi } from 'vitest';
import { plainText, readCard } from '../../src/emulators/feishu/card_reading.ts';
import {
  createFeishuEmulator,
  type FeishuEmulator,
  type MessageView,
  type Phone,
  type PressResult,
} from '../../src/emulators/feishu/emulator.ts';
import { createSteppingClock } from '../../src/emulators/sample_school/stepping_clock.ts';
import { instantOf } from '../../src/kernel/time.ts';
import { openDurableObjectStore } from '../../src/store/durable_object.ts';
import { identity, person, role, school } from '../../src/store/schema/index.ts';
import type { Store } from '../../src/store/store.ts';
import { apps, type OrganisationName } from './secrets.ts';

export const ZONE = 'Asia/Shanghai';
/** A Thursday in term. */
const START = instantOf('2030-09-19', '10:20', ZONE);
/** What pacing holds back comes within a few seconds. */
const SOON_MS = 15_000;

/** Name → roles. 刘洋 reports, 王芳 is the safety office, 赵强 keeps the buildings. */
const staff: Readonly<Record<string, readonly string[]>> = {
  刘洋: ['class_teacher'],
  王芳: ['safety_office'],
  赵强: ['facility_lead'],
  孙丽: ['vice_principal'],
  周建国: ['principal'],
};

export interface Shown {
  readonly messageId: string;
  readonly text: string;
  readonly buttons: readonly string[];
}

export interface Teacher {
  readonly phone: Phone;
  /** The newest message or card that holds all the words. */
  sees(...words: readonly string[]): Shown;
  /** How many messages of the bot hold the word. */
  counts(word: string): number;
  /** Presses a button of the newest card that has it; options and people are given as a person reads them. */
  presses(button: string, values?: Readonly<Record<string, string>>): Promise<PressResult>;
}

export interface Campus {
  readonly emulator: FeishuEmulator;
  readonly now: () => number;
  readonly address: string;
  person(name: string): Teacher;
  /** Somebody with an account at the vendor whom the organisation does not know. */
  stranger(name: string): Teacher;
  /** Lets everything under way finish, as the alarm would. */
  settle(): Promise<void>;
  /** Time passes; the alarm goes off whenever it is due. */
  to(at: number): Promise<void>;
  /** Looks into the organisation's database, or writes to it. */
  inStore<T>(work: (store: Store) => T): Promise<T>;
  alarmAt(): Promise<number | null>;
  /** The vendor takes calls and never answers. */
  hang(isHanging: boolean): void;
  /** The object is thrown out of memory; only what is stored is left. */
  evict(): Promise<void>;
}

/** Opens one of the organisations of `secrets.ts`, by default with staff; `closeCampus` after each test. */
export async function openCampus(
  name: OrganisationName = 'default',
  people: Readonly<Record<string, readonly string[]>> = staff,
): Promise<Campus> {
  const address = `https://anyuan.test${name === 'default' ? '' : `/o/${name}`}/feishu/webhook`;
  const clock = createSteppingClock(START, true);
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  const emulator = createFeishuEmulator({ app: apps[name], clock, delivery: { mode: 'webhook', url: address } });
  const moveTo = (at: number): Promise<void> =>
    clock.moveTo(at, async () => {
      vi.setSystemTime(clock.now());
      await emulator.settled();
    });
  let isHanging = false;
  vi.stubGlobal('fetch', async (...sent: Parameters<typeof fetch>) => {
    const request = new Request(...sent);
    const { host } = new URL(request.url);
    if (host === 'anyuan.test') return exports.default.fetch(request);
    if (host === `${name}.feishu.test`)
      return isHanging ? new Promise<Response>(() => {}) : emulator.app.fetch(request);
    throw new TypeError(`fetch failed: nobody answers at ${host}`);
  });

  const object = () => env.ORGANISATION.getByName(name);
  const alarmAt = () => runInDurableObject(object(), (_object, state) => state.storage.getAlarm());
  const inStore: Campus['inStore'] = (work) =>
    runInDurableObject(object(), (_object, state) => work(openDurableObjectStore(state.storage, clock.now())));

  /** The alarms up to `until`, each at its own time. */
  async function wake(until: () => number): Promise<void> {
    for (;;) {
      await emulator.settled();
      const at = await alarmAt();
      if (at === null || at > until()) return;
      await moveTo(at);
      await runDurableObjectAlarm(object());
    }
  }
  const settle = () => wake(() => clock.now() + SOON_MS);

  // The first request makes the database; nobody works here yet.
  await (await exports.default.fetch(new Request(address.replace('feishu/webhook', 'readyz')))).text();
  const phones = Object.keys(people).map(
    (one) => [one, emulator.phone(emulator.people.add({ name: one }).openId)] as const,
  );
  if (phones.length > 0) await inStore((store) => fill(store, people, phones));
  await settle();

  const teachers = new Map(phones.map(([one, phone]) => [one, teacherOf(emulator, one, phone, settle)]));
  return {
    emulator,
    now: clock.now,
    address,
    settle,
    alarmAt,
    inStore,
    async to(at) {
      await wake(() => at);
      await moveTo(at);
      await settle();
    },
    hang(now) {
      isHanging = now;
    },
    evict: () => evictDurableObject(object()),
    stranger: (one) => teacherOf(emulator, one, emulator.phone(emulator.people.add({ name: one }).openId), settle),
    person(one) {
      const teacher = teachers.get(one);
      if (!teacher) throw new Error(`nobody called ${one} works at this school`);
      return teacher;
    },
  };
}

/** Everybody has an account, and has talked to the bot before. */
function fill(
  { db }: Store,
  people: Readonly<Record<string, readonly string[]>>,
  phones: readonly (readonly [string, Phone])[],
): void {
  const made = db.insert(school).values({ name: '青山实验学校', shortName: 'QS' }).returning({ id: school.id }).get();
  for (const [name, phone] of phones) {
    const { id } = db.insert(person).values({ name, createdAt: START }).returning({ id: person.id }).get();
    phone.messages();
    const directChatId = phone.chats()[0]?.chatId ?? null;
    db.insert(identity)
      .values({ platform: 'feishu', userId: phone.openId, personId: id, greetedAt: START, directChatId })
      .run();
    for (const held of people[name] ?? [])
      db.insert(role).values({ personId: id, schoolId: made.id, role: held }).run();
  }
}

/** Nothing is left for the next test. */
export async function closeCampus(): Promise<void> {
  await reset();
  vi.unstubAllGlobals();
  vi.useRealTimers();
}

function teacherOf(emulator: FeishuEmulator, name: string, phone: Phone, settle: () => Promise<void>): Teacher {
  const received = () => phone.messages().filter((message) => message.from.kind === 'bot' && !message.recalled);
  const onPhone = () =>
    received()
      .map((message) => `  · ${shown(message).text.replaceAll('\n', ' | ')}`)
      .join('\n');
  return {
    phone,
    sees(...words) {
      const found = received().findLast((message) => words.every((word) => shown(message).text.includes(word)));
      if (!found) throw new Error(`${name} does not see ${words.join(' + ')}; on the phone:\n${onPhone()}`);
      return shown(found);
    },
    counts: (word) => received().filter((message) => shown(message).text.includes(word)).length,
    async presses(button, values) {
      const message = received().findLast((one) => shown(one).buttons.includes(button));
      if (!message) throw new Error(`${name} has no card with the button ${button}; on the phone:\n${onPhone()}`);
      const filled = values ? { values: wireValues(emulator, message, values) } : {};
      const result = await phone.presses(message.messageId, { button, ...filled });
      await settle();
      return result;
    },
  };
}

/** Fields by the label a person reads, options and people by their name. */
function wireValues(emulator: FeishuEmulator, message: MessageView, values: Readonly<Record<string, string>>) {
  const { fields } = readCard(message.content);
  return Object.fromEntries(
    Object.entries(values).map(([label, value]) => {
      const field = fields.find((one) => one.label === label);
      if (!field?.name) throw new Error(`no field ${label}; the card has ${fields.map((one) => one.label).join('、')}`);
      const someone = emulator.people.list().find((one) => one.name === value);
      const option = field.options.find((one) => one.text === value || one.value === someone?.openId);
      return [field.name, option?.value ?? value];
    }),
  );
}

function shown(message: MessageView): Shown {
  if (message.type !== 'interactive') return { messageId: message.messageId, text: message.text, buttons: [] };
  return {
    messageId: message.messageId,
    text: plainText(message.content),
    buttons: readCard(message.content).buttons.flatMap((button) => (button.disabled ? [] : [button.label])),
  };
}

/** A picture of one dot. */
export const dot = Uint8Array.from(
  Buffer.from('R0lGODlhAQABAIAAAAEA/////yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64'),
);
