import { asc, eq, gt } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Card, type FieldValue, plainCard, type Reference } from '../../cards/model.ts';
import { directoryFor } from '../../src/delivery/directory.ts';
import { hazardFeature } from '../../src/hazards/actions.ts';
import { calendarOf } from '../../src/hazards/calendar.ts';
import { startReport } from '../../src/hazards/draft.ts';
import { openStates, serviceLevels, stateNames } from '../../src/hazards/rules.ts';
import { handBackTasksOf } from '../../src/hazards/story.ts';
import { verifyChain } from '../../src/kernel/record.ts';
import { requireKnownActions } from '../../src/kernel/registry.ts';
import { DAY, HOUR, MINUTE } from '../../src/kernel/time.ts';
import { render } from '../../src/platforms/feishu/render.ts';
import {
  audit,
  draft,
  hazard,
  hazardStep,
  identity,
  outbox,
  person,
  photo,
  role,
  sentCard,
  supervision,
  timer,
} from '../../src/store/schema/index.ts';
import { cast, type HazardStage, openHazardStage, valuesFor } from './stage.ts';

type HazardRow = typeof hazard.$inferSelect;

const names = cast.map((one) => one.name);
const actions = hazardFeature.actions.map((action) => action.name);

/** Buttons that move a case on; picked more often, so that runs get beyond triage. */
const forward = [
  'hazard.register',
  'hazard.register-separately',
  'hazard.assign',
  'hazard.confirm-major',
  'hazard.begin-rectification',
  'hazard.rectify',
  'hazard.recheck',
  'hazard.consent',
  'hazard.receipt',
  'hazard.undo',
  'hazard.ask',
  'hazard.merge',
  'hazard.reject',
  'hazard.reopen',
];

