import type { DrillRecord } from '../drills/record.ts';
import type { NamedPaper } from './paper.ts';

/** 演练记录表 as a document to print and sign: the form as a table of two columns, then the attachments. */
export const drillPaper = (record: DrillRecord): NamedPaper => ({
  name: record.name,
  title: record.heading,
  blocks: [
    { kind: 'facts', facts: record.columns.map(([label, value]) => [label, String(value)] as const) },
    { kind: 'signatures', names: ['记录人签字', '审核签字'] },
    ...record.tables
      .filter(({ rows }) => rows.length > 0)
      .flatMap(({ title, headers, rows }) => [
        { kind: 'heading' as const, text: title },
        { kind: 'table' as const, headers, rows },
      ]),
    ...(record.pictures.length > 0
      ? [
          { kind: 'heading' as const, text: '照片' },
          { kind: 'pictures' as const, pictures: record.pictures.map(({ hash, label }) => ({ hash, label })) },
        ]
      : []),
  ],
});
