import { describe, expect, it } from 'vitest';
import { agendaOf } from '../../src/digests/meeting/agenda.ts';
import { sayHere } from '../../src/digests/meeting/attend.ts';
import { closeMeeting, signMinutes } from '../../src/digests/meeting/close.ts';
import { addItem, decide, removeLines } from '../../src/digests/meeting/lines.ts';
import { dropMeeting, openMeeting } from '../../src/digests/meeting/open.ts';
import { linesOf, openMeetingOf, presentAt } from '../../src/digests/meeting/queries.ts';
import { writeMinutes } from '../../src/host/write_minutes.ts';
import { paperBytes } from '../../src/host/write_paper.ts';
import { DAY, instantOf } from '../../src/kernel/time.ts';
import { dutyTask, evidence, hazard, meeting, person, role, school } from '../../src/store/schema/index.ts';
import { asPerson, makeWorld } from '../context.ts';

const at = (moment: string): number => instantOf(moment.slice(0, 10), moment.slice(11), 'Asia/Shanghai');
const [OFFICE, VICE, KEEPER] = [1, 2, 3];

/** Monday 2025-09-22 16:30, a school with the safety office, the vice principal and the keeper of the buildings. */
function openSchool() {
  const world = makeWorld(at('2025-09-22 16:30'));
  const { db } = world.store;
  db.insert(school).values({ name: '光明学校', shortName: 'GM' }).run();
  ['safety_office', 'vice_principal', 'facility_lead'].forEach((name) => {
    const { id } = db
      .insert(person)
      .values({ name: `${name}的人`, createdAt: 0 })
      .returning({ id: person.id })
      .get();
    db.insert(role).values({ personId: id, schoolId: 1, role: name }).run();
  });
  const act = (who: number, run: (context: ReturnType<typeof world.as>) => unknown): void =>
    world.store.transaction(() => void run(world.as(asPerson(who))));
  const running = () => {
    const found = openMeetingOf(world.context(), 1);
    if (!found) throw new Error('no meeting is under way');
    return found;
  };
  return { ...world, db, act, running };
}

const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'not refused';
};

