import type { FileChild, ISectionOptions } from 'docx';
import type { Paper, PaperBlock, PaperPicture } from '../records/paper.ts';
import type { Pictures } from './paper_pictures.ts';
import { textWidth } from './text_width.ts';

/** A4 and its margins, in twentieths of a point: tables have fixed widths, which every office program keeps. */
const PAGE = { width: 11_906, height: 16_838, margin: 1_134 };
const LABEL_SHARE = 22;
/** More columns than this stand on a page that lies. */
const STANDING_COLUMNS = 8;
/** Shares of a column by what stands in it: narrow ones stay readable, long texts wrap. */
const NARROWEST = { standing: 8, lying: 6 };
const WIDEST = 36;
/** Two pictures fit side by side; pixels of 1/96 inch. */
const PICTURE = { width: 290, height: 230 };
/** Half points: 小四 to read, 五号 in tables, 小二 and 四号 for titles. */
const SIZE = { text: 24, table: 21, title: 36, heading: 28 };

type Table = Extract<PaperBlock, { kind: 'table' }>;

/** Where there are many columns a header takes two lines, so that what stands below it keeps to one. */
function sharesOf({ headers, widths, rows }: Table): readonly number[] {
  const lies = headers.length > STANDING_COLUMNS;
  return (
    widths ??
    headers.map((header, column) => {
      const head = lies ? Math.ceil(textWidth(header) / 2) : textWidth(header);
      const widest = Math.max(head, ...rows.map((row) => textWidth(String(row[column] ?? ''))));
      return Math.min(WIDEST, Math.max(lies ? NARROWEST.lying : NARROWEST.standing, widest + 2));
    })
  );
}

const isWide = (block: PaperBlock): boolean => block.kind === 'table' && block.headers.length > STANDING_COLUMNS;

/** Blocks in runs of one direction of the page; a heading goes with the table under it. */
function runsOf(blocks: readonly PaperBlock[]): readonly { readonly lies: boolean; readonly blocks: PaperBlock[] }[] {
  const runs: { lies: boolean; blocks: PaperBlock[] }[] = [];
  blocks.forEach((block, index) => {
    const next = blocks[index + 1];
    const lies = isWide(block) || (block.kind === 'heading' && next !== undefined && isWide(next));
    const last = runs.at(-1);
    if (last?.lies === lies) last.blocks.push(block);
    else runs.push({ lies, blocks: [block] });
  });
  return runs.length > 0 ? runs : [{ lies: false, blocks: [] }];
}

/** Rows of a table that go with the signatures below it to the next sheet. */
const KEPT_ROWS = 2;

