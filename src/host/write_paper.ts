import type { FileChild } from 'docx';
import type { Paper, PaperBlock } from '../records/paper.ts';

/** An A4 page less its margins, in twentieths of a point: tables have fixed widths, which every office program keeps. */
const PAGE = { width: 11_906, height: 16_838, margin: 1_134 };
const FULL_WIDTH = PAGE.width - 2 * PAGE.margin;
const LABEL_SHARE = 22;

/** More columns than this do not fit on a page that stands. */
const STANDING_COLUMNS = 6;

/** Writes a paper as docx. The library is large and loaded only here. */
export async function paperBytes(paper: Paper): Promise<Uint8Array> {
  const {
    AlignmentType,
    Document,
    Footer,
    HeadingLevel,
    Packer,
    PageNumber,
    PageOrientation,
    Paragraph,
    Table,
    TableCell,
    TableLayoutType,
    TableRow,
    TextRun,
    WidthType,
  } = await import('docx');
  const isWide = paper.blocks.some((block) => block.kind === 'table' && block.headers.length > STANDING_COLUMNS);
  const fullWidth = isWide ? PAGE.height - 2 * PAGE.margin : FULL_WIDTH;

  const cell = (value: string | number, width: number, bold: boolean) =>
    new TableCell({
      width: { size: width, type: WidthType.DXA },
      margins: { left: 80, right: 80, top: 30, bottom: 30 },
      ...(bold ? { shading: { fill: 'E8EEF7' } } : {}),
      children: String(value)
        .split('\n')
        .map((line) => new Paragraph({ children: [new TextRun({ text: line, bold })] })),
    });
  const table = (
    shares: readonly number[],
    rows: readonly (readonly (string | number)[])[],
    isLabel: (row: number, column: number) => boolean,
    hasHeader: boolean,
  ) => {
    const total = shares.reduce((sum, share) => sum + share, 0);
    const widths = shares.map((share) => Math.floor((fullWidth * share) / total));
    return new Table({
      width: { size: fullWidth, type: WidthType.DXA },
      columnWidths: widths,
      layout: TableLayoutType.FIXED,
      rows: rows.map(
        (row, index) =>
          new TableRow({
            tableHeader: hasHeader && index === 0,
            cantSplit: true,
            children: row.map((value, column) => cell(value, widths[column] ?? 0, isLabel(index, column))),
          }),
      ),
    });
  };
  const drawn = (block: PaperBlock): readonly FileChild[] => {
    switch (block.kind) {
      case 'heading':
        return [
          new Paragraph({ text: block.text, heading: HeadingLevel.HEADING_2, spacing: { before: 240, after: 80 } }),
        ];
      case 'text':
        return block.text
          .split('\n')
          .map((line) => new Paragraph({ children: [new TextRun(line)], spacing: { after: 80, line: 340 } }));
      case 'facts':
        return [table([LABEL_SHARE, 100 - LABEL_SHARE], block.facts, (_row, column) => column === 0, false)];
      case 'table': {
        const shares = block.widths ?? block.headers.map(() => 1);
        return [table(shares, [block.headers, ...block.rows], (row) => row === 0, true)];
      }
    }
  };
  const font = { eastAsia: '宋体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' };
  const document = new Document({
    creator: '安园',
    title: paper.title,
    styles: {
      default: {
        document: { run: { font, size: 21 } },
        heading1: { run: { font, size: 32, bold: true, color: '000000' } },
        heading2: { run: { font, size: 24, bold: true, color: '000000' } },
      },
    },
    sections: [
      {
        properties: {
          page: {
            // The library turns the sheet itself.
            size: {
              width: PAGE.width,
              height: PAGE.height,
              orientation: isWide ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
            },
            margin: { top: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin, right: PAGE.margin },
          },
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] })],
              }),
            ],
          }),
        },
        children: [
          new Paragraph({
            text: paper.title,
            heading: HeadingLevel.HEADING_1,
            alignment: AlignmentType.CENTER,
            spacing: { after: 200 },
          }),
          ...paper.blocks.flatMap(drawn),
          ...(paper.signatures
            ? [
                new Paragraph({
                  text: paper.signatures.map((name) => `${name}：`).join('　　　　　　　　'),
                  spacing: { before: 480 },
                }),
              ]
            : []),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}
