import { z } from 'zod';
import type { Card } from '../../cards/model.ts';
import { createCallCounter } from '../../src/delivery/budget.ts';
import type { Log } from '../../src/delivery/log.ts';
import { createDelivery } from '../../src/delivery/loop.ts';
import type { DeliveryOptions } from '../../src/delivery/options.ts';
import type { Context } from '../../src/kernel/context.ts';
import { definePresentation } from '../../src/kernel/presentation.ts';
import { buildRegistry } from '../../src/kernel/registry.ts';
import { sendCard } from '../../src/kernel/send.ts';
import type { Files } from '../../src/store/files.ts';
import { openMemoryStore } from '../../src/store/node.ts';
import { identity, outbox, person, role, school, sentCard } from '../../src/store/schema/index.ts';
import type { Store } from '../../src/store/store.ts';
import { createVendor } from './vendor.ts';

/** 18 September 2025, a Thursday, 10:00 in Shanghai. */
export const START = Date.parse('2025-09-18T10:00:00+08:00');
const TIME_ZONE = 'Asia/Shanghai';

/** A clock moved by hand; what was to wake in between runs in order, each at its own time. */
export function manualClock(start: number) {
  let now = start;
  let alarms: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    wake(at: number, run: () => void) {
      const alarm = { at, run };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((one) => one !== alarm);
      };
    },
    /** Without running anything: a machine that slept. */
    jump: (ms: number) => {
      now += ms;
    },
    async to(at: number, settled: () => Promise<void>): Promise<void> {
      await settled();
      for (;;) {
        const [next] = alarms.filter((alarm) => alarm.at <= at).sort((a, b) => a.at - b.at);
        if (!next) break;
        alarms = alarms.filter((alarm) => alarm !== next);
        now = Math.max(now, next.at);
        next.run();
        await settled();
      }
      now = at;
      await settled();
    },
  };
}

export function memoryFiles(): Files & { readonly stored: Map<string, Uint8Array> } {
  const stored = new Map<string, Uint8Array>();
  return {
    stored,
    put: async (hash, bytes) => void stored.set(hash, bytes),
    get: async (hash) => stored.get(hash),
  };
}

const noteSubject = z.object({ note: z.number() });

/** A school with delivery, a vendor, and one kind of card, `note`, whose words the test holds. */
export function openDesk(options: { people?: number; delivery?: Partial<DeliveryOptions>; store?: Store } = {}) {
  const clock = manualClock(START);
  const store = options.store ?? openMemoryStore(START);
  const vendor = createVendor('feishu', clock.now);
  const files = memoryFiles();
  const calls = createCallCounter(TIME_ZONE);
  vendor.state.onCall = () => calls.count('feishu', clock.now());
  /** The truth each card is made of. */
  const notes = new Map<number, Card>();
  const unwanted = new Set<number>();
  const logged: { level: string; message: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const at = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void logged.push({ level, message, fields });
  const log: Log = { info: at('info'), warn: at('warn'), error: at('error') };
  let drawn = 0;

  const contextAt = (now: number): Context => ({
    db: store.db,
    store,
    now,
    timeZone: TIME_ZONE,
    actor: { kind: 'system' },
    sealer: { seal: (words) => words, open: (sealed) => sealed },
    random: (bytes) => {
      drawn += 1;
      return drawn.toString(16).padStart(bytes * 2, '0');
    },
  });
  const registry = buildRegistry([
    {
      name: 'notes',
      actions: ['note.press', 'note.submit'].map((name) => ({
        name,
        who: { says: '', allows: () => true },
        hasForm: false,
        may: () => true,
        press: () => ({}),
      })),
      timers: [],
      presentations: [
        definePresentation({
          card: 'note',
          subject: noteSubject,
          topic: ({ note }) => `note:${note}`,
          show: (_context, { note }, _viewer, entered) => {
            const card = notes.get(note);
            return card?.form && entered ? { ...card, form: { ...card.form, message: entered.message } } : card;
          },
          wanted: (_context, { note }) => notes.has(note) && !unwanted.has(note),
        }),
        definePresentation({
          card: 'reminder',
          subject: noteSubject,
          topic: ({ note }) => `note:${note}`,
          show: (_context, { note }) => notes.get(note),
          isReminder: true,
        }),
        definePresentation({
          card: 'admin.undelivered',
          subject: z.object({ school: z.number() }),
          topic: (subject) => `undelivered:${subject.school}`,
          show: (context) =>
            cardOf(
              `${
                context.db
                  .select()
                  .from(outbox)
                  .all()
                  .filter((row) => row.state === 'failed').length
              } 条没送到`,
            ),
        }),
      ],
    },
  ]);

  const people = options.people ?? 3;
  store.transaction(() => {
    store.db.insert(school).values({ id: 1, name: '光明小学', shortName: 'GM' }).onConflictDoNothing().run();
    for (let id = 1; id <= people; id += 1) {
      store.db
        .insert(person)
        .values({ id, name: `老师${id}`, createdAt: START })
        .onConflictDoNothing()
        .run();
      store.db
        .insert(identity)
        .values({ platform: 'feishu', userId: `ou_${id}`, personId: id })
        .onConflictDoNothing()
        .run();
      store.db
        .insert(role)
        .values({ personId: id, schoolId: 1, role: id === 1 ? 'safety_office' : 'staff' })
        .onConflictDoNothing()
        .run();
    }
  });

  const deliveryOptions: DeliveryOptions = {
    contextAt,
    registry,
    platforms: new Map([['feishu', vendor.platform]]),
    files,
    calls,
    clock,
    random: () => 0.5,
    log,
    ...options.delivery,
  };
  const open = () => createDelivery(deliveryOptions);
  const desk = {
    clock,
    store,
    vendor,
    files,
    calls,
    notes,
    unwanted,
    logged,
    options: deliveryOptions,
    open,
    openWith: (more: Partial<DeliveryOptions>) => createDelivery({ ...deliveryOptions, ...more }),
    delivery: open(),
    context: () => contextAt(clock.now()),
    /** One transaction, as organisation.receive makes it. */
    change(work: (context: Context) => void): void {
      store.transaction(() => {
        work(contextAt(clock.now()));
      });
      desk.delivery.kick();
    },
    note(id: number, to: number, sending: Parameters<typeof sendCard>[4] = {}): void {
      if (!notes.has(id)) notes.set(id, cardOf(`通知${id}`));
      desk.change((context) => sendCard(context, 'note', { note: id }, { person: to }, sending));
    },
    settled: () => desk.delivery.idle(),
    wait: (ms: number) => clock.to(clock.now() + ms, () => desk.delivery.idle()),
    rows: () => store.db.select().from(outbox).orderBy(outbox.id).all(),
    sent: () => store.db.select().from(sentCard).orderBy(sentCard.id).all(),
  };
  return desk;
}

export const cardOf = (title: string, more: Partial<Card> = {}): Card => ({
  key: 'note',
  title,
  tone: 'info',
  blocks: [],
  actions: [],
  ...more,
});
