import { Buffer } from 'node:buffer';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { ladders } from '../../src/hazards/rules.ts';
import { asText, type Photos, workbookBytes } from '../../src/host/write_workbook.ts';
import { type LedgerKind, ledgerKinds } from '../../src/records/kinds.ts';
import { makeLedger } from '../../src/records/make_ledger.ts';
import { monthPeriod } from '../../src/records/period.ts';
import {
  drill,
  dutyShift,
  dutyTask,
  hazard,
  person,
  photo,
  school,
  supervision,
} from '../../src/store/schema/index.ts';
import { makeWorld, THURSDAY } from '../context.ts';

const DAY = 86_400_000;
const september = monthPeriod(2025, 9);

function openSchool() {
  const world = makeWorld();
  const { db } = world.store;
  db.insert(school).values({ name: '光明学校', shortName: 'GM' }).run();
  const names = ['王芳', '赵强', '孙丽', '周建国'];
  for (const name of names) db.insert(person).values({ name, createdAt: 0 }).run();
  let count = 0;
  const found = (columns: Partial<typeof hazard.$inferInsert> = {}) => {
    count += 1;
    return db
      .insert(hazard)
      .values({
        schoolId: 1,
        number: `GM-202509-${String(count).padStart(4, '0')}`,
        state: 'assigned',
        title: '扶手松动',
        description: '2号楼三层扶手松动',
        placeKind: 'stairs',
        placeDetail: '2号楼3层',
        category: 'building',
        sub: 'railing',
        severity: 'serious',
        reporterId: 1,
        reportedAt: THURSDAY,
        ownerId: 2,
        leaderId: 3,
        recheckerId: 4,
        due: '2025-09-15',
        originalDue: '2025-09-15',
        ladder: ladders.serious,
        ...columns,
      })
      .returning()
      .get();
  };
  const table = async (kind: LedgerKind, period = september, sheet = 0) => {
    const { bytes } = await workbookBytes(makeLedger(world.context(), 1, kind, period));
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer); // exceljs' types know no Buffer of this Node
    const worksheet = workbook.worksheets[sheet];
    if (!worksheet) throw new Error(`no sheet ${sheet}`);
    const headers = (worksheet.getRow(1).values as unknown[]).slice(1).map(String); // exceljs numbers cells from 1
    const rows: Record<string, unknown>[] = [];
    worksheet.eachRow((row, index) => {
      if (index > 1)
        rows.push(Object.fromEntries(headers.map((name, column) => [name, row.getCell(column + 1).value])));
    });
    return { worksheet, headers, rows, sheets: workbook.worksheets.map((one) => one.name) };
  };
  return { ...world, db, found, table };
}

describe('a ledger on paper', () => {
  it.each([
    ['hazards', 0, 8],
    ['duties', 0, 9],
    ['drills', 0, 8],
    ['rosters', 0, 9],
  ] as const)(
    '%s: its heading on every sheet, the header row too, fitted to the width of A3 or A4',
    async (kind, sheet, paper) => {
      const { worksheet } = await openSchool().table(kind, september, sheet);
      expect(worksheet.pageSetup).toMatchObject({
        orientation: 'landscape',
        paperSize: paper,
        fitToPage: true,
        fitToWidth: 1,
        fitToHeight: 0,
        printTitlesRow: '1:1',
      });
      expect(worksheet.headerFooter.oddHeader).toContain(`${ledgerKinds[kind].title}　2025-09-01 至 2025-09-30`);
      expect(worksheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    },
  );
});

describe('pictures of a ledger', () => {
  /** One white pixel, and another colour of it: real PNGs that office programs show. */
  const pixel = (colour: string): Uint8Array =>
    Buffer.from(
      `iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk${colour}PC/HgAFhAJ/wlseKgAAAABJRU5ErkJggg==`,
      'base64',
    );
  const bytesOf = new Map([
    ['a'.repeat(64), pixel('+M9Q')],
    ['b'.repeat(64), pixel('YPhf')],
  ]);

  /** Two hazards: the first with two pictures before and one after, the second with one that is gone. */
  function withPictures() {
    const campus = openSchool();
    const [first, second] = [campus.found(), campus.found()];
    const taken = (hazardId: number, moment: 'before' | 'after', hash: string, index: number) =>
      campus.db
        .insert(photo)
        .values({
          personId: 1,
          platform: 'feishu',
          messageId: `m${index}`,
          mediaKey: 'k',
          hazardId,
          moment,
          hash,
          state: 'stored',
          at: 0,
        })
        .run();
    taken(first.id, 'before', 'a'.repeat(64), 1);
    taken(first.id, 'before', 'b'.repeat(64), 2);
    taken(first.id, 'after', 'a'.repeat(64), 3);
    taken(second.id, 'before', 'c'.repeat(64), 4);
    return makeLedger(campus.context(), 1, 'hazards', september);
  }
  const opened = async (photos: Photos) => {
    const { bytes } = await workbookBytes(withPictures(), photos);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer); // exceljs' types know no Buffer of this Node
    const [sheet] = workbook.worksheets;
    if (!sheet) throw new Error('no sheet');
    return { workbook, sheet };
  };

  it('embedded, each stands in its own cell and is stored once; what is gone is named', async () => {
    const { workbook, sheet } = await opened({ as: 'embed', read: async (hash) => bytesOf.get(hash) });
    const places = sheet.getImages().map(({ range }) => [range.tl.nativeRow, range.tl.nativeCol]);
    expect(places).toEqual([
      [1, 16],
      [1, 16],
      [1, 17],
    ]);
    const stored = (workbook.model as unknown as { media: { buffer: Buffer }[] }).media; // its types leave media out
    expect(stored.map((one) => one.buffer.toString('base64')).toSorted()).toEqual(
      [...bytesOf.values()].map((one) => Buffer.from(one).toString('base64')).toSorted(),
    );
    expect(sheet.getRow(2).getCell(17).text).toBe('');
    expect(sheet.getRow(3).getCell(17).value).toBe('GM-202509-0002-前1.jpg');
    expect(sheet.pageSetup).toMatchObject({ orientation: 'landscape', fitToWidth: 1, printTitlesRow: '1:1' });
  });

  it('linked, the cell opens the first and names them all', async () => {
    const { sheet } = await opened({ as: 'link', folder: '照片' });
    expect(sheet.getImages()).toEqual([]);
    expect(sheet.getRow(2).getCell(17).value).toEqual({
      text: 'GM-202509-0001-前1.jpg；GM-202509-0001-前2.jpg',
      hyperlink: `照片/${encodeURIComponent('GM-202509-0001-前1.jpg')}`,
    });
  });
});

