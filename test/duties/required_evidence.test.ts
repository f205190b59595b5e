import { describe, expect, it } from 'vitest';
import { evidenceArrived, hearTaskFile } from '../../src/duties/evidence_files.ts';
import { beforePhoto } from '../../src/duties/rounds/gather.ts';
import { takePhoto } from '../../src/hazards/photos.ts';
import { Refused } from '../../src/kernel/refused.ts';
import { dutyPeriod, dutyTask, evidence, photo, sentCard } from '../../src/store/schema/index.ts';
import { openSmallSchool, type SmallSchool } from './small_school.ts';

const staff = { 王芳: ['safety_office'], 德育: ['moral_lead'], 照管: ['bus_attendant'] };
const open = () => openSmallSchool(staff, '2025-09-18 09:00');

/** A task of a duty whose form asks for evidence, waiting for one person. */
function task(school: SmallSchool, dutyId: string, who: string, period = '2025-09-18'): number {
  const { now } = school.context();
  const times = { period, openAt: now - 1, dueAt: now + 3_600_000 };
  school.db
    .insert(dutyPeriod)
    .values({ schoolId: 1, dutyId, ladder: [], ...times })
    .run();
  return school.db
    .insert(dutyTask)
    .values({ schoolId: 1, dutyId, scope: 'school', assigneeId: school.id(who), ...times })
    .returning({ id: dutyTask.id })
    .get().id;
}

/** The card of a task as it lies in somebody's chat, so that a message can quote it. */
function lies(school: SmallSchool, of: number, who: string): string {
  const messageId = `om_card_${of}`;
  school.db
    .insert(sentCard)
    .values({
      card: 'duty.task',
      subject: { task: of },
      topic: '',
      platform: 'feishu',
      messageId,
      personId: school.id(who),
      sentAt: 0,
      shown: '',
    })
    .run();
  return messageId;
}

let pictures = 0;
function sendsPhoto(school: SmallSchool, who: string, quotes?: string): void {
  pictures += 1;
  const sent = { person: school.id(who), platform: 'feishu', quotes } as const;
  const context = school.as({ kind: 'person', person: sent.person, platform: 'feishu' });
  const asks = beforePhoto(context, sent);
  takePhoto(context, { ...sent, schoolId: 1, messageId: `om_photo_${pictures}`, mediaKey: 'k', asks });
}
const said = (school: SmallSchool) =>
  school
    .sent()
    .filter((row) => row.kind === 'text')
    .map((row) => row.text);

/** What somebody reads when an action refuses; '' when it does not. */
function refusal(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return `${error.toast.text}。${error.advice ?? ''}`;
  }
}

const headcount = { on: 30, off: 30, empty_checked: true };
const plan = { hours: 12 };

describe('a duty that asks for a photo', () => {
  it('is not done without it; the next photo joins the only task that waits for one, and then it is done', () => {
    const school = open();
    const id = task(school, 'school-bus-headcount', '照管');
    const submit = () => school.press('照管', 'duty.submit', { task: id }, headcount);
    expect(refusal(submit)).toMatch(/^请先发空车照。.*把照片发到本会话.*已填的都留着/);
    expect(school.tasks('school-bus-headcount')[0]?.state).toBe('open');
    school.sent();
    sendsPhoto(school, '照管');
    expect(said(school)).toEqual([expect.stringMatching(/已附到“.*”，共 1 张/)]);
    expect(submit().toast?.tone).toBe('success');
    expect(school.tasks('school-bus-headcount')[0]).toMatchObject({ state: 'done', content: headcount });
    // Done: the next picture is the beginning of a report again.
    sendsPhoto(school, '照管');
    expect(school.asked().map((one) => one.card)).toContain('hazard.form');
  });

  it('a picture the vendor could not give does not count', () => {
    const school = open();
    const id = task(school, 'school-bus-headcount', '照管');
    sendsPhoto(school, '照管');
    school.db.update(photo).set({ state: 'refused' }).run();
    expect(refusal(() => school.press('照管', 'duty.submit', { task: id }, headcount))).toContain('请先发空车照');
  });

  it('with several the person is asked which; a quoted card is the answer', () => {
    const school = open();
    const [first, second] = ['早班', '晚班'].map((period) => task(school, 'school-bus-headcount', '照管', period));
    sendsPhoto(school, '照管');
    expect(school.asked().map((one) => one.card)).toEqual(['photo.which']);
    sendsPhoto(school, '照管', lies(school, second ?? 0, '照管'));
    expect(said(school)).toEqual([expect.stringContaining('已附到')]);
    expect(refusal(() => school.press('照管', 'duty.submit', { task: first ?? 0 }, headcount))).toContain(
      '请先发空车照',
    );
    school.press('照管', 'duty.submit', { task: second ?? 0 }, headcount);
  });

  it('is not done by a tap or by words either', () => {
    const school = open();
    const id = task(school, 'school-bus-headcount', '照管');
    for (const action of ['duty.done', 'duty.confirm'])
      expect(refusal(() => school.press('照管', action, { task: id }))).toContain('请先发空车照');
  });
});

describe('a duty that asks for a file', () => {
  const sendsFile = (school: SmallSchool, fileName: string) =>
    hearTaskFile(school.as({ kind: 'person', person: school.id('德育'), platform: 'feishu' }), {
      person: school.id('德育'),
      platform: 'feishu',
      messageId: `om_${fileName}`,
      file: 'f',
      fileName,
    });

  it('is done once the file has been kept; while it is on its way it says so', () => {
    const school = open();
    const id = task(school, 'subject-safety-integration', '德育');
    const submit = () => school.press('德育', 'duty.submit', { task: id }, plan);
    expect(refusal(submit)).toContain('请先发学期计划');
    expect(sendsFile(school, '学期计划.docx')).toBe(true);
    expect(refusal(submit)).toContain('文件还在接收');
    evidenceArrived(school.context(), school.db.select().from(evidence).get()?.id ?? 0, { hash: 'a'.repeat(64) });
    expect(submit().toast?.tone).toBe('success');
  });

  it('a bare picture of a month in which it waits stays a report; one that quotes the card stands for the file', () => {
    const school = open();
    const id = task(school, 'subject-safety-integration', '德育');
    sendsPhoto(school, '德育');
    expect(school.asked().map((one) => one.card)).toEqual(['hazard.form']);
    sendsPhoto(school, '德育', lies(school, id, '德育'));
    expect(school.press('德育', 'duty.submit', { task: id }, plan).toast?.tone).toBe('success');
  });

  it('goes to the task that still lacks one', () => {
    const school = open();
    const [first, second] = ['T1', 'T2'].map((period) => task(school, 'subject-safety-integration', '德育', period));
    for (const taskId of [first ?? 0])
      school.db
        .insert(evidence)
        .values({ taskId, personId: school.id('德育'), kind: 'file', fileName: 'a.pdf', hash: 'b', at: 0 })
        .run();
    expect(sendsFile(school, '第二份.pdf')).toBe(true);
    expect(
      school.db
        .select()
        .from(evidence)
        .all()
        .map((row) => row.taskId),
    ).toEqual([first, second]);
  });
});
