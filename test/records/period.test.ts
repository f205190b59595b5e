import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExportWords } from '../../src/records/export_words.ts';
import { readPeriod } from '../../src/records/period.ts';

const known = { today: '2025-11-20', term: { from: '2025-09-01', to: '2026-01-20' } };

describe('a period as people say it', () => {
  it.each([
    ['', '2025-11-01', '2025-11-30'],
    ['本月', '2025-11-01', '2025-11-30'],
    ['上月', '2025-10-01', '2025-10-31'],
    ['9月', '2025-09-01', '2025-09-30'],
    ['９月份', '2025-09-01', '2025-09-30'],
    ['12月', '2024-12-01', '2024-12-31'],
    ['2025年2月', '2025-02-01', '2025-02-28'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['今年', '2025-01-01', '2025-12-31'],
    ['2024年', '2024-01-01', '2024-12-31'],
    ['本学期', '2025-09-01', '2026-01-20'],
    ['9月1日至9月15日', '2025-09-01', '2025-09-15'],
    ['2025-09-01..2025-09-15', '2025-09-01', '2025-09-15'],
    ['2025年9月1日到9月15日', '2025-09-01', '2025-09-15'],
  ])('%s', (said, from, to) => {
    expect(readPeriod(said, known)).toMatchObject({ from, to });
  });

  it.each(['13月', '0月', '2025-13', '9月31日至10月2日', '9月15日至9月1日', '明年这时候', '2000-01-01..2025-01-01'])(
    '%s is not understood',
    (said) => {
      expect(readPeriod(said, known)).toBeUndefined();
    },
  );

  it('last month of January is December of the year before, and without a term there is no 本学期', () => {
    expect(readPeriod('上个月', { today: '2026-01-05' })).toMatchObject({ from: '2025-12-01', to: '2025-12-31' });
    expect(readPeriod('本学期', { today: '2026-08-05' })).toBeUndefined();
  });

  it('never throws, and what it gives is in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789年月日至到-~.本上学期 a') }), (said) => {
        const period = readPeriod(said, known);
        if (period) expect(period.from <= period.to).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('asking for a ledger', () => {
  it.each([
    ['导出台账 9月', 'hazards', '9月'],
    ['导出台账', 'hazards', ''],
    ['导出隐患台账2025年9月', 'hazards', '2025年9月'],
    ['请导出演练台账 本学期', 'drills', '本学期'],
    ['下载值班记录 上月', 'rosters', '上月'],
    ['导出会议记录表', 'meetings', ''],
    ['导出门卫访客台账。', 'visitors', ''],
    ['导出教育培训台账 今年', 'training', '今年'],
  ])('%s', (said, kind, period) => {
    expect(readExportWords(said)).toEqual({ kind, period, withPhotos: false });
  });

  it.each([
    ['导出台账 9月 带照片', 'hazards', '9月'],
    ['导出隐患台账，要带图片', 'hazards', ''],
    ['导出带照片的隐患台账 本学期', 'hazards', '本学期'],
  ])('%s: with the pictures', (said, kind, period) => {
    expect(readExportWords(said)).toEqual({ kind, period, withPhotos: true });
  });

  it.each(['台账', '出口指示灯坏了', '导出来的水管漏水', '9月台账'])('%s is something else', (said) => {
    expect(readExportWords(said)).toBeUndefined();
  });
});
