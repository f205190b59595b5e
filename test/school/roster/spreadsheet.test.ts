import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import exceljs from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnLetter } from '../../../src/school/roster/cell_text.ts';
import { parseCsv } from '../../../src/school/roster/csv.ts';
import { ROSTER_FILE_BYTES, RosterUnreadable, readSpreadsheet } from '../../../src/school/roster/spreadsheet.ts';
import { readZip, storeZip } from '../../../src/school/roster/zip.ts';

const fixture = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', name)));
const utf8 = (text: string) => new TextEncoder().encode(text);
const cellsOf = async (bytes: Uint8Array) =>
  (await readSpreadsheet('名册.csv', bytes))[0]?.rows.map((row) => row.cells);

async function refusal(fileName: string, bytes: Uint8Array): Promise<RosterUnreadable> {
  const failed = await readSpreadsheet(fileName, bytes).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failed instanceof RosterUnreadable)) throw new Error(`expected RosterUnreadable, got ${String(failed)}`);
  return failed;
}

async function workbookBytes(fill: (sheet: exceljs.Worksheet) => void): Promise<Uint8Array> {
  const workbook = new exceljs.Workbook();
  fill(workbook.addWorksheet('表1'));
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** A zip whose entries are really compressed, with sizes the caller may lie about. */
function zipOf(name: string, content: Uint8Array, flags = 0): Uint8Array {
  const packed = new Uint8Array(deflateRawSync(content));
  const stored = storeZip(new Map([[name, packed]]));
  const view = new DataView(stored.buffer);
  const directory = view.getUint32(stored.length - 6, true);
  for (const at of [8, directory + 10]) view.setUint16(at, 8, true);
  view.setUint16(directory + 8, flags, true);
  return stored;
}

describe('csv', () => {
  const rows = [
    ['姓名', '手机号', '角色'],
    ['王芳', '13800001001', '班主任,护导'],
  ];
  it.each([
    ['UTF-8', utf8('姓名,手机号,角色\n王芳,13800001001,"班主任,护导"\n')],
    ['UTF-8 with mark and CRLF', utf8('\uFEFF姓名,手机号,角色\r\n王芳,13800001001,"班主任,护导"\r\n')],
    ['semicolons', utf8('姓名;手机号;角色\n王芳;13800001001;班主任,护导\n')],
    ['tabs', utf8('姓名\t手机号\t角色\n王芳\t13800001001\t班主任,护导')],
    ['old Mac line ends', utf8('姓名\t手机号\t角色\r王芳\t13800001001\t班主任,护导\r')],
    ['numbers kept as text by ="…"', utf8('姓名,手机号,角色\n王芳,"=""13800001001""","班主任,护导"\n')],
    [
      'UTF-16, as Excel saves Unicode text',
      new Uint8Array([0xff, 0xfe, ...Buffer.from('姓名\t手机号\t角色\n王芳\t13800001001\t班主任,护导', 'utf16le')]),
    ],
    [
      'GBK',
      new Uint8Array([
        ...[0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xca, 0xd6, 0xbb, 0xfa, 0xba, 0xc5, 0x2c, 0xbd, 0xc7, 0xc9, 0xab, 0x0a],
        ...[
          0xcd,
          0xf5,
          0xb7,
          0xbc,
          0x2c,
          ...utf8('13800001001'),
          0x2c,
          0x22,
          0xb0,
          0xe0,
          0xd6,
          0xf7,
          0xc8,
          0xce,
          0x2c,
          0xbb,
          0xa4,
          0xb5,
          0xbc,
          0x22,
        ],
      ]),
    ],
  ])('%s', async (_name, bytes) => expect(await cellsOf(bytes)).toEqual(rows));

  it('numbers records as the spreadsheet program shows them: a line break in quotes starts no row, a blank line is one', async () => {
    const [sheet] = await readSpreadsheet('a.csv', utf8('姓名,备注\n王芳,"一\n二"\n\n李强,'));
    expect(sheet?.rows.map((row) => row.number)).toEqual([1, 2, 4]);
  });

  it('keeps what stands after a quote that is never closed', () => {
    expect(parseCsv('姓名,角色\n"王芳,班主任\n李强,校医').map((row) => row.cells)).toEqual([
      ['姓名', '角色'],
      ['"王芳', '班主任'],
      ['李强', '校医'],
    ]);
  });

  it('reads back any table it is given', () => {
    const cell = fc.string({ unit: fc.constantFrom('王', 'a', '1', ',', '"', '\n', ';', ' '), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 }), (table) => {
        const lines = [['姓名', 'b', 'c'], ...table].map((cells) =>
          cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','),
        );
        expect(parseCsv(lines.join('\r\n')).map((row) => row.cells)).toEqual([['姓名', 'b', 'c'], ...table]);
      }),
    );
  });
});

