/**
 * A small school for stories: the real server on the Feishu emulator, people with phones, and a clock that stands
 * still until the story moves it. A message nobody expected fails the story at its end.
 */
import type { Phone, PressResult } from '../../src/emulators/feishu/emulator.ts';
import { createSteppingClock, type SteppingClock } from '../../src/emulators/sample_school/stepping_clock.ts';
import type { Tenant } from '../../src/emulators/sample_school/tenant.ts';
import { instantOf } from '../../src/kernel/time.ts';
import type { PlatformName } from '../../src/platforms/platform.ts';
import { identity, person as personTable, role, school, slot } from '../../src/store/schema/index.ts';
import { sleeping } from './campus/sleeping_clock.ts';
import { openDingTalkWorld } from './worlds/dingtalk.ts';
import { openFeishuWorld } from './worlds/feishu.ts';
import { openTwinWorld } from './worlds/twin.ts';
import type { Received, ShownCard, Values } from './worlds/world.ts';

export { picture } from './campus/picture.ts';
export type { ShownCard } from './worlds/world.ts';

const worlds = { feishu: openFeishuWorld, dingtalk: openDingTalkWorld, both: openTwinWorld };

const ZONE = 'Asia/Shanghai';
/** A Thursday in term. */
export const START = '2025-09-18 10:20';
const at = (moment: string): number => instantOf(moment.slice(0, 10), moment.slice(11), ZONE);

export interface Role {
  readonly role: string;
  readonly scope?: 'class' | 'place' | 'grade';
  readonly scopeId?: string;
}

/** Name → roles. 刘洋 reports, 王芳 is the safety office, 赵强 keeps the buildings. */
export const staffOfStories: Readonly<Record<string, readonly string[]>> = {
  刘洋: ['class_teacher'],
  王芳: ['safety_office'],
  赵强: ['facility_lead'],
  陈静: ['canteen_manager'],
  孙丽: ['vice_principal'],
  周建国: ['principal'],
  吴刚: ['duty_leader'],
  郑敏: ['subject_teacher'],
};

export interface CampusOptions {
  /** Left out: Feishu, or what STORY_PLATFORM says, to try stories on the other platform. */
  readonly platform?: PlatformName | 'both';
  /** In a school on both: who is on DingTalk; the others are on Feishu. */
  readonly onDingTalk?: readonly string[];
  readonly transport?: 'websocket' | 'webhook';
  /** DingTalk without a card template: cards are numbered text. */
  readonly asText?: boolean;
  readonly cardReply?: 'patch' | 'inline';
  /** Cards link the form page at this address of the server (PUBLIC_URL); the port must be free. */
  readonly pages?: { readonly url: string; readonly port: number };
  readonly staff?: Readonly<Record<string, readonly string[]>>;
  /** `YYYY-MM-DD HH:mm`. */
  readonly start?: string;
  /** Without it the school is filled in directly; stories about pairing and rosters begin with nobody. */
  readonly empty?: boolean;
  /** The school's duties and weekly summary run by themselves; without it the calendar stands still. */
  readonly duties?: boolean;
  /** Hears every line of the server's log as it would be printed. */
  readonly onLog?: (line: { readonly level: string; readonly fields: unknown; readonly message: string }) => void;
  /** The database is a file, as in production. */
  readonly onDisk?: boolean;
  /** The story makes the server log errors on purpose; they do not fail it. */
  readonly expectsErrors?: boolean;
}

export interface Teacher {
  readonly name: string;
  readonly platform: PlatformName;
  /** The vendor's id of the person. */
  readonly openId: string;
  /** For stories about Feishu itself. */
  readonly phone: Phone;
  says(text: string, options?: { chatId?: string; mentionBot?: boolean; replyTo?: string }): Promise<void>;
  /** Writes and does not wait for what comes of it. */
  saysOnly(text: string): Promise<void>;
  /** Opens the one-to-one chat for the first time; DingTalk tells nobody. */
  opensChat(): Promise<void>;
  sendsPhoto(bytes: Uint8Array, options?: { replyTo?: string }): Promise<void>;
  sendsFile(name: string, bytes: Uint8Array, options?: { replyTo?: string }): Promise<void>;
  /** The next message not yet looked at that holds all the words; everything before it must have been looked at. */
  sees(...words: readonly string[]): ShownCard;
  /** Nothing new has come. */
  seesNothing(): void;
  /** The card that now holds all the words, looked at before or not: cards change in place. */
  card(...words: readonly string[]): ShownCard;
  /** Presses a button of the newest card that has it; option and person values are given as a person reads them. */
  presses(button: string, values?: Values, on?: ShownCard): Promise<PressResult>;
  /** Presses and does not wait for anything but the answer. */
  pressesOnly(button: string, values?: Values, on?: ShownCard): Promise<PressResult>;
  /** A card that was seen before, as it is now. */
  again(seen: ShownCard): ShownCard;
  /** Forgets everything that has come so far. */
  skips(): void;
  /** Everything the bot has sent, as it is on the phone now, looked at or not. */
  everything(): readonly Received[];
}