/** How large a picture is printed: it fits its frame and keeps its shape. */
function fitted(width: number, height: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(PICTURE.width / Math.max(width, 1), PICTURE.height / Math.max(height, 1), 1);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Writes a paper as docx: A4, 宋体, tables with fixed columns so that nothing is clipped. The library is large and loaded only here. */
export async function paperBytes(paper: Paper, pictures: Pictures = new Map()): Promise<Uint8Array> {
  const {
    AlignmentType,
    Document,
    Footer,
    HeadingLevel,
    ImageRun,
    Packer,
    PageNumber,
    PageOrientation,
    Paragraph,
    Table,
    TableCell,
    TableLayoutType,
    TableRow,
    TextRun,
    VerticalAlignTable,
    WidthType,
  } = await import('docx');

  const cell = (value: string | number, width: number, { bold, keepNext }: { bold: boolean; keepNext: boolean }) =>
    new TableCell({
      width: { size: width, type: WidthType.DXA },
      margins: { left: 80, right: 80, top: 30, bottom: 30 },
      verticalAlign: VerticalAlignTable.CENTER,
      ...(bold ? { shading: { fill: 'E8EEF7' } } : {}),
      children: String(value)
        .split('\n')
        .map((line) => new Paragraph({ keepNext, children: [new TextRun({ text: line, bold, size: SIZE.table })] })),
    });
  const table = (
    rows: readonly (readonly (string | number)[])[],
    shares: readonly number[],
    looks: { readonly full: number; readonly hasHeader: boolean; readonly isSigned: boolean },
  ) => {
    const total = shares.reduce((sum, share) => sum + share, 0);
    const widths = shares.map((share) => Math.floor((looks.full * share) / total));
    const isLabel = (row: number, column: number): boolean => (looks.hasHeader ? row === 0 : column === 0);
    return new Table({
      width: { size: looks.full, type: WidthType.DXA },
      columnWidths: widths,
      layout: TableLayoutType.FIXED,
      rows: rows.map(
        (row, index) =>
          new TableRow({
            tableHeader: looks.hasHeader && index === 0,
            cantSplit: true,
            children: row.map((value, column) =>
              cell(value, widths[column] ?? 0, {
                bold: isLabel(index, column),
                keepNext: looks.isSigned && index >= rows.length - KEPT_ROWS,
              }),
            ),
          }),
      ),
    });
  };
  const picture = ({ hash, label }: PaperPicture, width: number) => {
    const found = pictures.get(hash);
    const shown = found
      ? new ImageRun({
          type: found.kind === 'jpeg' ? 'jpg' : found.kind,
          data: found.bytes,
          transformation: fitted(found.width, found.height),
        })
      : new TextRun('（照片放不进文档，请从台账另取）');
    return new TableCell({
      width: { size: width, type: WidthType.DXA },
      margins: { top: 110, bottom: 60, left: 80, right: 80 },
      children: [
        new Paragraph({ children: [shown], alignment: AlignmentType.CENTER }),
        new Paragraph({ children: [new TextRun({ text: label, size: SIZE.table })], alignment: AlignmentType.CENTER }),
      ],
    });
  };
  const gallery = (all: readonly PaperPicture[], full: number) => {
    const half = Math.floor(full / 2);
    return new Table({
      width: { size: full, type: WidthType.DXA },
      columnWidths: [half, half],
      layout: TableLayoutType.FIXED,
      rows: Array.from({ length: Math.ceil(all.length / 2) }, (_, index) => {
        const pair = all.slice(index * 2, index * 2 + 2).map((one) => picture(one, half));
        const filled = pair.length === 2 ? pair : [...pair, new TableCell({ children: [new Paragraph('')] })];
        return new TableRow({ cantSplit: true, children: filled });
      }),
    });
  };
  /** `isSigned`: signatures follow, which never stand on a sheet by themselves. */
  const drawn = (block: PaperBlock, full: number, isSigned: boolean): readonly FileChild[] => {
    switch (block.kind) {
      case 'heading':
        return [
          new Paragraph({
            text: block.text,
            heading: HeadingLevel.HEADING_2,
            keepNext: true,
            spacing: { before: 240, after: 80 },
          }),
        ];
      case 'text':
        return block.text.split('\n').map(
          (line) =>
            new Paragraph({
              keepNext: isSigned,
              children: [new TextRun(line)],
              spacing: { before: 40, after: 80, line: 340 },
            }),
        );
      case 'signatures':
        return [
          new Paragraph({
            text: block.names.map((name) => `${name}：`).join('　'.repeat(8)),
            spacing: { before: 480 },
          }),
        ];
      case 'pictures':
        return [gallery(block.pictures, full)];
      case 'facts':
        return [table(block.facts, [LABEL_SHARE, 100 - LABEL_SHARE], { full, hasHeader: false, isSigned })];
      case 'table':
        return [table([block.headers, ...block.rows], sharesOf(block), { full, hasHeader: true, isSigned })];
    }
  };
  const footer = new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] })],
      }),
    ],
  });
  const margin = { top: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin, right: PAGE.margin };
  const sections = runsOf(paper.blocks).map(({ lies, blocks }, index): ISectionOptions => {
    const full = (lies ? PAGE.height : PAGE.width) - 2 * PAGE.margin;
    // The library turns the sheet itself.
    const orientation = lies ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT;
    const title = new Paragraph({
      text: paper.title,
      heading: HeadingLevel.HEADING_1,
      alignment: AlignmentType.CENTER,
      spacing: { after: 200 },
    });
    return {
      properties: { page: { size: { width: PAGE.width, height: PAGE.height, orientation }, margin } },
      footers: { default: footer },
      children: [
        ...(index === 0 ? [title] : []),
        ...blocks.flatMap((block, place) => drawn(block, full, blocks[place + 1]?.kind === 'signatures')),
      ],
    };
  });
  const font = { eastAsia: '宋体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' };
  const bold = { font: { ...font, eastAsia: '黑体' }, bold: true, color: '000000' };
  const document = new Document({
    creator: '安园',
    title: paper.title,
    styles: {
      default: {
        document: { run: { font, size: SIZE.text } },
        heading1: { run: { ...bold, size: SIZE.title } },
        heading2: { run: { ...bold, size: SIZE.heading } },
      },
    },
    sections,
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}
