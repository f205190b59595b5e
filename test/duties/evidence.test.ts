import { describe, expect, it } from 'vitest';
import { filesKept } from '../../src/duties/evidence.ts';
import { evidenceArrived, hearTaskFile } from '../../src/duties/evidence_files.ts';
import { evidenceRefusal, isEvidenceName, MAX_EVIDENCE_BYTES } from '../../src/duties/evidence_kinds.ts';
import { storeEvidence } from '../../src/host/store_evidence.ts';
import type { HostErrand } from '../../src/kernel/send.ts';
import type { Media, Platform } from '../../src/platforms/platform.ts';
import { evidence, sentCard } from '../../src/store/schema/index.ts';
import { openSmallSchool, type SmallSchool } from './small_school.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const PDF = bytes(0x25, 0x50, 0x44, 0x46, 0x2d);
const ZIP = bytes(0x50, 0x4b, 3, 4);
const PROGRAM = bytes(0x4d, 0x5a, 0x90, 0);

describe('what is kept', () => {
  it.each([
    ['方案.pdf', PDF, true],
    ['方案.PDF', PDF, true],
    ['总结.docx', ZIP, true],
    ['老文档.doc', bytes(0xd0, 0xcf, 0x11, 0xe0), true],
    ['材料.zip', ZIP, true],
    ['说明.txt', Buffer.from('已报送'), true],
    ['程序.exe', PROGRAM, false],
    ['方案.pdf', PROGRAM, false],
    ['方案.pdf', bytes(), false],
    ['没有后缀', PDF, false],
    ['方案.pdf.exe', PDF, false],
    ['大.pdf', new Uint8Array(MAX_EVIDENCE_BYTES + 1).fill(0x25), false],
  ])('%s', (name, content, kept) => {
    expect(evidenceRefusal(name, content) === undefined).toBe(kept);
  });

  it('a name alone is refused before anything is fetched', () => {
    expect(['a.pdf', 'a.xlsx', 'a.js', 'a.', 'pdf'].map(isEvidenceName)).toEqual([true, true, false, false, false]);
  });
});

const staff = { 王芳: ['safety_office'], 周校: ['principal'], 班一: ['class_teacher'] };

function open(filings: readonly string[]): SmallSchool {
  const school = openSmallSchool(staff, '2026-04-13 09:00');
  for (const name of filings)
    school.press(
      '王芳',
      'filing.save',
      { school: 1, task: 0, template: '' },
      {
        kind: 'plan-submission',
        name,
        deadline: '2026-04-20',
        receiver: '中心校',
      },
    );
  school.sent();
  return school;
}
let messages = 0;
function send(school: SmallSchool, name: string, fileName: string, quotes?: string): boolean {
  const person = school.id(name);
  messages += 1;
  const sent = { person, platform: 'feishu', messageId: `om_file_${messages}`, file: 'f', fileName, quotes } as const;
  return hearTaskFile(school.as({ kind: 'person', person, platform: 'feishu' }), sent);
}
const said = (school: SmallSchool): readonly (string | null)[] =>
  school
    .sent()
    .filter((row) => row.kind === 'text')
    .map((row) => row.text);
const rows = (school: SmallSchool) => school.db.select().from(evidence).all();

