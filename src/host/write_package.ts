import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { PassThrough, Readable, Transform } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { bodyParts, closingParts, sumsPart } from '../inspection/package_parts.ts';
import type { Found, Part, StoredInPackage, Written } from '../inspection/parts.ts';
import type { ReadContext } from '../kernel/context.ts';
import { verifyChain } from '../kernel/record.ts';
import { drillPaper } from '../records/drill_paper.ts';
import type { Period } from '../records/ledger.ts';
import type { Paper } from '../records/paper.ts';
import type { Files } from '../store/files.ts';
import { workbookOf } from './drill_record.ts';
import { picturesOf } from './paper_pictures.ts';
import { paperBytes } from './write_paper.ts';
import { writeWorkbook } from './write_workbook.ts';

export interface PackageWanted {
  readonly school: number;
  readonly period: Period;
  /** The folder everything unpacks into. */
  readonly folder: string;
  /** The zip's path; while it is made it is called `….part`. */
  readonly path: string;
}

/** What was made; numbers for the card and the terminal. */
export interface PackageMade {
  readonly bytes: number;
  /** sha-256 of the zip. */
  readonly hash: string;
  readonly files: number;
  readonly photos: number;
  readonly missing: number;
  readonly chain: { readonly rows: number; readonly head: string } | null;
}

/** Pictures and office files are packed already. */
const isPacked = (path: string): boolean => /\.(?:jpe?g|png|gif|webp|xlsx|docx|pptx|pdf|zip|rar|7z)$/i.test(path);

const hashing = (hash: ReturnType<typeof createHash>, count: (bytes: number) => void): Transform =>
  new Transform({
    transform(piece: Buffer, _encoding, next) {
      hash.update(piece);
      count(piece.length);
      next(null, piece);
    },
  });

/**
 * Makes an inspection package on disk: one file of it at a time, so that memory does not grow with the school. Under its
 * own name it is there whole or not at all, also after a power cut. Reads are of the moment the context's connection
 * gives; whoever wants one moment for all opens a transaction around it.
 */
export async function writePackage(context: ReadContext, files: Files, wanted: PackageWanted): Promise<PackageMade> {
  const working = `${wanted.path}.part`;
  await rm(working, { force: true });
  try {
    const made = await writeTo(context, files, wanted, working);
    await rename(working, wanted.path);
    return made;
  } catch (error) {
    await rm(working, { force: true });
    throw error;
  }
}

async function writeTo(context: ReadContext, files: Files, wanted: PackageWanted, path: string): Promise<PackageMade> {
  const { ZipFile } = (await import('yazl')).default;
  const zip = new ZipFile();
  const whole = createHash('sha256');
  let bytes = 0;
  const mtime = new Date(context.now);
  const sink = createWriteStream(path, { mode: 0o600 });
  // yazl says only that it reads; it is a stream of Node's.
  const writing = pipeline(
    zip.outputStream as Readable,
    hashing(whole, (more) => (bytes += more)),
    sink,
  );
  const broken = new Promise<never>((_resolve, reject) => {
    zip.once('error', reject);
    writing.catch(reject);
  });
  broken.catch(() => {});

  const stored: StoredInPackage[] = [];
  const byDuty = new Map<string, string[]>();
  const sums: { path: string; hash: string }[] = [];
  const written: Written = { stored, byDuty, sums };

  /** Puts one file into the zip; resolves with its hash when its last byte has been taken. */
  async function add(name: string, source: Readable): Promise<string> {
    const hash = createHash('sha256');
    const through = source.pipe(hashing(hash, () => {}));
    source.once('error', (error) => through.destroy(error));
    const over = finished(through);
    zip.addReadStream(through, `${wanted.folder}/${name}`, { mtime, compress: !isPacked(name), mode: 0o100644 });
    await Promise.race([over, broken]);
    return hash.digest('hex');
  }
  async function keep(part: Part, name: string, source: Readable): Promise<void> {
    sums.push({ path: name, hash: await add(name, source) });
    if (part.duty === undefined) return;
    const known = byDuty.get(part.duty);
    if (known) known.push(name);
    else byDuty.set(part.duty, [name]);
  }

  async function put(part: Part): Promise<void> {
    switch (part.is) {
      case 'workbook':
        return keep(part, part.path, workbookStream(part.ledger));
      case 'paper':
        return keep(part, part.path, Readable.from([await paperBytes(part.paper)]));
      case 'text':
        return keep(part, part.path, Readable.from([Buffer.from(part.text, 'utf8')]));
      case 'drill':
        await keep(part, `${part.path}.xlsx`, workbookStream(workbookOf(part.record)));
        return keep(part, `${part.path}.docx`, Readable.from([await illustrated(drillPaper(part.record), files)]));
      case 'stored': {
        const kept = await files.get(part.stored.hash);
        const found: Found = kept === undefined ? 'missing' : sameBytes(kept, part.stored.hash) ? 'same' : 'changed';
        stored.push({ ...part.stored, path: part.path, found });
        // A picture of no bytes would be an empty file of the zip; it says nothing, so it is only listed.
        if (kept !== undefined) await keep(part, part.path, Readable.from([kept]));
      }
    }
  }

  try {
    for (const part of bodyParts(context, wanted.school, wanted.period)) await put(part);
    const check = verifyChain(context.db);
    const closing = closingParts(context, wanted.school, wanted.period, { written, chain: check });
    for (const part of closing.parts) await put(part);
    await put(sumsPart(written));
    zip.end();
    await Promise.race([writing, broken]);
    await settle(path);
    return {
      bytes,
      hash: whole.digest('hex'),
      files: sums.length,
      photos: stored.filter((one) => one.what === 'photo' && one.found !== 'missing').length,
      missing: closing.missing,
      chain: check.ok ? { rows: check.rows, head: check.head } : null,
    };
  } catch (error) {
    sink.destroy();
    throw error;
  }
}

const illustrated = async (paper: Paper, files: Files): Promise<Uint8Array> =>
  paperBytes(paper, await picturesOf(paper, files));

const sameBytes = (bytes: Uint8Array, hash: string): boolean =>
  createHash('sha256').update(bytes).digest('hex') === hash;

function workbookStream(ledger: Parameters<typeof writeWorkbook>[0]): Readable {
  const pipe = new PassThrough();
  writeWorkbook(ledger, pipe).catch((error: unknown) =>
    pipe.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return pipe;
}

/** Durable before it gets its name. */
async function settle(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
