import { asc, eq } from 'drizzle-orm';
import { actionsOf, type Card, type Field, type FieldValue, type Reference } from '../../cards/model.ts';
import { photoArrived, takePhoto } from '../../src/hazards/photos.ts';
import { features } from '../../src/host/features.ts';
import type { Context } from '../../src/kernel/context.ts';
import type { Viewer } from '../../src/kernel/presentation.ts';
import { buildRegistry } from '../../src/kernel/registry.ts';
import type { Answer } from '../../src/organisation/inbox.ts';
import { type PressInbound, press } from '../../src/organisation/press.ts';
import { tickSlice } from '../../src/organisation/tick.ts';
import { identity, outbox, person, photo, role, school, sentCard } from '../../src/store/schema/index.ts';
import { makeWorld } from '../context.ts';

/** Everybody a hazard can meet: every role of the loop, a second school, and an account nobody knows. */
export const cast = [
  { name: '王芳', school: 1, roles: ['safety_office'] },
  { name: '陈副', school: 1, roles: ['vice_principal'] },
  { name: '周校', school: 1, roles: ['principal'] },
  { name: '赵强', school: 1, roles: ['facility_lead'] },
  { name: '刘洋', school: 1, roles: ['class_teacher'] },
  { name: '孙梅', school: 1, roles: ['subject_teacher'] },
  { name: '钱带', school: 1, roles: ['duty_leader'] },
  { name: '何食', school: 1, roles: ['canteen_manager'] },
  { name: '外安', school: 2, roles: ['safety_office', 'principal'] },
  { name: '外师', school: 2, roles: ['class_teacher'] },
  { name: '前安', school: 1, roles: ['safety_office'], left: true },
] as const;

export type StageOptions = { readonly withoutRoles?: readonly string[] };

export interface Tap {
  readonly action: string;
  readonly reference: Reference;
  readonly revision?: number;
  readonly fields: readonly Field[];
}

