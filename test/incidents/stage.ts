import { eq } from 'drizzle-orm';
import { type Card, type FieldValue, plainCard, type Reference } from '../../cards/model.ts';
import { incidentFeature } from '../../src/incidents/actions.ts';
import type { Viewer } from '../../src/kernel/presentation.ts';
import { buildRegistry } from '../../src/kernel/registry.ts';
import type { Answer } from '../../src/organisation/inbox.ts';
import { press } from '../../src/organisation/press.ts';
import { tickSlice } from '../../src/organisation/tick.ts';
import { audit, identity, outbox, person, role, school, sentCard } from '../../src/store/schema/index.ts';
import { makeWorld } from '../context.ts';

export const everybody = {
  王芳: ['class_teacher'],
  赵伟: ['subject_teacher'],
  王强: ['duty_leader'],
  李敏: ['safety_office'],
  陈副: ['vice_principal'],
  周校: ['principal'],
  孙德: ['moral_lead'],
  吴心: ['counselor'],
  张强: ['gate_guard'],
  周医: ['school_doctor'],
} as const satisfies Record<string, readonly string[]>;

export type Name = keyof typeof everybody;
export type Cast = Readonly<Partial<Record<Name, readonly string[]>>>;

export interface OnPhone {
  readonly messageId: string;
  readonly card: Card | undefined;
  readonly text: string;
}

/**
 * A school with phones: what the feature sends is put on phones at once, presses go through the organisation's own
 * press path, and time is moved by hand.
 */
export function openStage(cast: Cast = everybody) {
  const world = makeWorld();
  const registry = buildRegistry([incidentFeature]);
  const db = world.store.db;
  db.insert(school).values({ name: '光明学校', shortName: 'GS' }).run();
  const ids = new Map<string, number>();
  for (const [name, roles] of Object.entries(cast)) {
    const { id } = db.insert(person).values({ name, createdAt: 0 }).returning({ id: person.id }).get();
    ids.set(name, id);
    db.insert(identity)
      .values({ platform: 'feishu', userId: `ou_${id}`, personId: id, directChatId: `oc_${id}` })
      .run();
    for (const held of roles) db.insert(role).values({ personId: id, schoolId: 1, role: held }).run();
  }
  const id = (name: Name): number => {
    const found = ids.get(name);
    if (found === undefined) throw new Error(`${name} is not in this cast`);
    return found;
  };
  const context = (name?: Name) =>
    name === undefined ? world.context() : world.as({ kind: 'person', person: id(name), platform: 'feishu' });

  const viewerOf = (personId: number | null): Viewer =>
    personId === null ? { kind: 'stranger' } : { kind: 'person', person: personId };

  const show = (card: string, subject: unknown, viewer: Viewer): Card | undefined => {
    const presentation = registry.presentations.get(card);
    if (!presentation) throw new Error(`no presentation ${card}`);
    // Rows hold the Reference they were written with.
    return presentation.show(world.context(), subject as Reference, viewer);
  };

  let messages = 0;
  /** Whose phone a message is on: the rows of somebody who left no name do not say it. */
  const owners = new Map<string, number>();
  const arrived: { to: Name | string; text: string; urge: boolean; card?: string }[] = [];

  /** Puts what waits on phones; gives back what arrived newly (updates arrive silently). */
  const deliver = () => {
    const before = arrived.length;
    for (const row of db.select().from(outbox).where(eq(outbox.state, 'pending')).all()) {
      const to = [...ids].find(([, each]) => each === row.personId)?.[0] ?? row.vendorUser ?? '?';
      db.update(outbox).set({ state: 'sent', finishedAt: world.context().now }).where(eq(outbox.id, row.id)).run();
      if (row.kind === 'text') arrived.push({ to, text: row.text ?? '', urge: row.urge });
      if (row.kind !== 'card' || row.card === null) continue;
      const viewer = viewerOf(row.personId);
      const presentation = registry.presentations.get(row.card);
      // Rows hold the Reference they were written with.
      const subject = row.subject as Reference;
      if (!presentation?.wanted(world.context(), subject, viewer)) continue;
      const card = presentation.show(world.context(), subject, viewer);
      if (!card) continue;
      messages += 1;
      if (row.personId !== null) owners.set(`om_${messages}`, row.personId);
      db.insert(sentCard)
        .values({
          card: row.card,
          subject,
          topic: presentation.topic(subject),
          platform: 'feishu',
          messageId: `om_${messages}`,
          chatId: `oc_${row.personId}`,
          personId: row.personId,
          sentAt: world.context().now,
          shown: '',
        })
        .run();
      arrived.push({ to, text: plainCard(card), urge: row.urge, card: row.card });
    }
    return arrived.slice(before);
  };

  const phone = (name: Name): readonly OnPhone[] =>
    db
      .select()
      .from(sentCard)
      .where(eq(sentCard.state, 'live'))
      .all()
      .filter((row) => owners.get(row.messageId) === id(name))
      .map((row) => {
        const card = show(row.card, row.subject, viewerOf(row.personId));
        return { messageId: row.messageId, card, text: card ? plainCard(card) : '' };
      });

  const buttonOf = (card: Card | undefined, label: string) => {
    if (!card) return undefined;
    if (card.form?.submit === label)
      return { action: card.form.action, reference: card.form.reference ?? {}, revision: card.form.revision };
    if (card.form?.cancel?.label === label)
      return { action: card.form.cancel.action, reference: card.form.cancel.reference ?? {} };
    const button = card.actions.find((each) => each.label === label);
    return button ? { action: button.action, reference: button.reference ?? {} } : undefined;
  };

  let deliveries = 0;
  const pressRaw = (
    name: Name,
    messageId: string,
    what: { action: string; reference: Reference; revision?: number },
    values?: Record<string, FieldValue>,
  ): Answer => {
    deliveries += 1;
    const answer = world.store.transaction(() =>
      press(
        world.context(),
        registry,
        {
          kind: 'press',
          deliveryId: `d${deliveries}`,
          platform: 'feishu',
          at: world.context().now,
          sender: { userId: `ou_${id(name)}` },
          messageId,
          chatId: `oc_${id(name)}`,
          ...what,
          ...(values ? { values } : {}),
        },
        'patch',
      ),
    );
    return answer;
  };

  /** Presses the newest card on the phone that has such a button; fails the test when there is none. */
  const presses = (name: Name, label: string, values?: Record<string, FieldValue>): Answer => {
    deliver();
    const on = phone(name).findLast((each) => buttonOf(each.card, label));
    const button = buttonOf(on?.card, label);
    if (!on || !button) {
      throw new Error(
        `${name} sees no button ${label}; sees:\n${phone(name)
          .map((each) => each.text)
          .join('\n--\n')}`,
      );
    }
    return pressRaw(name, on.messageId, button, values);
  };

  const later = (milliseconds: number) => {
    world.later(milliseconds);
    const slice = world.store.transaction(() => tickSlice(world.context(), registry));
    if (slice.failures.length > 0) throw slice.failures[0]?.error;
  };

  /** Everything the database holds, as text. */
  const dump = (): string => {
    const tables = db.all<{ name: string }>("select name from sqlite_master where type = 'table'");
    return tables.map(({ name }) => JSON.stringify(db.all(`select * from "${name}"`))).join('\n');
  };

  return {
    ...world,
    db,
    registry,
    id,
    asPerson: context,
    deliver,
    arrived,
    phone,
    show,
    presses,
    pressRaw,
    later,
    dump,
    auditOf: (subject: string) => db.select().from(audit).where(eq(audit.subject, subject)).all(),
  };
}

export type Stage = ReturnType<typeof openStage>;
