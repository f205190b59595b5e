import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reference } from '../../cards/model.ts';
import { openPrivate } from '../../src/incidents/open_private.ts';
import { raiseEmergency } from '../../src/incidents/raise_emergency.ts';
import { ringsAgain } from '../../src/incidents/rules.ts';
import { incident, privateReport } from '../../src/store/schema/index.ts';
import { everybody, type Name, openStage } from './stage.ts';

const names = Object.keys(everybody) as readonly Name[];
const anyone = fc.constantFrom(...names);
const wait = fc.record({ wait: fc.constantFrom(1, 30, 60, 300, 600, 1_200, 90_000) });

const incidentPress = fc.record({
  who: anyone,
  action: fc.constantFrom(
    'incident.alert',
    'incident.drop',
    'incident.place',
    'incident.handle',
    'incident.called',
    'incident.ask_call_off',
    'incident.keep',
    'incident.call_off',
    'incident.call_teams',
    'incident.in_place',
    'incident.cannot',
    'incident.resolve',
    'incident.write_report',
    'incident.reported',
  ),
});
const says = fc.record({ who: anyone, says: fc.constant(true) });

const report = {
  kind: '火灾',
  at: '2025-09-18 10:20',
  place: '食堂',
  facts: '只给上级的经过',
  injured: 0,
  dead: 0,
  measures: '已撤人',
  called: ['119'],
};

function referenceOf(action: string): Reference {
  if (action === 'incident.alert') return { incident: 1, kind: 'fire' };
  if (action === 'incident.write_report') return { incident: 1, stage: 'first' };
  return action === 'incident.reported' ? { report: 1 } : { incident: 1 };
}

/** Where an emergency may go from each state; resolved, called_off and dropped are the end. */
const next: Readonly<Record<string, readonly string[]>> = {
  asked: ['asked', 'alerted', 'handled', 'dropped', 'called_off'],
  alerted: ['alerted', 'handled', 'called_off'],
  handled: ['handled', 'called_off', 'resolved'],
  resolved: ['resolved'],
  called_off: ['called_off'],
  dropped: ['dropped'],
};

describe('any sequence of presses by anybody', () => {
  it('leaves an emergency with one handler at most, and over when it is over', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(incidentPress, incidentPress, incidentPress, wait, says), { maxLength: 25 }),
        (moves) => {
          const stage = openStage();
          const raise = (who: Name) =>
            raiseEmergency(stage.asPerson(who), {
              person: stage.id(who),
              platform: 'feishu',
              kind: 'unknown',
              words: '紧急',
              place: '',
            });
          raise('王芳');
          stage.deliver();
          let before = new Map(
            stage.db
              .select()
              .from(incident)
              .all()
              .map((row) => [row.id, row]),
          );
          for (const move of moves) {
            if ('wait' in move) stage.later(move.wait * 1_000);
            else if ('says' in move) raise(move.who);
            else {
              stage.pressRaw(
                move.who,
                'om_1',
                { action: move.action, reference: referenceOf(move.action) },
                { ...report, reason: '误报', outcome: '已处置', receiver: '值班' },
              );
            }
            stage.deliver();
            const rows = stage.db.select().from(incident).all();
            for (const row of rows) {
              const was = before.get(row.id);
              if (was) {
                expect(next[was.state]).toContain(row.state);
                if (was.handlerId !== null) expect(row.handlerId).toBe(was.handlerId);
                if (['called_off', 'dropped', 'resolved'].includes(was.state)) expect(row).toEqual(was);
              }
              expect(row.handlerId === null).toBe(row.handledAt === null);
              expect(row.resolvedAt === null).toBe(row.state !== 'resolved');
              if (row.state === 'handled' || row.state === 'resolved') expect(row.handlerId).not.toBeNull();
              if (row.state === 'alerted' || row.state === 'handled') expect(row.alertedAt).not.toBeNull();
            }
            before = new Map(rows.map((row) => [row.id, row]));
          }
          const alerts = stage.arrived.filter((each) => each.card === 'incident.alert').length;
          const reached = new Set(
            stage.arrived.filter((each) => each.card === 'incident.alert').map((each) => each.to),
          );
          // Once each, and again as often as nobody takes it over.
          expect(alerts).toBeLessThanOrEqual(reached.size * before.size * (1 + ringsAgain.length));
          expect(stage.dump()).not.toContain(report.facts);
          const posts = stage.arrived.filter((each) => each.card === 'incident.post').length;
          expect(posts).toBeLessThanOrEqual(names.length * before.size);
          const offs = stage.arrived.filter((each) => each.card === 'incident.off').map((each) => each.to);
          if (before.size === 1) expect(new Set(offs).size).toBe(offs.length);
          stage.store.close();
        },
      ),
      { numRuns: 60, seed: 20_250_918 },
    );
  });

  it('lets nobody but the handler reach the words, and leaves none behind', () => {
    const press = fc.record({
      who: anyone,
      action: fc.constantFrom(
        'private.entrust',
        'private.drop',
        'private.open',
        'private.acknowledge',
        'private.pass_on',
      ),
      handler: anyone,
      anonymous: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(press, press, press, wait), { maxLength: 20 }), (moves) => {
        const stage = openStage();
        openPrivate(stage.asPerson('王芳'), { person: stage.id('王芳'), kind: 'bullying' });
        stage.deliver();
        for (const move of moves) {
          if ('wait' in move) stage.later(move.wait * 1_000);
          else {
            stage.pressRaw(
              move.who,
              'om_1',
              { action: move.action, reference: { report: 1 } },
              { handler: String(stage.id(move.handler)), facts: '只给经办人的话', anonymous: move.anonymous },
            );
          }
          stage.deliver();
          expect(stage.dump()).not.toContain('只给经办人的话');
          const [row] = stage.db.select().from(privateReport).all();
          if (!row) throw new Error('the report is gone');
          expect(row.sealed !== null).toBe(
            (row.state === 'entrusted' || row.state === 'opened') && row.erasedAt === null,
          );
          for (const name of names) {
            const card = stage.show('private.content', { report: 1 }, { kind: 'person', person: stage.id(name) });
            const sees = JSON.stringify(card).includes('只给经办人的话');
            expect(sees).toBe(row.sealed !== null && row.state === 'opened' && row.handlerId === stage.id(name));
          }
        }
        stage.store.close();
      }),
      { numRuns: 60, seed: 20_250_918 },
    );
  });
});
