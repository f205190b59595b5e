import { describe, expect, it } from 'vitest';
import { quotasOf } from '../../src/drills/quota.ts';
import { dutyTask } from '../../src/store/schema/index.ts';
import { openDrillStage } from './stage.ts';

type Stage = ReturnType<typeof openDrillStage>;

/** The month's duty as its own opening would make it. */
function openDuty(stage: Stage): void {
  const { now } = stage.context();
  stage.db
    .insert(dutyTask)
    .values({
      schoolId: 1,
      dutyId: 'evacuation-drill',
      period: '2025-09',
      scope: 'school',
      openAt: now,
      dueAt: now + 12 * 86_400_000,
    })
    .run();
}

/** A drill of the part, held at the moment and worked through. */
function held(
  stage: Stage,
  at: string,
  part: Readonly<Record<string, string | readonly string[]>>,
  seconds = 60,
): number {
  const id = stage.plan({ at });
  stage.press('王芳', 'drill.part', { drill: id }, part);
  stage.to(at);
  stage.press('周校', 'drill.start', { drill: id });
  stage.seconds(seconds);
  for (const name of ['初二1班', '初二2班', '初二3班'])
    try {
      stage.unit(id, name);
      stage.allIn('王芳', id, name);
    } catch {
      // Takes no part.
    }
  stage.count('王芳', id, '参加的教职工', { expected: 4, present: 4 });
  for (const place of String(part.places ?? '')
    .split('\n')
    .filter(Boolean))
    stage.count('王芳', id, place, { expected: 6, present: 6 });
  stage.press('周校', 'drill.stand-down', { drill: id });
  stage.press('王芳', 'drill.evaluate', { drill: id }, { slowest: '无', jams: 0, injuries: 0 });
  const findings = { highlights: '好', owner: stage.id('赵强'), due: '2025-10-20' };
  stage.press('王芳', 'drill.findings', { drill: id }, findings);
  return id;
}

describe('a drill of a part', () => {
  it('counts for its classes; the month is kept when no class is left, and both stand in one form', () => {
    const stage = openDrillStage('2025-09-10 09:00');
    openDuty(stage);
    const state = () => stage.tasks('evacuation-drill').map((task) => task.state);
    const home = () => stage.text('drill.home', { school: 1 }, '王芳');
    const first = held(stage, '2025-09-16 10:05', { floors: ['2号楼3层'], name: '2号楼3层' }, 130);
    expect(state()).toEqual(['open']);
    expect(home()).toContain('9月：应演 1，已演 0，已定 0；演过部分 1 次，还差 初二3班');
    expect(stage.text('drill.done', { drill: first }, '王芳')).toContain('这次只算2号楼3层，9月还差 初二3班没演');
    expect(stage.text('drill.proposal', { school: 1 }, '王芳')).toContain(
      '只演过部分班，还差 初二3班。建议 9月23日 周二 火灾疏散',
    );

    const second = held(stage, '2025-09-23 10:05', { classes: ['3'] });
    expect(state()).toEqual(['done']);
    expect(home()).toContain('9月：应演 1，已演 1，已定 0');
    expect(home()).toContain('本学期已演 1');
    expect(stage.text('drill.done', { drill: first }, '王芳')).not.toContain('没演');
    expect(stage.tasks('evacuation-drill')[0]?.content).toMatchObject({
      expected: 45 + 40 + 42 + 8,
      present: 45 + 40 + 42 + 8,
      duration_s: 130,
      drill: `${stage.of(first).number}；${stage.of(second).number}`,
    });
  });

  it('of a dormitory alone is no drill of the school; a class that came later is left', () => {
    const stage = openDrillStage('2025-09-10 09:00');
    openDuty(stage);
    held(stage, '2025-09-16 10:05', { places: '宿舍301' });
    const [quota] = quotasOf(stage.context(), 1);
    expect(quota).toMatchObject({ counted: 0, left: ['初二1班', '初二2班', '初二3班'] });
    held(stage, '2025-09-18 10:05', { classes: ['1', '2', '3'] });
    expect(quotasOf(stage.context(), 1)[0]).toMatchObject({ counted: 1, left: [] });
    expect(stage.tasks('evacuation-drill').map((task) => task.state)).toEqual(['done']);
    stage.db.run(
      "insert into class_group (school_id, name, stage, grade, canonical) values (1, '初二4班', 'junior', '八年级', 'junior-8-4')",
    );
    expect(quotasOf(stage.context(), 1)[0]).toMatchObject({ counted: 0, left: ['初二4班'] });
  });
});
