import { and, eq, sql } from 'drizzle-orm';
import {
  audit,
  delivery,
  hazard,
  hazardReporter,
  hazardStep,
  identity,
  outbox,
  person,
  role,
  sentCard,
  timer,
} from '../../../src/store/schema/index.ts';
import { type Db, prepared, type Store } from '../../../src/store/store.ts';

/** What the SDK hands over: header and event in one object. */
export interface PressEvent {
  readonly event_id: string;
  readonly operator: { readonly open_id: string };
  readonly action: {
    readonly value: { readonly reference: { readonly hazard: number } };
    readonly form_value: { readonly words: string };
  };
  readonly context: { readonly open_message_id: string };
}

const at = sql.placeholder;

/** The queries of a press; built per press or once, the drizzle code is the same. */
const queries = {
  seen: (db: Db) =>
    db
      .select({ toast: delivery.toast })
      .from(delivery)
      .where(eq(delivery.deliveryId, at('id')))
      .prepare(),
  who: (db: Db) =>
    db
      .select({ id: person.id, name: person.name })
      .from(identity)
      .innerJoin(person, eq(person.id, identity.personId))
      .where(and(eq(identity.platform, 'feishu'), eq(identity.userId, at('userId')), eq(identity.state, 'active')))
      .prepare(),
  card: (db: Db) =>
    db
      .select()
      .from(sentCard)
      .where(and(eq(sentCard.platform, 'feishu'), eq(sentCard.messageId, at('messageId'))))
      .prepare(),
  hazard: (db: Db) =>
    db
      .select()
      .from(hazard)
      .where(eq(hazard.id, at('id')))
      .prepare(),
  roles: (db: Db) =>
    db
      .select({ role: role.role })
      .from(role)
      .where(and(eq(role.personId, at('person')), eq(role.schoolId, at('school'))))
      .prepare(),
  reporters: (db: Db) =>
    db
      .select({ person: hazardReporter.personId })
      .from(hazardReporter)
      .where(eq(hazardReporter.hazardId, at('id')))
      .prepare(),
  touchHazard: (db: Db) =>
    db
      .update(hazard)
      .set({ revision: sql`${at('revision')}` })
      .where(and(eq(hazard.id, at('id')), eq(hazard.revision, at('revision'))))
      .prepare(),
  step: (db: Db) =>
    db
      .insert(hazardStep)
      .values({ hazardId: at('id'), at: at('now'), personId: at('person'), kind: 'supplement', note: at('note') })
      .returning({ id: hazardStep.id })
      .prepare(),
  audit: (db: Db) =>
    db
      .insert(audit)
      .values({
        at: at('now'),
        actor: at('actor'),
        action: 'hazard.supplement',
        subject: at('subject'),
        payload: at('payload'),
        salt: '',
        payloadDigest: '',
        hash: '',
      })
      .prepare(),
  timer: (db: Db) =>
    db
      .insert(timer)
      .values({ kind: 'hazard.ladder', subject: at('subject'), dueAt: at('dueAt') })
      .onConflictDoUpdate({ target: [timer.kind, timer.subject], set: { dueAt: sql`excluded.due_at` } })
      .prepare(),
  touchCard: (db: Db) =>
    db
      .update(sentCard)
      .set({ pressedAt: sql`${at('now')}` })
      .where(eq(sentCard.id, at('id')))
      .prepare(),
  send: (db: Db) =>
    db
      .insert(outbox)
      .values({
        kind: at('kind'),
        lane: 'normal',
        rank: 2,
        personId: at('person'),
        card: 'hazard.supplement',
        subject: at('subject'),
        sentCardId: at('sentCard'),
        dedupeKey: at('key'),
        notBefore: 0,
        createdAt: at('now'),
      })
      .prepare(),
  waiting: (db: Db) =>
    db
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(eq(outbox.sentCardId, at('sentCard')), eq(outbox.state, 'pending')))
      .limit(1)
      .prepare(),
  remember: (db: Db) =>
    db
      .insert(delivery)
      .values({ deliveryId: at('id'), receivedAt: at('now'), kind: 'press', toast: at('toast') })
      .prepare(),
};

type Queries = typeof queries;
const once: Queries = {
  seen: prepared(queries.seen),
  who: prepared(queries.who),
  card: prepared(queries.card),
  hazard: prepared(queries.hazard),
  roles: prepared(queries.roles),
  reporters: prepared(queries.reporters),
  touchHazard: prepared(queries.touchHazard),
  step: prepared(queries.step),
  audit: prepared(queries.audit),
  timer: prepared(queries.timer),
  touchCard: prepared(queries.touchCard),
  send: prepared(queries.send),
  waiting: prepared(queries.waiting),
  remember: prepared(queries.remember),
};

const toastOf = (content: string) => ({ toast: { type: 'success', content } });

/** One press: who, which card, may they, write, answer. Throws when somebody unknown presses. */
export function takePress(store: Store, event: PressEvent, now: number, isPrepared: boolean) {
  const { db } = store;
  const use = isPrepared ? once : queries;
  return store.transaction(() => {
    if (use.seen(db).get({ id: event.event_id })) return toastOf('已补充');
    const who = use.who(db).get({ userId: event.operator.open_id });
    const card = use.card(db).get({ messageId: event.context.open_message_id });
    const of = use.hazard(db).get({ id: event.action.value.reference.hazard });
    if (!who || !card || !of) throw new Error('bench.peer: unknown person, card or hazard');
    const roles = use.roles(db).all({ person: who.id, school: of.schoolId });
    const reporters = use.reporters(db).all({ id: of.id });
    if (roles.length === 0 || !reporters.some((one) => one.person === who.id)) throw new Error('bench.peer: may not');
    const { words } = event.action.form_value;
    const subject = `hazard:${of.id}`;
    use.touchHazard(db).run({ id: of.id, revision: of.revision });
    const step = use.step(db).get({ id: of.id, now, person: who.id, note: words });
    use.audit(db).run({ now, actor: `person:${who.id}`, subject, payload: JSON.stringify({ number: of.number }) });
    use.timer(db).run({ subject, dueAt: now + 86_400_000 });
    use.send(db).run({
      kind: 'card',
      person: of.ownerId,
      subject: { hazard: of.id, step: step.id },
      sentCard: null,
      key: `step:${step.id}`,
      now,
    });
    if (!use.waiting(db).get({ sentCard: card.id })) {
      use.send(db).run({
        kind: 'update',
        person: null,
        subject: null,
        sentCard: card.id,
        key: `update:${card.id}:${event.event_id}`,
        now,
      });
    }
    use.touchCard(db).run({ id: card.id, now });
    const answer = toastOf(`已补充到 ${of.number}`);
    use.remember(db).run({ id: event.event_id, now, toast: answer.toast });
    return answer;
  });
}