describe('where a file goes', () => {
  it('to the only task that needs one, once it has been fetched', () => {
    const school = open(['方案']);
    const task = school.tasks('plan-submission')[0]?.id ?? 0;
    expect(send(school, '王芳', '方案.pdf')).toBe(true);
    const [errand] = school.sent().filter((row) => row.kind === 'errand');
    expect(errand?.subject).toMatchObject({ errand: 'store-evidence', fileName: '方案.pdf' });
    expect(filesKept(school.context(), task)).toBe(0);
    evidenceArrived(school.context(), rows(school)[0]?.id ?? 0, { hash: 'b'.repeat(64) });
    evidenceArrived(school.context(), rows(school)[0]?.id ?? 0, { hash: 'c'.repeat(64) });
    expect(filesKept(school.context(), task)).toBe(1);
    expect(rows(school)[0]?.hash).toBe('b'.repeat(64));
    expect(said(school)).toEqual([expect.stringContaining('《方案.pdf》已附到')]);
  });

  it('with several nothing is stored, and the person is told to quote one', () => {
    const school = open(['方案', '小结']);
    expect(send(school, '王芳', '方案.pdf')).toBe(true);
    expect(said(school)).toEqual([expect.stringContaining('有 2 件事要文件')]);
    expect(rows(school)).toEqual([]);
    const [, second] = school.tasks('plan-submission');
    school.db
      .insert(sentCard)
      .values({
        card: 'filing.nudge',
        subject: { task: second?.id ?? 0 },
        topic: '',
        platform: 'feishu',
        messageId: 'om_card',
        personId: school.id('王芳'),
        sentAt: 0,
        shown: '',
      })
      .run();
    expect(send(school, '王芳', '小结.docx', 'om_card')).toBe(true);
    expect(rows(school).map((row) => row.taskId)).toEqual([second?.id]);
  });

  it('a roster stays a roster, with and without an open filing; others have nothing to do with it', () => {
    expect(send(open([]), '王芳', '教职工.xlsx')).toBe(false);
    const school = open(['方案']);
    expect(send(school, '王芳', '教职工名册.xlsx')).toBe(false);
    expect(send(school, '王芳', '4月值班表.xlsx')).toBe(false);
    expect(send(school, '王芳', '报送附表.xlsx')).toBe(true);
    expect(send(school, '班一', '方案.pdf')).toBe(false);
  });

  it('a program is refused by its name, and by what is in it', () => {
    const school = open(['方案']);
    expect(send(school, '王芳', '方案.exe')).toBe(true);
    expect(said(school)).toEqual([expect.stringContaining('这种文件收不了')]);
    send(school, '王芳', '方案.pdf');
    evidenceArrived(school.context(), rows(school)[0]?.id ?? 0, { refusal: '文件内容与它的类型不符。' });
    expect(rows(school)).toEqual([]);
    expect(said(school)).toEqual([expect.stringContaining('没有收下')]);
  });
});

describe('fetching', () => {
  const errand = { errand: 'store-evidence', evidence: 1, messageId: 'm', file: 'f', fileName: '方案.pdf' } as const;
  const vendor = (media: Media): Platform => {
    const refuses = () => {
      throw new Error('not asked in this test');
    };
    return {
      name: 'feishu',
      limits: {
        perUserPerSecond: 1,
        perChatPerSecond: 1,
        perMessagePerSecond: 1,
        perAppPerSecond: 1,
        perAppPerMinute: 1,
        callsPerMonth: 1,
      },
      render: refuses,
      sendCard: refuses,
      sendText: refuses,
      sendFile: refuses,
      updateCard: refuses,
      urge: refuses,
      uploadImage: refuses,
      findByMobile: refuses,
      download: () => Promise.resolve(media),
    };
  };
  const run = async (media: Media, of: Extract<HostErrand, { errand: 'store-evidence' }> = errand) => {
    const kept = new Map<string, Uint8Array>();
    const outcome = await storeEvidence(of, vendor(media), {
      put: async (hash, content) => void kept.set(hash, content),
      get: async (hash) => kept.get(hash),
    });
    return { kept: [...kept.keys()], outcome };
  };

  it('keeps a file by the hash of its bytes', async () => {
    const { kept, outcome } = await run({ ok: true, bytes: PDF });
    expect(kept).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect('done' in outcome).toBe(true);
  });

  it('stores nothing of the wrong kind, tries again when the vendor is away, and gives up when the file is gone', async () => {
    const wrong = await run({ ok: true, bytes: PROGRAM });
    expect([wrong.kept, 'done' in wrong.outcome]).toEqual([[], true]);
    const away = await run({ ok: false, verdict: { is: 'later', why: 'network', detail: '' } });
    expect(away.outcome).toEqual({ failed: { is: 'later', why: 'network', detail: '' } });
    const gone = await run({ ok: false, verdict: { is: 'never', why: 'message_gone', detail: '' } });
    expect('done' in gone.outcome).toBe(true);
  });
});
