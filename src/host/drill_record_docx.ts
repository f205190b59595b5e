import type { DrillRecord } from '../drills/record.ts';

/** The record as a document to print and sign: the form as a table of two columns, then the attachments. */
export async function documentOf(record: DrillRecord): Promise<Uint8Array> {
  const { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } = await import(
    'docx'
  );
  const FULL = { size: 100, type: WidthType.PERCENTAGE };
  const cell = (value: string | number, bold = false) =>
    new TableCell({ children: [new Paragraph({ children: [new TextRun({ text: String(value), bold })] })] });
  const table = (headers: readonly string[] | undefined, rows: readonly (readonly (string | number)[])[]) =>
    new Table({
      width: FULL,
      rows: [
        ...(headers
          ? [new TableRow({ tableHeader: true, children: headers.map((header) => cell(header, true)) })]
          : []),
        ...rows.map(
          (row) => new TableRow({ children: row.map((value, index) => cell(value, !headers && index === 0)) }),
        ),
      ],
    });
  const document = new Document({
    creator: '安园',
    title: record.heading,
    styles: { default: { document: { run: { font: { eastAsia: '宋体', ascii: 'Times New Roman' }, size: 21 } } } },
    sections: [
      {
        children: [
          new Paragraph({ text: record.heading, heading: HeadingLevel.HEADING_1 }),
          table(undefined, record.columns),
          ...record.tables
            .filter(({ rows }) => rows.length > 0)
            .flatMap(({ title, headers, rows }) => [
              new Paragraph({ text: title, heading: HeadingLevel.HEADING_2, spacing: { before: 240 } }),
              table(headers, rows),
            ]),
          new Paragraph({ text: '记录人签字：　　　　　　审核签字：', spacing: { before: 480 } }),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}