describe('xlsx', () => {
  it('turns every kind of cell into text, fills merged cells downwards and leaves hidden sheets unread', async () => {
    const sheets = await readSpreadsheet('staff.xlsx', fixture('staff.xlsx'));
    expect(sheets.map((sheet) => [sheet.name, sheet.hidden, sheet.rows.length])).toEqual([
      ['教职工', false, 24],
      ['2024旧名单', true, 0],
      ['Sheet3', false, 0],
    ]);
    const row = (number: number) => sheets[0]?.rows.find((one) => one.number === number);
    expect(row(1)?.cells).toEqual(['青山实验学校教职工安全岗位名册', '', '', '', '', '', '', '']);
    expect(row(5)?.cells[2]).toBe('13800001007');
    expect(row(12)?.cells.slice(1, 6)).toEqual(['赵永刚', '1380000104', '班主任', '三年级', '3']);
    expect(row(13)?.cells[1]).toBe('吴慧敏');
    expect(row(13)?.cells[5]).toBe('2026-08-03');
    expect(row(14)?.hidden).toBe(true);
    expect(row(17)?.cells[2]).toBe('13800001077');
    expect(row(18)?.cells[2]).toBe('13800001084');
  });

  it('keeps the shown decimals: 3.10 is not 3.1', async () => {
    const bytes = await workbookBytes((sheet) => {
      sheet.addRow(['班级', 3.1, 3.1]);
      sheet.getCell('B1').numFmt = '0.00';
    });
    expect((await readSpreadsheet('a.xlsx', bytes))[0]?.rows[0]?.cells).toEqual(['班级', '3.10', '3.1']);
  });

  it('goes by the bytes, not by the name', async () => {
    expect((await readSpreadsheet('名册.csv', fixture('class_heads.xlsx'))).map((sheet) => sheet.name)).toEqual([
      '班主任一览',
      '安保',
    ]);
    expect(await cellsOf(utf8('姓名,角色\n王芳,校医'))).toHaveLength(2);
  });

  it('is not stalled by a list rule or a style over a whole column', async () => {
    const bytes = await workbookBytes((sheet) => void sheet.addRow(['姓名', '角色']));
    const zip = readZip(bytes, () => true, 10_000_000);
    if ('fault' in zip) throw new Error(zip.fault);
    const name = 'xl/worksheets/sheet1.xml';
    const xml = new TextDecoder().decode(zip.entries.get(name));
    const rule =
      '<dataValidations count="1"><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"a,b"</formula1></dataValidation></dataValidations>';
    zip.entries.set(name, utf8(xml.replace('</sheetData>', `</sheetData>${rule}`)));
    expect((await readSpreadsheet('a.xlsx', storeZip(zip.entries)))[0]?.rows[0]?.cells).toEqual(['姓名', '角色']);
    zip.entries.set(
      name,
      utf8(
        xml.replace('</sheetData>', '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
      ),
    );
    expect((await refusal('a.xlsx', storeZip(zip.entries))).code).toBe('roster.too-large');
    zip.entries.set(
      name,
      utf8(
        xml.replace(
          '</sheetData>',
          '</sheetData><mergeCells count="2"><mergeCell ref="C1:D2"/><mergeCell ref="D1:E2"/></mergeCells>',
        ),
      ),
    );
    expect((await readSpreadsheet('a.xlsx', storeZip(zip.entries)))[0]?.rows[0]?.cells.slice(0, 2)).toEqual([
      '姓名',
      '角色',
    ]);
  });
});

describe('what cannot be read', () => {
  const ole = (stream: string) =>
    new Uint8Array([
      0xd0,
      0xcf,
      0x11,
      0xe0,
      0xa1,
      0xb1,
      0x1a,
      0xe1,
      ...new Array(600).fill(0),
      ...Buffer.from(stream, 'utf16le'),
    ]);
  it.each([
    ['an empty file', new Uint8Array(), 'roster.empty', '空的'],
    ['only blank lines', utf8('\n , \n'), 'roster.empty', '空的'],
    ['a file over 5 MB', new Uint8Array(ROSTER_FILE_BYTES + 1), 'roster.too-large', '5 MB'],
    ['an old .xls', ole('Workbook'), 'roster.old-xls', '另存为 .xlsx'],
    ['an .xlsx with a password', ole('EncryptedPackage'), 'roster.encrypted', '取消密码'],
    ['a Word document of old', ole('WordDocument'), 'roster.not-a-spreadsheet', '不是表格'],
    ['a photo renamed', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]), 'roster.picture', '是图片'],
    ['a PDF', utf8('%PDF-1.7 …'), 'roster.not-a-spreadsheet', '不是表格'],
    [
      'a web page called .xls',
      utf8('<html><table><tr><td>姓名</td></tr></table></html>'),
      'roster.other-spreadsheet',
      '另存为 .xlsx',
    ],
    ['noise', new Uint8Array([0, 1, 2, 3, 250, 251]), 'roster.unknown-text', '读不出来'],
    [
      'a Word document',
      storeZip(new Map([['word/document.xml', utf8('<x/>')]])),
      'roster.not-a-spreadsheet',
      '不是表格',
    ],
    [
      'an .ods',
      storeZip(new Map([['mimetype', utf8('application/vnd.oasis.opendocument.spreadsheet')]])),
      'roster.other-spreadsheet',
      '另存为',
    ],
    ['half a workbook', fixture('staff.xlsx').subarray(0, 4000), 'roster.broken', '不完整'],
    [
      'a workbook without its sheets',
      storeZip(new Map([['xl/workbook.xml', utf8('<workbook/>')]])),
      'roster.broken',
      '不完整',
    ],
    ['a zip bomb', zipOf('xl/workbook.xml', new Uint8Array(40 * 1024 * 1024)), 'roster.too-large', '太大'],
    ['an entry with a password', zipOf('xl/workbook.xml', utf8('<workbook/>'), 1), 'roster.encrypted', '密码'],
    ['too many rows', utf8(`姓名\n${'王芳\n'.repeat(20_001)}`), 'roster.too-many-rows', '2 万行'],
  ])('%s', async (_name, bytes, code, words) => {
    const failed = await refusal('D:\\办公\\名册.xlsx', bytes);
    expect(failed.code).toBe(code);
    expect(failed.personText).toContain(words);
    expect(failed.personText).toMatch(/^“名册\.xlsx”/);
    expect(failed.message).not.toContain('名册');
  });

  it('no bytes do anything but give sheets or RosterUnreadable', async () => {
    const staff = fixture('staff.xlsx');
    const damaged = fc
      .array(fc.tuple(fc.nat(staff.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 })
      .map((changes) => {
        const bytes = staff.slice();
        for (const [at, value] of changes) bytes[at] = value;
        return bytes;
      });
    const cut = fc.nat(staff.length).map((length) => staff.slice(0, length));
    const anything = fc.uint8Array({ maxLength: 400 });
    const headed = fc
      .tuple(fc.constantFrom('PK\u0003\u0004', '\uFEFF', '姓名,角色\n', '"'), anything)
      .map(([head, rest]) => new Uint8Array([...utf8(head), ...rest]));
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, headed, damaged, cut), async (bytes) => {
        const outcome = await readSpreadsheet('x', bytes).catch((error: unknown) => error);
        expect(Array.isArray(outcome) || outcome instanceof RosterUnreadable).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

it('names columns as the spreadsheet program does', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});
