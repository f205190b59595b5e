import type { Report, ReportPart } from '../digests/report.ts';

/** A picture that goes into the document, with its size in pixels. */
export interface Embedded {
  readonly bytes: Uint8Array;
  readonly type: 'jpg' | 'png' | 'gif';
  readonly width: number;
  readonly height: number;
}

/** Twentieths of a point: A4 with margins of 2.2 cm leaves so much for text and tables. */
const PAGE = { width: 11_906, height: 16_838, margin: 1_247 } as const;
const TEXT_WIDTH = PAGE.width - 2 * PAGE.margin;
/** Two pictures fit side by side; pixels of 1/96 inch. */
const PICTURE = { width: 290, height: 230 } as const;
const FONT = { eastAsia: '宋体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' } as const;

/** How large a picture is printed: it fits its frame and keeps its shape. */
export function fitted(width: number, height: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(PICTURE.width / Math.max(width, 1), PICTURE.height / Math.max(height, 1), 1);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Column widths in twentieths of a point; without shares all are equal. */
function widthsOf(columns: number, shares: readonly number[] | undefined): readonly number[] {
  const parts = shares ?? Array.from({ length: columns }, () => 1);
  const total = parts.reduce((sum, one) => sum + one, 0);
  return Array.from({ length: columns }, (_, index) => Math.floor((TEXT_WIDTH * (parts[index] ?? 1)) / total));
}

/** A report as a document to edit, print and sign: A4, 宋体, tables with fixed columns so that nothing is clipped. */
export async function reportDocument(report: Report, pictures: ReadonlyMap<string, Embedded>): Promise<Uint8Array> {
  const docx = await import('docx');
  const { Paragraph, TextRun, Table, TableCell, TableRow, WidthType } = docx;
  const run = (text: string, bold = false) => new TextRun({ text, bold, font: FONT });
  const paragraph = (text: string, more: { readonly bold?: boolean } = {}) =>
    new Paragraph({ children: [run(text, more.bold)], spacing: { before: 80, line: 360, after: 60 } });
  const table = (part: Extract<ReportPart, { is: 'table' }>) => {
    const columns = part.headers?.length ?? Math.max(1, ...part.rows.map((row) => row.length));
    const widths = widthsOf(columns, part.widths);
    const cell = (value: string | number, index: number, bold: boolean) =>
      new TableCell({
        width: { size: widths[index] ?? 0, type: WidthType.DXA },
        margins: { top: 50, bottom: 50, left: 90, right: 90 },
        children: [new Paragraph({ children: [run(String(value), bold)] })],
      });
    return new Table({
      width: { size: widths.reduce((sum, one) => sum + one, 0), type: WidthType.DXA },
      columnWidths: [...widths],
      layout: docx.TableLayoutType.FIXED,
      rows: [
        ...(part.headers
          ? [
              new TableRow({
                tableHeader: true,
                cantSplit: true,
                children: part.headers.map((header, index) => cell(header, index, true)),
              }),
            ]
          : []),
        ...part.rows.map(
          (row) =>
            new TableRow({
              cantSplit: true,
              children: row.map((value, index) => cell(value, index, !part.headers && index === 0)),
            }),
        ),
      ],
    });
  };
  const picture = (of: { readonly hash: string; readonly label: string }) => {
    const found = pictures.get(of.hash);
    const shown = found
      ? [new docx.ImageRun({ type: found.type, data: found.bytes, transformation: fitted(found.width, found.height) })]
      : [run('（照片放不进文档，请从台账另取）')];
    return new TableCell({
      width: { size: Math.floor(TEXT_WIDTH / 2), type: WidthType.DXA },
      margins: { top: 110, bottom: 60, left: 90, right: 90 },
      children: [
        new Paragraph({ children: shown, alignment: docx.AlignmentType.CENTER }),
        new Paragraph({ children: [run(of.label)], alignment: docx.AlignmentType.CENTER }),
      ],
    });
  };
  const gallery = (part: Extract<ReportPart, { is: 'pictures' }>) =>
    new Table({
      width: { size: TEXT_WIDTH, type: WidthType.DXA },
      columnWidths: [Math.floor(TEXT_WIDTH / 2), Math.floor(TEXT_WIDTH / 2)],
      layout: docx.TableLayoutType.FIXED,
      rows: Array.from({ length: Math.ceil(part.pictures.length / 2) }, (_, index) => {
        const pair = part.pictures.slice(index * 2, index * 2 + 2).map(picture);
        const filled = pair.length === 2 ? pair : [...pair, new TableCell({ children: [new Paragraph('')] })];
        return new TableRow({ cantSplit: true, children: filled });
      }),
    });
  const render = (part: ReportPart) => {
    switch (part.is) {
      case 'heading':
        return new Paragraph({
          children: [run(part.text, true)],
          heading: docx.HeadingLevel.HEADING_2,
          keepNext: true,
          spacing: { before: 240, after: 120 },
        });
      case 'text':
        return paragraph(part.text);
      case 'table':
        return table(part);
      case 'pictures':
        return gallery(part);
    }
  };
  const document = new docx.Document({
    creator: '安园',
    title: report.title,
    styles: {
      default: {
        document: { run: { font: FONT, size: 24 } },
        heading1: { run: { font: { ...FONT, eastAsia: '黑体' }, size: 36, bold: true, color: '000000' } },
        heading2: { run: { font: { ...FONT, eastAsia: '黑体' }, size: 28, bold: true, color: '000000' } },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: PAGE.width, height: PAGE.height },
            margin: { top: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin, right: PAGE.margin },
          },
        },
        children: [
          new Paragraph({
            children: [new TextRun({ text: report.title, bold: true, size: 36, font: { ...FONT, eastAsia: '黑体' } })],
            heading: docx.HeadingLevel.HEADING_1,
            alignment: docx.AlignmentType.CENTER,
            spacing: { after: 240 },
          }),
          ...report.parts.map(render),
          ...(report.ending ? [new Paragraph({ children: [run(report.ending)], spacing: { before: 480 } })] : []),
        ],
      },
    ],
  });
  return new Uint8Array(await docx.Packer.toArrayBuffer(document));
}