describe('a meeting', () => {
  it('is one, whoever opens it and how often; the opener is there', () => {
    const { act, db, running, context } = openSchool();
    act(VICE, (by) => openMeeting(by, 1, VICE));
    act(OFFICE, (by) => openMeeting(by, 1, OFFICE));
    act(VICE, (by) => openMeeting(by, 1, VICE));
    expect(db.select().from(meeting).all()).toHaveLength(1);
    expect(presentAt(context(), running().id)).toEqual([OFFICE, VICE]);
    expect(() => db.insert(meeting).values({ schoolId: 1, heldAt: 0, openedById: OFFICE, agenda: [] }).run()).toThrow(
      /UNIQUE/,
    );
  });

  it('ends once, with something decided; an old card that is pressed then changes nothing', () => {
    const { act, db, running } = openSchool();
    act(VICE, (by) => openMeeting(by, 1, VICE));
    const old = running();
    expect(refusal(() => act(VICE, (by) => closeMeeting(by, old, VICE)))).toBe('meeting.empty');
    act(VICE, (by) => decide(by, old, VICE, '停用男厕\n\n停用男厕\n2. 北门错峰'));
    act(VICE, (by) => addItem(by, old, VICE, { text: '换地漏', owner: KEEPER, due: '2025-09-26' }));
    act(VICE, (by) => addItem(by, old, VICE, { text: '换地漏', owner: KEEPER, due: '2025-09-26' }));
    expect(refusal(() => act(VICE, (by) => dropMeeting(by, old)))).toBe('meeting.has_lines');
    expect(
      refusal(() => act(VICE, (by) => addItem(by, old, VICE, { text: '昨', owner: KEEPER, due: '2025-09-21' }))),
    ).toBe('form.invalid');
    // A student's own matter is in no minutes, and nobody is at work on the holiday.
    for (const text of ['初二3班欺凌一事由德育处跟进', '召开会议\n王某某割腕一事由心理老师跟进'])
      expect(refusal(() => act(VICE, (by) => decide(by, old, VICE, text)))).toBe('form.invalid');
    expect(
      refusal(() => act(VICE, (by) => addItem(by, old, VICE, { text: '巡查', owner: KEEPER, due: '2025-10-01' }))),
    ).toBe('form.invalid');
    act(VICE, (by) => closeMeeting(by, old, VICE));
    // Two people press at once: the second reads the row it was made from, and is told.
    expect(refusal(() => act(OFFICE, (by) => closeMeeting(by, old, OFFICE)))).toBe('meeting.moved_on');
    const [held] = db.select().from(meeting).all();
    if (!held) throw new Error('the meeting is gone');
    expect(held.state).toBe('signed');
    expect(linesOf({ db }, held.id).map((line) => line.text)).toEqual(['停用男厕', '北门错峰', '换地漏']);
    expect(db.select().from(dutyTask).all()).toHaveLength(1);
    expect(refusal(() => act(VICE, (by) => signMinutes(by, held, VICE)))).toBe('meeting.signed');
    expect(refusal(() => act(KEEPER, (by) => sayHere(by, held, KEEPER, true)))).toBe('meeting.closed');
    expect(refusal(() => act(VICE, (by) => removeLines(by, held, ['1'])))).toBe('meeting.closed');
  });

  it('writes its document once, however often a host that was killed writes it again', async () => {
    const { act, db, running, context, store } = openSchool();
    db.insert(dutyTask)
      .values({
        schoolId: 1,
        dutyId: 'weekly-safety-meeting',
        period: '2025-W39',
        scope: 'school',
        openAt: at('2025-09-22 08:00'),
        dueAt: at('2025-09-22 18:00'),
      })
      .run();
    act(VICE, (by) => openMeeting(by, 1, VICE));
    act(VICE, (by) => decide(by, running(), VICE, '停用男厕'));
    act(VICE, (by) => closeMeeting(by, running(), VICE));
    const kept = new Map<string, Uint8Array>();
    const files = {
      put: async (hash: string, bytes: Uint8Array) => void kept.set(hash, bytes),
      get: async (hash: string) => kept.get(hash),
    };
    const errand = { errand: 'write-minutes', person: VICE, meeting: 1 } as const;
    for (let turn = 0; turn < 2; turn += 1) {
      const outcome = await writeMinutes(errand, context(), files, paperBytes);
      if (!('done' in outcome)) throw new Error('the minutes were not written');
      store.transaction(() => outcome.done(context()));
    }
    const [task] = db.select().from(dutyTask).all();
    expect(task).toMatchObject({
      state: 'done',
      late: false,
      content: { decisions: '停用男厕', attendees: 'vice_principal的人' },
    });
    const [row, ...more] = db.select().from(evidence).all();
    expect(more).toEqual([]);
    expect(kept.has(row?.hash ?? '')).toBe(true);
    expect(db.select().from(meeting).all()[0]?.minutesHash).toBe(row?.hash);
  });
});

describe('the agenda', () => {
  it('has what earlier meetings left first, then major and overdue hazards by post and never by name', () => {
    const { act, db, running, context, later } = openSchool();
    act(VICE, (by) => openMeeting(by, 1, VICE));
    act(VICE, (by) => addItem(by, running(), VICE, { text: '换地漏', owner: KEEPER, due: '2025-09-24' }));
    act(VICE, (by) => closeMeeting(by, running(), VICE));
    const common = {
      schoolId: 1,
      description: '',
      placeKind: 'canteen',
      category: 'building',
      sub: '',
      reporterId: OFFICE,
      reportedAt: at('2025-09-20 10:00'),
      ownerId: KEEPER,
      state: 'rectifying' as const,
    };
    db.insert(hazard)
      .values([
        { ...common, number: 'GM-202509-0001', title: '食堂地砖翘起', severity: 'general', due: '2025-09-23' },
        { ...common, number: 'GM-202509-0002', title: '楼道充电', severity: 'major', due: '2025-10-09' },
      ])
      .run();
    later(5 * DAY);
    const lines = agendaOf(context(), 1);
    expect(lines.slice(0, 3)).toEqual([
      '上次事项：换地漏（总务主任，逾期 3 天）',
      '重大隐患：在账 1 项',
      '逾期隐患：食堂地砖翘起：总务主任，逾期 4 天',
    ]);
    expect(lines.join()).not.toContain('的人');
  });
});
