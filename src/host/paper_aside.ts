import { createHash } from 'node:crypto';
import type { NamedPaper, Paper } from '../records/paper.ts';
import type { Files } from '../store/files.ts';
import { type Pictures, picturesOf } from './paper_pictures.ts';

/**
 * The document is made in one piece, a tenth of a second for a large school, so it is made in a thread of its own
 * (design.md §2: nothing stalls the loop for more than 50 ms). A host without threads makes it in place.
 */
export async function paperAside(paper: Paper, pictures: Pictures = new Map()): Promise<Uint8Array> {
  try {
    const [{ Worker }, { fileURLToPath }] = await Promise.all([import('node:worker_threads'), import('node:url')]);
    const file = fileURLToPath(import.meta.resolve('./paper_thread.ts'));
    const thread = new Worker(file, { workerData: { paper, pictures } });
    return await new Promise<Uint8Array>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', (code) => reject(new Error(`paper: the thread ended with ${code}`)));
    });
  } catch {
    const { paperBytes } = await import('./write_paper.ts');
    return paperBytes(paper, pictures);
  }
}

/** A file in the store, and what it is called where it is sent. */
export interface KeptFile {
  readonly name: string;
  readonly hash: string;
}

export async function keepFile(files: Files, name: string, bytes: Uint8Array): Promise<KeptFile> {
  const hash = createHash('sha256').update(bytes).digest('hex');
  await files.put(hash, bytes);
  return { name, hash };
}

/** Makes a document of a paper: aside, or in place where nobody waits for the loop. */
export type WritePaper = (paper: Paper, pictures: Pictures) => Promise<Uint8Array>;

/** Writes a paper with its pictures and keeps it as a file to send. */
export const keepPaper = async (paper: NamedPaper, files: Files, write: WritePaper): Promise<KeptFile> =>
  keepFile(files, `${paper.name}.docx`, await write(paper, await picturesOf(paper, files)));