export interface Campus {
  /** In a school on both: Feishu. */
  readonly platform: PlatformName;
  /** For stories about Feishu itself; its server on either platform. */
  readonly tenant: Tenant;
  readonly clock: SteppingClock;
  readonly pairingCodes: readonly string[];
  person(name: string): Teacher;
  /** Somebody with an account at the vendor and in no roster. */
  stranger(name: string, options?: { readonly mobile?: string; readonly on?: PlatformName }): Teacher;
  /** Moves the clock to `YYYY-MM-DD HH:mm`, or by ms. */
  to(moment: string): Promise<void>;
  later(milliseconds: number): Promise<void>;
  /** The server sleeps until `YYYY-MM-DD HH:mm`: nothing it planned happens on the way, everything due comes at once. */
  outageUntil(moment: string): Promise<void>;
  /** A group with these people and the bot; what it is for is not set. Gives its chat id. */
  group(name: string, people: readonly string[]): Promise<string>;
  /** The words of all bot messages in a group. */
  inGroup(chatId: string): readonly string[];
  /** Lets everything under way finish, also what pacing holds back for a few seconds. */
  settle(): Promise<void>;
  /** Ends the story: nobody's phone may hold a message that was not looked at. */
  end(options?: { ignore?: readonly string[] }): Promise<void>;
}