describe('the hazard ledger', () => {
  it('has the 26 columns of the official form, frozen and filtered, dates as dates', async () => {
    const campus = openSchool();
    const row = campus.found({ measure: '重新焊接', fixedAt: THURSDAY, cost: 120, interim: '拉警戒带' });
    campus.db
      .insert(supervision)
      .values({ hazardId: row.id, number: 'DB-1', supervisorId: 3, deadline: '2025-09-30', listedAt: THURSDAY })
      .run();
    campus.db
      .insert(photo)
      .values({
        personId: 1,
        platform: 'feishu',
        messageId: 'm',
        mediaKey: 'k',
        hazardId: row.id,
        moment: 'before',
        hash: 'ab'.repeat(32),
        state: 'stored',
        at: THURSDAY,
      })
      .run();
    const { headers, rows, worksheet } = await campus.table('hazards');
    expect(headers).toHaveLength(26);
    expect(headers.slice(0, 4)).toEqual(['序号', '排查时间', '排查方式', '隐患部位']);
    expect(rows).toEqual([
      expect.objectContaining({
        序号: 'GM-202509-0001',
        排查时间: new Date('2025-09-18T00:00:00Z'),
        隐患等级: '较大',
        '责任部门/责任人': '赵强',
        责任领导: '孙丽',
        整改措施: '重新焊接',
        '整改资金（元）': 120,
        整改前照片: 'GM-202509-0001-前1.jpg',
        逾期天数: 3,
        督办情况: 'DB-1 督办人 孙丽 未摘牌',
        备注: '待整改',
      }),
    ]);
    expect(worksheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(worksheet.autoFilter).toBeTruthy();
    expect(worksheet.getRow(2).getCell(2).numFmt).toBe('yyyy-mm-dd');
    expect(worksheet.getRow(2).font?.name ?? worksheet.getRow(2).getCell(1).font?.name).toBe('宋体');
  });

  it('carries over what was open, leaves out what was closed before, withdrawn or of another school', async () => {
    const campus = openSchool();
    campus.db.insert(school).values({ name: '二小', shortName: 'EX' }).run();
    campus.found({ number: 'A', reportedAt: Date.UTC(2024, 11, 20) });
    campus.found({ number: 'B', reportedAt: Date.UTC(2025, 7, 20) });
    campus.found({ number: 'C', reportedAt: Date.UTC(2025, 7, 1), state: 'closed', closedAt: Date.UTC(2025, 7, 20) });
    campus.found({ number: 'D', state: 'withdrawn' });
    campus.found({ number: 'E', schoolId: 2 });
    campus.found({ number: 'F', reportedAt: THURSDAY + 20 * DAY });
    const { rows } = await campus.table('hazards');
    expect(rows.map((row) => [row.序号, row.备注])).toEqual([
      ['A', '上年结转；待整改'],
      ['B', '上期结转；待整改'],
    ]);
  });

  it('keeps what looks like a formula as text', async () => {
    const campus = openSchool();
    campus.found({ description: '=HYPERLINK("http://evil","x")', measure: '+cmd|calc', interim: '-5' });
    const { rows } = await campus.table('hazards');
    expect(rows[0]).toMatchObject({
      隐患描述: `'=HYPERLINK("http://evil","x")`,
      整改措施: "'+cmd|calc",
      临时管控: '-5',
    });
    expect(asText('@sum')).toBe("'@sum");
    expect(asText('普通')).toBe('普通');
  });

  it('reads hundreds of rows page by page', async () => {
    const campus = openSchool();
    campus.store.transaction(() => {
      for (let index = 0; index < 450; index += 1) campus.found();
    });
    expect((await campus.table('hazards')).rows).toHaveLength(450);
  });
});

describe('the ledgers of duties and rosters', () => {
  it('list everything due, and give each duty done a sheet with the columns of its form', async () => {
    const campus = openSchool();
    const due = { schoolId: 1, scope: 'school', openAt: THURSDAY - DAY, dueAt: THURSDAY } as const;
    campus.db
      .insert(dutyTask)
      .values([
        {
          ...due,
          dutyId: 'evacuation-drill',
          period: '2025-09',
          state: 'done',
          doneAt: THURSDAY,
          doneById: 2,
          content: {
            type: '火灾疏散',
            held_at: '2025-09-18 10:00',
            expected: 900,
            present: 898,
            excused: 2,
            duration_s: 184,
            score: 70,
            issues: '无',
          },
        },
        { ...due, dutyId: 'evacuation-drill', period: '2025-08', state: 'missed', dueAt: THURSDAY - 30 * DAY },
        { ...due, dutyId: 'leader-week-meeting-unknown', period: '2025-09', state: 'open' },
      ])
      .run();
    const drills = await campus.table('drills', september, 1);
    expect(drills.sheets).toEqual(['演练记录', '办理总表', '应急疏散演练']);
    expect(drills.rows).toEqual([
      expect.objectContaining({
        职责: '应急疏散演练',
        办理情况: '按时',
        办理人: '赵强',
        应办截止: new Date('2025-09-18T00:00:00Z'),
      }),
    ]);
    const own = await campus.table('drills', september, 2);
    expect(own.rows).toEqual([expect.objectContaining({ 类型: '火灾疏散', 应到: 900, '用时（秒）': 184 })]);
  });

  it('begins the drills with one row a drill held, as the record form has it, dates as dates', async () => {
    const campus = openSchool();
    const one = { schoolId: 1, kind: 'drill', type: 'fire-evac', plannedAt: THURSDAY } as const;
    campus.db
      .insert(drill)
      .values([
        {
          ...one,
          number: 'GM-YL-202509-0001',
          state: 'stood_down',
          startedAt: THURSDAY,
          accountedAt: THURSDAY + 185_000,
          stoodDownAt: THURSDAY + 300_000,
          targetSeconds: 120,
        },
        { ...one, number: 'GM-YL-202509-0002', state: 'planned' },
      ])
      .run();
    const { rows, headers } = await campus.table('drills');
    expect(headers.slice(0, 4)).toEqual(['演练编号', '类型', '主题/场景', '日期']);
    expect(rows).toEqual([
      expect.objectContaining({
        演练编号: 'GM-YL-202509-0001',
        类型: '火灾疏散',
        日期: new Date('2025-09-18T00:00:00Z'),
        '用时（秒）': 185,
        '目标（秒）': 120,
        预告或突发: '预告',
      }),
    ]);
  });

  it('shows who stood where, and who did not check in', async () => {
    const campus = openSchool();
    const shift = {
      schoolId: 1,
      dutyId: 'leader-duty',
      date: '2025-09-18',
      personId: 3,
      startsAt: THURSDAY - 4 * 3_600_000,
      endsAt: THURSDAY - 1,
    };
    campus.db
      .insert(dutyShift)
      .values([
        { ...shift, slot: '早', checkedInAt: THURSDAY - 4 * 3_600_000, handover: '一切正常' },
        { ...shift, slot: '晚' },
      ])
      .run();
    const { rows } = await campus.table('rosters');
    expect(rows.map((row) => [row.班次, row.排班, row.签到, row.交接情况])).toEqual([
      ['早', '孙丽', '06:20', '一切正常'],
      ['晚', '孙丽', '未签到', null],
    ]);
  });

  it('are empty sheets with headers where nothing is recorded', async () => {
    const campus = openSchool();
    for (const kind of [
      'duties',
      'visitors',
      'facilities',
      'training',
      'meetings',
      'rosters',
      'hazards',
      'drills',
    ] as const) {
      const { headers, rows } = await campus.table(kind);
      expect(headers.length).toBeGreaterThan(5);
      expect(rows).toEqual([]);
    }
  });
});
