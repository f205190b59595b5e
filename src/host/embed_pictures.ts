import { Readable } from 'node:stream';
import type { stream } from 'exceljs';
import { type PictureSize, pictureSize } from '../photos/picture_size.ts';

/** Reads a stored picture by its hash; undefined when it is gone. */
export type ReadPicture = (hash: string) => Promise<Uint8Array | undefined>;

/** The box a picture is shown in, pixels at 96 dpi; the bytes stay the evidence they are, whatever their size. */
const BOX = { width: 96, height: 72 } as const;
const GAP = 4;
/** Height of a row with pictures, points, and how many stand side by side; the ledger names the others. */
export const PICTURE_ROW_POINTS = 60;
export const PICTURES_PER_CELL = 2;
/** Column width in characters that holds them. */
export const PICTURE_COLUMN_WIDTH = 29;
const EMU_PER_PIXEL = 9525;

interface Anchor {
  /** 0-based. */
  readonly row: number;
  readonly column: number;
  readonly place: number;
  readonly size: PictureSize;
  readonly relation: string;
}

/** What the streaming writer has and its types do not say (exceljs 4.4.0, pinned). */
interface Inside {
  readonly zip: { append(source: string | Readable, options: { readonly name: string }): void };
  addContentTypes(): Promise<void>;
}
interface SheetInside {
  readonly id: number;
  readonly stream: { write(xml: string): void };
  readonly _sheetRelsWriter: { addRelationship(of: { readonly Type: string; readonly Target: string }): string };
  _writeLegacyData(): void;
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing';
const MAIN = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** Reads the picture when the zip comes to it, so that never more than one is in memory. */
const lazily = (read: ReadPicture, hash: string): Readable =>
  Readable.from(
    (async function* () {
      yield Buffer.from((await read(hash)) ?? new Uint8Array());
    })(),
    { objectMode: false },
  );

function anchorXml({ row, column, place, size, relation }: Anchor, id: number): string {
  const scale = Math.min(BOX.width / size.width, BOX.height / size.height);
  const [width, height] = [size.width, size.height].map((one) => Math.max(1, Math.round(one * scale)) * EMU_PER_PIXEL);
  const left = (GAP + place * (BOX.width + GAP)) * EMU_PER_PIXEL;
  return (
    `<xdr:oneCellAnchor><xdr:from><xdr:col>${column}</xdr:col><xdr:colOff>${left}</xdr:colOff>` +
    `<xdr:row>${row}</xdr:row><xdr:rowOff>${GAP * EMU_PER_PIXEL}</xdr:rowOff></xdr:from><xdr:ext cx="${width}" cy="${height}"/>` +
    `<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="${id}" name="Picture ${id}"/><xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr>` +
    `<xdr:blipFill><a:blip xmlns:r="${OFFICE}" r:embed="${relation}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>` +
    `<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${width}" cy="${height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>` +
    '</xdr:pic><xdr:clientData/></xdr:oneCellAnchor>'
  );
}

const override = (part: string, type: string): string => `<Override PartName="${part}" ContentType="${type}"/>`;

/** Pictures inside a workbook that is written row by row. */
export interface PictureShelf {
  /** Notes a picture for a cell (0-based row and column of the sheet at hand); false where it cannot be shown. */
  place(row: number, column: number, place: number, hash: string): Promise<boolean>;
  /** Gives the sheet its drawing; to be called before the sheet is committed. */
  hang(worksheet: unknown): void;
}

/**
 * The streaming writer of exceljs knows no pictures in cells; this adds the parts it leaves out (drawing, relations,
 * content types). The same picture is stored once however often it is shown.
 */
export function openPictureShelf(workbook: stream.xlsx.WorkbookWriter, read: ReadPicture): PictureShelf {
  // The members named in Inside are there in the pinned version; its types leave them out.
  const inside = workbook as unknown as Inside;
  const sizes = new Map<string, PictureSize | undefined>();
  /** Waiting for the zip, and there already. */
  const waiting = new Set<string>();
  const stored = new Set<string>();
  const drawings: number[] = [];
  const sheets: number[] = [];
  let anchors: Anchor[] = [];
  let relations = new Map<string, string>();
  inside.addContentTypes = () => {
    const parts = [
      override('/xl/workbook.xml', `${TYPES}.sheet.main+xml`),
      ...sheets.map((id) => override(`/xl/worksheets/sheet${id}.xml`, `${TYPES}.worksheet+xml`)),
      ...drawings.map((id) =>
        override(`/xl/drawings/drawing${id}.xml`, 'application/vnd.openxmlformats-officedocument.drawing+xml'),
      ),
      override('/xl/theme/theme1.xml', 'application/vnd.openxmlformats-officedocument.theme+xml'),
      override('/xl/styles.xml', `${TYPES}.styles+xml`),
      override('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'),
      override('/docProps/app.xml', 'application/vnd.openxmlformats-officedocument.extended-properties+xml'),
    ];
    const defaults = ['jpeg', 'png', 'gif']
      .map((kind) => `<Default Extension="${kind}" ContentType="image/${kind}"/>`)
      .concat('<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>')
      .concat('<Default Extension="xml" ContentType="application/xml"/>');
    const xml = `${HEAD}<Types xmlns="${PACKAGE}/content-types">${defaults.join('')}${parts.join('')}</Types>`;
    inside.zip.append(xml, { name: '[Content_Types].xml' });
    return Promise.resolve();
  };
  const sizeOf = async (hash: string): Promise<PictureSize | undefined> => {
    if (!sizes.has(hash)) {
      const bytes = await read(hash);
      sizes.set(hash, bytes && pictureSize(bytes));
    }
    return sizes.get(hash);
  };
  const nameOf = (hash: string, size: PictureSize): string => `${hash}.${size.kind}`;
  return {
    async place(row, column, place, hash) {
      const size = place < PICTURES_PER_CELL ? await sizeOf(hash) : undefined;
      if (!size) return false;
      const name = nameOf(hash, size);
      if (!stored.has(hash)) waiting.add(hash);
      const relation = relations.get(name) ?? `rId${relations.size + 1}`;
      relations.set(name, relation);
      anchors.push({ row, column, place, size, relation });
      return true;
    },
    hang(worksheet) {
      const sheet = worksheet as SheetInside; // as Inside above: there in the pinned version
      sheets.push(sheet.id);
      if (anchors.length === 0) return;
      drawings.push(sheet.id);
      const relation = sheet._sheetRelsWriter.addRelationship({
        Type: `${OFFICE}/drawing`,
        Target: `../drawings/drawing${sheet.id}.xml`,
      });
      const legacy = sheet._writeLegacyData.bind(sheet);
      sheet._writeLegacyData = () => {
        sheet.stream.write(`<drawing r:id="${relation}"/>`);
        legacy();
      };
      const drawing = `${HEAD}<xdr:wsDr xmlns:xdr="${DRAWING}" xmlns:a="${MAIN}">${anchors.map((one, index) => anchorXml(one, index + 1)).join('')}</xdr:wsDr>`;
      inside.zip.append(drawing, { name: `xl/drawings/drawing${sheet.id}.xml` });
      const links = [...relations].map(
        ([name, id]) => `<Relationship Id="${id}" Type="${OFFICE}/image" Target="../media/${name}"/>`,
      );
      inside.zip.append(`${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${links.join('')}</Relationships>`, {
        name: `xl/drawings/_rels/drawing${sheet.id}.xml.rels`,
      });
      for (const hash of waiting) {
        const size = sizes.get(hash);
        if (size) inside.zip.append(lazily(read, hash), { name: `xl/media/${nameOf(hash, size)}` });
        stored.add(hash);
      }
      waiting.clear();
      anchors = [];
      relations = new Map();
    },
  };
}