export async function openCampus(options: CampusOptions = {}): Promise<Campus> {
  const stepping = createSteppingClock(at(options.start ?? START), true);
  const asleep = { now: false, held: new Set<() => void>() };
  const clock = sleeping(stepping, asleep);
  const pairingCodes: string[] = [];
  const failures: string[] = [];
  const platform = options.platform ?? (process.env.STORY_PLATFORM === 'dingtalk' ? 'dingtalk' : 'feishu');
  const world = await worlds[platform]({
    clock,
    log: {
      info: (fields, message) => options.onLog?.({ level: 'info', fields, message }),
      warn: (fields, message) => options.onLog?.({ level: 'warn', fields, message }),
      error(fields, message) {
        options.onLog?.({ level: 'error', fields, message });
        failures.push(
          `${message} ${JSON.stringify(fields, (_, value) => (value instanceof Error ? value.stack : value))}`,
        );
      },
    },
    // DingTalk tells pushes apart by their time, which stands still here.
    transport: options.transport ?? (platform === 'feishu' ? 'webhook' : 'websocket'),
    cardReply: options.cardReply ?? 'patch',
    asText: options.asText ?? false,
    onDisk: options.onDisk ?? false,
    ...(options.pages ? { pages: options.pages } : {}),
    showPairingCode: (code) => void pairingCodes.push(code),
  });
  // Stories about Feishu's own ways use its emulator; the others only what both schools have.
  const tenant = world.school as Tenant;
  const { server } = tenant;
  const teachers = new Map<string, Teacher>();

  /** Bot messages of one second are limited; what pacing holds back comes within a few seconds of the clock. */
  async function settle(): Promise<void> {
    await tenant.settle();
    for (;;) {
      const next = server.engine.delivery.nextAt();
      if (next === undefined || next > clock.now() + 15_000) return;
      await clock.moveTo(next, tenant.settle);
    }
  }

  if (!options.empty) {
    const staff = options.staff ?? staffOfStories;
    const accounts = Object.keys(staff).map((name) => {
      const on = options.onDingTalk?.includes(name) ? 'dingtalk' : 'feishu';
      return [name, world.add({ name, on })] as const;
    });
    server.engine.organisation.change(clock.now(), ({ db, now }) => {
      const made = db
        .insert(school)
        .values({ name: '青山实验学校', shortName: 'QS' })
        .returning({ id: school.id })
        .get();
      // A school whose summary is known is not planned anew: its duties stay asleep.
      if (!options.duties)
        db.insert(slot)
          .values({ name: `digest.weekly:${made.id}`, knownSince: now, lastSlot: now })
          .run();
      for (const [name, userId] of accounts) {
        const { id } = db.insert(personTable).values({ name, createdAt: now }).returning({ id: personTable.id }).get();
        db.insert(identity)
          .values({
            platform: world.platformOf(userId),
            userId,
            personId: id,
            greetedAt: now,
            directChatId: world.directChatOf(userId),
          })
          .run();
        for (const held of staff[name] ?? [])
          db.insert(role).values({ personId: id, schoolId: made.id, role: held }).run();
      }
    });
    for (const [name, openId] of accounts) teachers.set(name, teacherOf(name, openId));
  }

  function teacherOf(name: string, openId: string): Teacher {
    const phone = world.phone(openId);
    const looked = new Set<string>();
    const received = (): readonly Received[] => [...phone.received()].sort((left, right) => left.at - right.at);
    const unseen = (): readonly Received[] => received().filter((message) => !looked.has(message.messageId));
    const describe = (messages: readonly Received[]): string =>
      messages.map((message) => `  · ${message.text.replaceAll('\n', ' | ')}`).join('\n') || '  (nothing)';

    const teacher: Teacher = {
      name,
      platform: world.platformOf(openId),
      openId,
      get phone() {
        return tenant.emulator.phone(openId);
      },
      async says(text, sending = {}) {
        await phone.says(text, sending);
        await settle();
      },
      saysOnly: async (text) => void (await phone.says(text, {})),
      async opensChat() {
        await phone.opensChat();
        await settle();
      },
      async sendsPhoto(bytes, sending = {}) {
        await phone.sendsImage(bytes, sending);
        await settle();
      },
      async sendsFile(fileName, bytes, sending = {}) {
        await phone.sendsFile(fileName, bytes, sending);
        await settle();
      },
      sees(...words) {
        const waiting = unseen();
        const found = waiting.find((message) => words.every((word) => message.text.includes(word)));
        if (!found)
          throw new Error(`${name} does not see ${words.join(' + ')}; new on the phone:\n${describe(waiting)}`);
        looked.add(found.messageId);
        return found;
      },
      seesNothing() {
        const waiting = unseen();
        if (waiting.length > 0) throw new Error(`${name} should see nothing new, but:\n${describe(waiting)}`);
      },
      card(...words) {
        const found = received().findLast((message) => words.every((word) => message.text.includes(word)));
        if (!found)
          throw new Error(`${name} has no card with ${words.join(' + ')}; on the phone:\n${describe(received())}`);
        return found;
      },
      async pressesOnly(button, values, on) {
        const message = on
          ? received().find((one) => one.messageId === on.messageId)
          : received().findLast((one) => one.buttons.includes(button));
        if (!message)
          throw new Error(`${name} has no card with the button ${button}; on the phone:\n${describe(received())}`);
        // What stories read of it is the same on both platforms; Feishu's has more.
        return (await phone.presses(message.messageId, button, values)) as PressResult;
      },
      async presses(button, values, on) {
        const result = await teacher.pressesOnly(button, values, on);
        await settle();
        return result;
      },
      again(seen) {
        const found = received().find((message) => message.messageId === seen.messageId);
        if (!found) throw new Error(`${name} no longer has the card ${seen.title}`);
        return found;
      },
      everything: received,
      skips() {
        for (const message of received()) looked.add(message.messageId);
      },
    };
    return Object.assign(teacher, {
      unseenAtEnd: () => (unseen().length > 0 ? `${name}:\n${describe(unseen())}` : undefined),
    });
  }

  return {
    platform: platform === 'both' ? 'feishu' : platform,
    tenant,
    clock,
    pairingCodes,
    person(name) {
      const found = teachers.get(name);
      if (!found) throw new Error(`nobody called ${name} works at this school`);
      return found;
    },
    stranger(name, { mobile, on } = {}) {
      const known = teachers.get(name);
      if (known) return known;
      const made = teacherOf(name, world.add({ name, ...(mobile ? { mobile } : {}), ...(on ? { on } : {}) }));
      teachers.set(name, made);
      return made;
    },
    async to(moment) {
      await clock.moveTo(at(moment), tenant.settle);
      await settle();
    },
    async later(milliseconds) {
      await clock.moveTo(clock.now() + milliseconds, tenant.settle);
      await settle();
    },
    async outageUntil(moment) {
      asleep.now = true;
      await clock.moveTo(at(moment), tenant.settle);
      asleep.now = false;
      for (const run of [...asleep.held]) {
        asleep.held.delete(run);
        run();
      }
      await settle();
    },
    async group(name, people) {
      const members = people.map((one) => teachers.get(one)?.openId ?? '');
      const chatId = await world.group(name, members);
      await settle();
      return chatId;
    },
    inGroup: (chatId) =>
      [...teachers.values()].flatMap(({ openId }) => {
        const words = world.phone(openId).wordsIn(chatId);
        return words ? [words] : [];
      })[0] ?? [],
    settle,
    async end(ending = {}) {
      await settle();
      const complaints = world.complaints();
      await tenant.stop();
      const surprises = [...teachers.values()]
        .filter((teacher) => !ending.ignore?.includes(teacher.name))
        .flatMap((teacher) => {
          // Added by teacherOf above, for this check only.
          const { unseenAtEnd } = teacher as Teacher & { unseenAtEnd: () => string | undefined };
          return unseenAtEnd() ?? [];
        });
      if (failures.length > 0 && !options.expectsErrors)
        throw new Error(`the server logged errors:\n${failures.join('\n')}`);
      if (complaints.length > 0) throw new Error(`the vendor would not do as was meant:\n${complaints.join('\n')}`);
      if (surprises.length > 0) throw new Error(`messages nobody looked at:\n${surprises.join('\n')}`);
    },
  };
}
