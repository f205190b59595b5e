import type { DrillRecord } from '../drills/record.ts';
import { paperBytes } from './write_paper.ts';

/** The record as a document to print and sign: the form as a table of two columns, then the attachments. */
export const documentOf = (record: DrillRecord): Promise<Uint8Array> =>
  paperBytes({
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
    ],
  });