/** A school with phones over the store: what is sent is put on phones, presses go through the real press path. */
export function openHazardStage(options: StageOptions = {}) {
  const world = makeWorld();
  const registry = buildRegistry(features);
  const db = world.store.db;
  db.insert(school).values({ name: '光明学校', shortName: 'GS' }).run();
  db.insert(school).values({ name: '外校', shortName: 'WX' }).run();
  const ids: Record<string, number> = {};
  for (const one of cast) {
    const left = 'left' in one;
    const { id } = db
      .insert(person)
      .values({ name: one.name, createdAt: 0, state: left ? 'left' : 'active' })
      .returning({ id: person.id })
      .get();
    ids[one.name] = id;
    db.insert(identity)
      .values({
        platform: 'feishu',
        userId: `ou_${id}`,
        personId: id,
        directChatId: `oc_${id}`,
        state: left ? 'left' : 'active',
      })
      .run();
    for (const held of one.roles) {
      if (options.withoutRoles?.includes(held)) continue;
      db.insert(role).values({ personId: id, schoolId: one.school, role: held }).run();
    }
  }
  const id = (name: string): number => {
    const found = ids[name];
    if (found === undefined) throw new Error(`${name} is not in the cast`);
    return found;
  };
  const asPerson = (who: number): Context => world.as({ kind: 'person', person: who, platform: 'feishu' });
  const viewerOf = (who: number | null): Viewer =>
    who === null ? { kind: 'stranger' } : { kind: 'person', person: who };

  const show = (card: string, subject: unknown, who: number | null): Card | undefined => {
    const presentation = registry.presentations.get(card);
    if (!presentation) throw new Error(`no presentation ${card}`);
    // Rows hold the Reference they were written with.
    return presentation.show(world.context(), subject as Reference, viewerOf(who));
  };

  let messages = 0;
  let pictures = 0;

  /** Puts what is due on phones, stores pictures; `spoils` makes a picture unreadable. */
  const deliver = (spoils: (photo: number) => boolean = () => false) => {
    const now = world.context().now;
    for (let round = 0; round < 5; round += 1) {
      const rows = db
        .select()
        .from(outbox)
        .where(eq(outbox.state, 'pending'))
        .orderBy(asc(outbox.id))
        .all()
        .filter((row) => row.notBefore <= now);
      if (rows.length === 0) return;
      world.store.transaction(() => {
        for (const row of rows) {
          db.update(outbox).set({ state: 'sent', finishedAt: now }).where(eq(outbox.id, row.id)).run();
          if (row.kind === 'photo' && row.photoId !== null) {
            pictures += 1;
            const spoilt = spoils(row.photoId);
            db.update(photo)
              .set(spoilt ? { state: 'refused', refusal: '打不开' } : { state: 'stored', hash: `hash${pictures}` })
              .where(eq(photo.id, row.photoId))
              .run();
            photoArrived(world.context(), row.photoId);
          }
          if (row.kind !== 'card' || row.card === null) continue;
          const presentation = registry.presentations.get(row.card);
          if (!presentation) throw new Error(`no presentation ${row.card}`);
          const subject = row.subject as Reference;
          if (!presentation.wanted(world.context(), subject, viewerOf(row.personId))) continue;
          messages += 1;
          db.insert(sentCard)
            .values({
              card: row.card,
              subject,
              topic: presentation.topic(subject),
              platform: 'feishu',
              messageId: `om_${messages}`,
              chatId: `oc_${row.personId}`,
              personId: row.personId,
              sentAt: now,
              shown: '',
            })
            .run();
        }
      });
    }
    throw new Error('the outbox does not come to rest');
  };

  const phone = (who: number) => db.select().from(sentCard).where(eq(sentCard.personId, who)).all();

  const tapsOf = (card: Card): readonly Tap[] => [
    ...(card.form
      ? [
          {
            action: card.form.action,
            reference: card.form.reference ?? {},
            revision: card.form.revision,
            fields: card.form.fields,
          },
          ...(card.form.cancel
            ? [{ action: card.form.cancel.action, reference: card.form.cancel.reference ?? {}, fields: [] }]
            : []),
        ]
      : []),
    ...card.actions.map((button) => ({ action: button.action, reference: button.reference ?? {}, fields: [] })),
  ];

  let deliveries = 0;
  const pressRaw = (
    userId: string,
    messageId: string,
    chatId: string,
    what: {
      action: string;
      reference: Readonly<Record<string, unknown>>;
      revision?: number;
      values?: Readonly<Record<string, FieldValue>>;
    },
  ): Answer => {
    deliveries += 1;
    const inbound: PressInbound = {
      kind: 'press',
      deliveryId: `d${deliveries}`,
      platform: 'feishu',
      at: world.context().now,
      sender: { userId },
      messageId,
      chatId,
      ...what,
    };
    return world.store.transaction(() => press(world.context(), registry, inbound, 'patch'));
  };

  /** Presses the newest card of the person that shows the action; the test fails when there is none. */
  const taps = (name: string, action: string, values?: Record<string, FieldValue>, where?: Reference): Answer => {
    deliver();
    const who = id(name);
    for (const sent of [...phone(who)].reverse()) {
      const card = show(sent.card, sent.subject, who);
      const tap = (card ? tapsOf(card) : []).find(
        (each) =>
          each.action === action && Object.entries(where ?? {}).every(([key, value]) => each.reference[key] === value),
      );
      if (!tap) continue;
      return pressRaw(`ou_${who}`, sent.messageId, sent.chatId ?? '', {
        action,
        reference: tap.reference,
        ...(tap.revision === undefined ? {} : { revision: tap.revision }),
        ...(values ? { values: { ...valuesFor(tap.fields), ...values } } : { values: valuesFor(tap.fields) }),
      });
    }
    throw new Error(`${name} sees no ${action}`);
  };

  /** Runs everything due now. Throws when a timer fails, or when time would never come to rest. */
  const tick = () => {
    for (let slices = 0; slices < 40; slices += 1) {
      const slice = world.store.transaction(() => tickSlice(world.context(), registry));
      if (slice.failures.length > 0) throw slice.failures[0]?.error;
      if (!slice.more) return;
    }
    throw new Error('tick does not come to rest');
  };

  const sendsPhoto = (who: number, schoolId: number, quotes?: string) => {
    pictures += 1;
    const message = `photo_${pictures}`;
    world.store.transaction(() =>
      takePhoto(asPerson(who), {
        person: who,
        schoolId,
        platform: 'feishu',
        messageId: message,
        mediaKey: `key_${pictures}`,
        quotes,
      }),
    );
  };

  return {
    ...world,
    db,
    registry,
    id,
    asPerson,
    deliver,
    phone,
    show,
    tapsOf,
    taps,
    pressRaw,
    tick,
    sendsPhoto,
    later: (milliseconds: number) => {
      world.later(milliseconds);
      tick();
      deliver();
    },
  };
}

export type HazardStage = ReturnType<typeof openHazardStage>;

/** What a person who follows the form would leave in it: what is prefilled, else the first choice. */
export function valuesFor(fields: readonly Field[]): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const field of fields) {
    const value = valueFor(field);
    if (value !== undefined) values[field.name] = value;
  }
  return values;
}

function valueFor(field: Field): FieldValue | undefined {
  switch (field.kind) {
    case 'text':
    case 'longText':
      return field.initial ?? (field.required ? '按要求办' : undefined);
    case 'number':
      return field.initial ?? (field.required ? field.minimum : undefined);
    case 'singleSelect':
      return field.initial ?? (field.required ? field.options[0]?.value : undefined);
    case 'multiSelect':
      return field.initial ?? (field.required ? field.options.slice(0, 1).map((option) => option.value) : undefined);
    case 'person':
      return field.initial ?? (field.required ? field.candidates[0]?.person : undefined);
    case 'date':
      return field.initial ?? (field.required ? '2025-09-30' : undefined);
    case 'dateTime':
      return field.initial ?? (field.required ? '2025-09-18 10:00' : undefined);
    case 'time':
      return field.initial ?? (field.required ? '10:00' : undefined);
    case 'bool':
      return field.initial ?? (field.required ? true : undefined);
    case 'photo':
      return undefined;
  }
}

export const everyActionOf = (card: Card): readonly string[] => actionsOf(card);