const small = fc.nat({ max: 1_000 });
const who = fc.constantFrom(...names);
const move = fc.oneof(
  // Somebody presses something that stands on their phone, with the form as it is or with other values.
  { weight: 12, arbitrary: fc.record({ tap: small, card: small, button: small, changes: small }) },
  { weight: 10, arbitrary: fc.record({ forward: small, changes: small }) },
  // Anybody presses anything, with references they made up.
  {
    weight: 5,
    arbitrary: fc.record({
      wild: fc.constantFrom(...actions),
      who: fc.oneof(who, fc.constant('stranger')),
      hazard: fc.integer({ min: 1, max: 5 }),
      draft: small,
      step: small,
      revision: fc.constantFrom('none', 'now', 'old'),
      forwarded: fc.boolean(),
      changes: small,
    }),
  },
  { weight: 5, arbitrary: fc.record({ photo: who, quotes: small, spoilt: fc.nat({ max: 9 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      wait: fc.constantFrom(MINUTE, 5 * MINUTE, 20 * MINUTE, HOUR, 5 * HOUR, DAY, 3 * DAY, 8 * DAY, 35 * DAY),
    }),
  },
  { weight: 1, arbitrary: fc.record({ report: who, kind: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ leaves: fc.constantFrom('赵强', '王芳', '何食') }) },
);

/** Where a hazard may go in one step; taking a step back is checked against the story. */
const legal: Readonly<Record<string, readonly string[]>> = {
  reported: ['triaged', 'assigned', 'merged', 'not_hazard', 'transferred', 'withdrawn'],
  reopened: ['triaged', 'assigned', 'merged', 'not_hazard', 'transferred'],
  triaged: ['assigned', 'transferred'],
  assigned: ['rectifying', 'pending_recheck', 'reported', 'triaged'],
  rectifying: ['pending_recheck', 'reported', 'triaged'],
  pending_recheck: ['closed', 'rectifying', 'reported', 'triaged'],
  closed: ['reopened'],
  merged: [],
  not_hazard: [],
  transferred: [],
  withdrawn: [],
};

const kinds = [
  { category: 'fire', sub: 'extinguisher', severity: 'general' },
  { category: 'building', sub: 'railing', severity: 'serious' },
  { category: 'building', sub: 'railing', severity: 'major_candidate' },
  { category: 'fire', sub: 'extinguisher', severity: 'general' },
] as const;

function report(stage: HazardStage, name: string, kind: number): void {
  const chosen = kinds[kind] ?? kinds[0];
  const by = stage.id(name);
  const schoolId = cast.find((one) => one.name === name)?.school ?? 1;
  stage.store.transaction(() => {
    startReport(stage.asPerson(by), {
      person: by,
      schoolId,
      words: '食堂后门坏了',
      reading: {
        title: '食堂后门坏了',
        description: '食堂后门坏了',
        place: { kind: 'canteen', detail: '后门' },
        category: chosen.category,
        sub: chosen.sub,
        severity: chosen.severity,
      } as never, // The reading's other members are evidence for a person and unused here.
    });
  });
}

/** Values a careless or malicious client might send instead. */
function changed(values: Record<string, FieldValue>, changes: number, stage: HazardStage): Record<string, FieldValue> {
  const keys = Object.keys(values);
  const key = keys[changes % Math.max(1, keys.length)];
  if (key === undefined || changes % 3 === 0) return values;
  const odd: readonly FieldValue[] = [
    '',
    'x'.repeat(2_000),
    stage.id('外师'),
    stage.id('前安'),
    9_999,
    '2020-01-01',
    '2025-12-31',
    '2025-09-20',
    'sent_back',
    'passed',
    'major',
    '2',
    '<at id=all></at>**',
    stage.id('赵强'),
    stage.id('王芳'),
  ];
  return { ...values, [key]: odd[Math.floor(changes / 3) % odd.length] ?? '' };
}

const rowsOf = (stage: HazardStage) => stage.db.select().from(hazard).orderBy(asc(hazard.id)).all();

/** Everything a refusal must leave alone; of what only grows, how far it has grown. */
const untouchable = (stage: HazardStage): string =>
  JSON.stringify([
    stage.db.all('select * from hazard'),
    stage.db.all('select * from draft'),
    stage.db.all('select * from photo'),
    stage.db.all('select * from timer'),
    stage.db.all('select * from supervision'),
    stage.db.all('select count(*) from hazard_reporter'),
    stage.db.all('select max(id) from hazard_step'),
    stage.db.all('select max(sequence) from audit'),
    stage.db.all("select count(*) from outbox where kind <> 'update'"),
  ]);

function checkCard(stage: HazardStage, card: Card, about: string): void {
  requireKnownActions(
    stage.registry,
    card.key,
    stage.tapsOf(card).map((tap) => tap.action),
  );
  const { wire, summary } = render(card, directoryFor(stage.db, 'feishu', card));
  const seen = `${plainCard(card)}\n${summary}\n${JSON.stringify(card.form?.fields ?? [])}`;
  expect(`${about}: ${seen}`).not.toMatch(/undefined|null|NaN|\[object/);
  expect(wire).not.toMatch(/undefined|NaN/);
}

class Watch {
  readonly stage: HazardStage;
  before: Map<number, HazardRow>;
  auditRows = 0;
  steps = 0;
  outboxId = 0;
  extensions = new Map<number, number>();

  constructor(stage: HazardStage) {
    this.stage = stage;
    this.before = new Map(rowsOf(stage).map((row) => [row.id, row]));
  }

  /** Everything that must hold after any move by anybody. */
  check(force = true): void {
    const { stage } = this;
    const rows = rowsOf(stage);
    const newSteps = stage.db
      .select()
      .from(hazardStep)
      .where(gt(hazardStep.id, this.steps))
      .orderBy(asc(hazardStep.id))
      .all();
    const newCards = stage.db.select().from(outbox).where(gt(outbox.id, this.outboxId)).orderBy(asc(outbox.id)).all();
    const audits = stage.db.select().from(audit).all();
    const known = new Map([...this.before].map(([id, row]) => [id, JSON.stringify(row)]));
    for (const row of rows) {
      const isTouched = known.get(row.id) !== JSON.stringify(row) || newSteps.some((step) => step.hazardId === row.id);
      if (force || isTouched) this.checkRow(row, newSteps);
    }
    this.checkNumbers(rows);
    this.checkTimers(rows);
    this.checkSupervision();
    this.checkNewCards(newCards);
    for (const step of newSteps) {
      const told = audits.slice(this.auditRows).filter((one) => one.subject === `hazard:${step.hazardId}`);
      expect(told.length).toBeGreaterThan(0);
    }
    this.before = new Map(rows.map((row) => [row.id, row]));
    this.auditRows = audits.length;
    this.steps = newSteps.at(-1)?.id ?? this.steps;
    this.outboxId = newCards.at(-1)?.id ?? this.outboxId;
  }

  checkRow(row: HazardRow, newSteps: readonly (typeof hazardStep.$inferSelect)[]): void {
    const { stage } = this;
    const was = this.before.get(row.id);
    const steps = newSteps.filter((step) => step.hazardId === row.id);
    expect(Object.keys(stateNames)).toContain(row.state);
    if (was) {
      expect(row.revision).toBeGreaterThanOrEqual(was.revision);
      expect(row.number).toBe(was.number);
      expect(row.schoolId).toBe(was.schoolId);
      if (row.state !== was.state) {
        expect(row.revision).toBeGreaterThan(was.revision);
        const takenBack = steps.some((step) => step.kind === 'undo');
        if (!takenBack) {
          const reachable = new Set([was.state as string]);
          for (let hop = 0; hop < steps.length; hop += 1)
            for (const from of [...reachable]) for (const to of legal[from] ?? []) reachable.add(to);
          expect([...reachable]).toContain(row.state);
        } else if (legal[row.state]?.includes(was.state) !== true) {
          throw new Error(`undo led from ${was.state} to ${row.state}`);
        }
      }
      if (JSON.stringify(row) !== JSON.stringify(was)) expect(steps.length).toBeGreaterThan(0);
      const moved = row.due !== was.due && steps.some((step) => step.kind === 'decide_extension');
      if (moved && was.due !== null && row.due !== null) {
        const times = (this.extensions.get(row.id) ?? 0) + 1;
        this.extensions.set(row.id, times);
        const span = serviceLevels[row.severity].extension;
        const latest =
          span.unit === 'school'
            ? calendarOf(stage.context(), row.schoolId).plusSchoolDays(was.due, span.days)
            : new Date(Date.parse(`${was.due}T00:00:00Z`) + span.days * DAY).toISOString().slice(0, 10);
        expect(row.due <= latest, `extension of ${was.due} to ${row.due}`).toBe(true);
        expect(row.due > was.due).toBe(true);
      }
    }
    const photos = stage.db.select().from(photo).where(eq(photo.hazardId, row.id)).all();
    if (row.state === 'pending_recheck' || row.state === 'closed') {
      expect(row.ownerId).not.toBeNull();
      expect(row.recheckerId).not.toBe(row.ownerId);
      expect(photos.some((one) => one.moment === 'after')).toBe(true);
    }
    if (row.state === 'closed') {
      expect(row.recheckResult).toBe('passed');
      expect(row.closedAt).not.toBeNull();
      expect(photos.some((one) => one.moment === 'after' && one.state !== 'refused')).toBe(true);
    }
    if (row.severity === 'major') {
      expect(row.major).toBe('confirmed');
      expect(row.extension).toBeNull();
      if (row.state === 'closed') {
        expect(row.consentedAt).not.toBeNull();
        expect(row.receipt).not.toBeNull();
      }
    }
    if (row.major === 'candidate') expect(['reported', 'reopened', 'withdrawn']).toContain(row.state);
    if (['assigned', 'rectifying', 'pending_recheck', 'closed'].includes(row.state)) {
      expect(row.due).not.toBeNull();
      expect(calendarOf(stage.context(), row.schoolId).isSchoolDay(row.due ?? '')).toBe(true);
      expect(row.ownerId).not.toBeNull();
      expect(row.assignedAt).not.toBeNull();
    }
    for (const id of [row.ownerId, row.leaderId, row.recheckerId]) {
      if (id === null) continue;
      const roles = stage.db.select().from(role).where(eq(role.personId, id)).all();
      expect(
        roles.some((one) => one.schoolId === row.schoolId),
        `person ${id} works for hazard ${row.number}`,
      ).toBe(true);
    }
    if (row.state === 'assigned' || row.state === 'rectifying') {
      const holder = stage.db
        .select()
        .from(person)
        .where(eq(person.id, row.ownerId ?? 0))
        .get();
      expect(holder?.state, `${row.number} is owned by somebody who left`).toBe('active');
    }
  }

  checkNumbers(rows: readonly HazardRow[]): void {
    const series = new Map<string, number[]>();
    for (const { number } of rows) {
      const key = number.slice(0, -5);
      series.set(key, [...(series.get(key) ?? []), Number(number.slice(-4))]);
    }
    for (const found of series.values()) expect(found).toEqual(found.map((_, index) => index + 1));
  }

  checkTimers(rows: readonly HazardRow[]): void {
    const timers = this.stage.db.select().from(timer).all();
    for (const row of rows) {
      const own = timers.filter((one) => one.subject === `hazard:${row.id}`);
      const isOpen = openStates.includes(row.state);
      if (isOpen) expect(own.length, `${row.number} ${row.state} is forgotten`).toBeGreaterThan(0);
      else expect(own, `${row.number} ${row.state} still has timers`).toEqual([]);
    }
    const open = this.stage.db.select().from(draft).where(eq(draft.state, 'open')).all();
    for (const one of open) {
      if (one.kind === 'report') {
        expect(
          timers.some((each) => each.subject === `draft:${one.id}`),
          `draft ${one.id} is forgotten`,
        ).toBe(true);
        continue;
      }
      // A draft that outlives its work would swallow the person's next picture.
      const about = rows.find((row) => row.id === one.hazardId);
      const states = one.kind === 'recheck' ? ['pending_recheck'] : ['assigned', 'rectifying'];
      expect(states, `draft ${one.id} (${one.kind}) is open`).toContain(about?.state);
    }
  }

  checkSupervision(): void {
    const open = this.stage.db
      .select()
      .from(supervision)
      .all()
      .filter((one) => one.delistedAt === null);
    expect(new Set(open.map((one) => one.hazardId)).size).toBe(open.length);
  }

  checkNewCards(rows: readonly (typeof outbox.$inferSelect)[]): void {
    const seen = new Set<string>();
    for (const row of rows) {
      if (row.kind !== 'card') continue;
      const subject = row.subject as Reference;
      const key = `${row.personId} ${row.card} ${JSON.stringify(subject)} ${row.createdAt}`;
      expect(
        seen.has(key),
        `twice: ${key} ${rows
          .filter((each) => each.card === row.card)
          .map((each) => each.dedupeKey)
          .join(' ')}`,
      ).toBe(false);
      seen.add(key);
      const about =
        typeof subject.hazard === 'number'
          ? (this.before.get(subject.hazard) ?? rowsOf(this.stage).find((one) => one.id === subject.hazard))
          : undefined;
      if (!about || row.personId === null) continue;
      const roles = this.stage.db.select().from(role).where(eq(role.personId, row.personId)).all();
      expect(
        roles.some((one) => one.schoolId === about.schoolId),
        `card ${row.card} to another school`,
      ).toBe(true);
    }
  }

  /** What stands on every phone, at the end of a run: every holder sees a card that can be sent. */
  checkPhones(): void {
    for (const sent of this.stage.db.select().from(sentCard).all()) {
      const card = this.stage.show(sent.card, sent.subject, sent.personId);
      if (card) checkCard(this.stage, card, `${sent.card} for ${sent.personId}`);
    }
  }
}

interface Counted {
  refused: number;
  taken: number;
  readonly states: Set<string>;
}

function play(
  stage: HazardStage,
  watch: Watch,
  moves: readonly (typeof move extends fc.Arbitrary<infer M> ? M : never)[],
  counted: Counted,
): void {
  const press = (userId: string, messageId: string, chatId: string, what: Parameters<HazardStage['pressRaw']>[3]) => {
    const before = untouchable(stage);
    const answer = stage.pressRaw(userId, messageId, chatId, what);
    if (answer.toast?.tone === 'warning') {
      counted.refused += 1;
      expect(untouchable(stage), `refused, but changed: ${what.action} ${answer.toast.text}`).toBe(before);
    } else counted.taken += 1;
    const sent = stage.db.select().from(sentCard).where(eq(sentCard.messageId, messageId)).get();
    const card = sent ? stage.show(sent.card, sent.subject, sent.personId) : undefined;
    if (card) checkCard(stage, card, `${sent?.card} after ${what.action}`);
  };
  const tap = (sent: typeof sentCard.$inferSelect, found: ReturnType<HazardStage['tapsOf']>[number], changes: number) =>
    press(`ou_${sent.personId}`, sent.messageId, sent.chatId ?? '', {
      action: found.action,
      reference: found.reference,
      ...(found.revision === undefined ? {} : { revision: found.revision }),
      ...(found.fields.length > 0 ? { values: changed(valuesFor(found.fields), changes, stage) } : {}),
    });
  for (const one of moves) {
    const phones = stage.db.select().from(sentCard).orderBy(asc(sentCard.id)).all();
    if ('tap' in one) {
      const recent = phones.slice(-12);
      const sent = recent[one.card % Math.max(1, recent.length)];
      const card = sent && stage.show(sent.card, sent.subject, sent.personId);
      const taps = card ? stage.tapsOf(card) : [];
      const chosen = taps[one.button % Math.max(1, taps.length)];
      if (sent && chosen) tap(sent, chosen, one.changes);
    } else if ('forward' in one) {
      const choices = phones
        .slice(-24)
        .reverse()
        .flatMap((sent) => {
          const card = stage.show(sent.card, sent.subject, sent.personId);
          return card
            ? stage
                .tapsOf(card)
                .filter((each) => forward.includes(each.action))
                .map((found) => ({ sent, found }))
            : [];
        });
      const chosen = choices[Math.floor(one.forward / 250) % Math.max(1, choices.length)];
      if (chosen) {
        if (chosen.found.action === 'hazard.rectify' && one.forward % 4 !== 0) {
          stage.sendsPhoto(chosen.sent.personId ?? 0, 1);
          stage.deliver();
        }
        tap(chosen.sent, chosen.found, one.changes % 5 === 0 ? one.changes : 0);
      }
    } else if ('wild' in one) {
      const stranger = one.who === 'stranger';
      const id = stranger ? 0 : stage.id(one.who);
      const about = rowsOf(stage).find((row) => row.id === one.hazard);
      const revision =
        one.revision === 'none' ? {} : { revision: (about?.revision ?? 1) - (one.revision === 'old' ? 1 : 0) };
      const sent = phones[one.step % Math.max(1, phones.length)];
      const drafts = stage.db.select({ id: draft.id }).from(draft).all();
      const fields: Record<string, FieldValue> = {
        category: 'fire/',
        severity: 'serious',
        owner: stage.id('赵强'),
        leader: stage.id('陈副'),
        due: '2025-09-30',
        reason: '理由',
        basis: '依据',
        into: String((one.step % 5) + 1),
        to: one.wild === 'hazard.authority-report' ? ['教育局'] : '消防',
        at: '2025-09-18 10:00',
        measure: '已换',
        result: one.changes % 2 === 0 ? 'passed' : 'sent_back',
        until: '2025-10-10',
        interim: '围挡',
        on: '2025-09-29',
        supervisor: stage.id('陈副'),
        deadline: '2025-09-30',
        receipt: '已收',
        rechecker: stage.id('陈副'),
        words: '补充',
        description: '坏了',
        place: 'canteen',
        detail: '后门',
      };
      press(stranger ? 'ou_nobody' : `ou_${id}`, one.forwarded || !sent ? 'om_forwarded' : sent.messageId, `oc_${id}`, {
        action: one.wild,
        reference: {
          hazard: one.hazard,
          draft: drafts[one.draft % Math.max(1, drafts.length)]?.id ?? 1,
          step: one.step + 1,
          photo: (one.step % 6) + 1,
          school: (one.step % 2) + 1,
          filter: one.changes % 2 === 0 ? 'open' : 'bogus',
          ask: one.changes % 2 === 0 ? 'reject' : 'bogus',
          page: one.step - 500,
        },
        ...revision,
        values: changed(fields, one.changes, stage),
      });
    } else if ('photo' in one) {
      const id = stage.id(one.photo);
      if (one.photo === '前安') continue;
      const mine = phones.filter((sent) => sent.personId === id);
      const quoted = one.quotes % 2 === 0 ? mine[one.quotes % Math.max(1, mine.length)]?.messageId : undefined;
      stage.sendsPhoto(id, cast.find((each) => each.name === one.photo)?.school ?? 1, quoted);
      stage.deliver(() => one.spoilt === 0);
    } else if ('wait' in one) stage.later(one.wait);
    else if ('report' in one) {
      if (one.report !== '前安') report(stage, one.report, one.kind);
    } else {
      const id = stage.id(one.leaves);
      stage.store.transaction(() => {
        stage.db.update(person).set({ state: 'left' }).where(eq(person.id, id)).run();
        stage.db.update(identity).set({ state: 'left' }).where(eq(identity.personId, id)).run();
        handBackTasksOf(stage.context(), id);
      });
    }
    stage.deliver();
    watch.check('photo' in one || 'leaves' in one);
    for (const row of rowsOf(stage)) counted.states.add(row.state);
  }
}

const photographed = (stage: HazardStage, name: string): void => {
  stage.sendsPhoto(stage.id(name), 1);
  stage.deliver();
};

/** A suspected major one is confirmed first; consent and receipt are there before the recheck. */
const decideMajor = (stage: HazardStage): void => {
  stage.taps('王芳', 'hazard.ask', {}, { ask: 'confirm-major' });
  stage.taps('王芳', 'hazard.confirm-major', { basis: '判定指南' });
};

/** Where runs begin: every way of a hazard is at hand within a few moves. */
const beginnings: readonly ((stage: HazardStage) => void)[] = [
  () => {},
  (stage) => void stage.taps('王芳', 'hazard.assign', { owner: stage.id('赵强') }),
  (stage) => {
    beginnings[1]?.(stage);
    stage.taps('赵强', 'hazard.begin-rectification');
    stage.deliver();
    photographed(stage, '赵强');
    stage.taps('赵强', 'hazard.rectify');
  },
  (stage) => {
    beginnings[2]?.(stage);
    stage.taps('王芳', 'hazard.recheck', { result: 'passed' });
    if (!rowsOf(stage).some((row) => row.severity === 'major')) return;
    stage.taps('周校', 'hazard.consent');
    stage.taps('王芳', 'hazard.ask', {}, { ask: 'receipt' });
    stage.taps('王芳', 'hazard.receipt', { receipt: '消防验收合格' });
  },
  (stage) => {
    report(stage, '孙梅', 0);
    stage.taps('孙梅', 'hazard.register', { detail: '前门' });
  },
  (stage) => {
    beginnings[2]?.(stage);
    stage.taps('王芳', 'hazard.recheck', { result: 'sent_back', reason: '还松' });
  },
  (stage) => {
    beginnings[1]?.(stage);
    stage.later(9 * DAY);
  },
  (stage) => {
    beginnings[3]?.(stage);
    stage.later(DAY);
    stage.taps('刘洋', 'hazard.ask', {}, { ask: 'reopen' });
    stage.taps('刘洋', 'hazard.reopen', { reason: '又坏了' });
  },
];

describe('any sequence of presses, pictures and days', () => {
  it('keeps every hazard in a legal state, in good hands and never forgotten', () => {
    const counted: Counted = { refused: 0, taken: 0, states: new Set() };
    fc.assert(
      fc.property(
        fc.nat({ max: 3 }),
        fc.nat({ max: 7 }),
        fc.array(move, { minLength: 5, maxLength: 18, size: 'max' }),
        (kind, start, moves) => {
          const stage = openHazardStage();
          report(stage, '刘洋', kind);
          stage.deliver();
          stage.taps('刘洋', 'hazard.register');
          stage.deliver();
          const watch = new Watch(stage);
          watch.check();
          if (kind === 2 && start !== 0) decideMajor(stage);
          beginnings[start]?.(stage);
          stage.deliver();
          watch.check();
          play(stage, watch, moves, counted);
          watch.checkPhones();
          expect(verifyChain(stage.db).ok).toBe(true);
          stage.store.close();
        },
      ),
      { numRuns: 120, seed: 20_250_918 },
    );
    // The runs are worth something only when they get around.
    expect(counted.taken).toBeGreaterThan(400);
    expect(counted.refused).toBeGreaterThan(200);
    expect(counted.states.size).toBeGreaterThanOrEqual(9);
  }, 60_000);
});
