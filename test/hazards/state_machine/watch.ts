/** What must hold after any move by anybody. */
import { expect } from 'vitest';
import { type Card, plainCard, type Reference } from '../../../cards/model.ts';
import { directoryFor } from '../../../src/delivery/directory.ts';
import { calendarOf } from '../../../src/hazards/calendar.ts';
import { openStates, serviceLevels, stateNames } from '../../../src/hazards/rules.ts';
import { requireKnownActions } from '../../../src/kernel/registry.ts';
import { DAY } from '../../../src/kernel/time.ts';
import { render } from '../../../src/platforms/feishu/render.ts';
import type { HazardStage } from '../stage.ts';
import {
  auditAfter,
  type HazardRow,
  listedOf,
  openDraftsOf,
  outboxAfter,
  personOf,
  phonesOf,
  photosOf,
  rolesOf,
  rowsOf,
  type StepRow,
  stepsAfter,
  timersOf,
} from './rows.ts';

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
/** A card somebody sees can be sent, leads only to known actions and says no "undefined". */
export function checkCard(stage: HazardStage, card: Card, about: string): void {
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
export class Watch {
  readonly stage: HazardStage;
  before: Map<number, HazardRow>;
  auditSequence = 0;
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
    const newSteps = stepsAfter(stage, this.steps);
    const newCards = outboxAfter(stage, this.outboxId);
    const audits = auditAfter(stage, this.auditSequence);
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
      const told = audits.filter((one) => one.subject === `hazard:${step.hazardId}`);
      expect(told.length).toBeGreaterThan(0);
    }
    this.before = new Map(rows.map((row) => [row.id, row]));
    this.auditSequence = audits.at(-1)?.sequence ?? this.auditSequence;
    this.steps = newSteps.at(-1)?.id ?? this.steps;
    this.outboxId = newCards.at(-1)?.id ?? this.outboxId;
  }

  checkRow(row: HazardRow, newSteps: readonly StepRow[]): void {
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
    const photos = photosOf(stage, row.id);
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
      const roles = rolesOf(stage, id);
      expect(
        roles.some((one) => one.schoolId === row.schoolId),
        `person ${id} works for hazard ${row.number}`,
      ).toBe(true);
    }
    if (row.state === 'assigned' || row.state === 'rectifying') {
      const holder = personOf(stage, row.ownerId ?? 0);
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
    const timers = timersOf(this.stage);
    for (const row of rows) {
      const own = timers.filter((one) => one.subject === `hazard:${row.id}`);
      const isOpen = openStates.includes(row.state);
      if (isOpen) expect(own.length, `${row.number} ${row.state} is forgotten`).toBeGreaterThan(0);
      else expect(own, `${row.number} ${row.state} still has timers`).toEqual([]);
    }
    const open = openDraftsOf(this.stage);
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
    const open = listedOf(this.stage);
    expect(new Set(open.map((one) => one.hazardId)).size).toBe(open.length);
  }

  checkNewCards(rows: ReturnType<typeof outboxAfter>): void {
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
      const roles = rolesOf(this.stage, row.personId);
      expect(
        roles.some((one) => one.schoolId === about.schoolId),
        `card ${row.card} to another school`,
      ).toBe(true);
    }
  }

  /** What stands on every phone, at the end of a run: every holder sees a card that can be sent. */
  checkPhones(): void {
    for (const sent of phonesOf(this.stage)) {
      const card = this.stage.show(sent.card, sent.subject, sent.personId);
      if (card) checkCard(this.stage, card, `${sent.card} for ${sent.personId}`);
    }
  }
}
