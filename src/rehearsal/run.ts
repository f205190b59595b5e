import { Worker } from 'node:worker_threads';
import type { Log } from '../organisation/organisation.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { RehearsalFailed } from './failed.ts';
import { type Figures, figuresOf } from './figures.ts';
import { rehearse } from './rehearse.ts';
import type { RosterFile, Span } from './school_copy.ts';
import { staffModel } from './staff_model.ts';

/** What one rehearsal needs; plain data, so that it can go to a thread of its own. */
export interface Wanted {
  readonly platform: PlatformName;
  readonly rosters: readonly RosterFile[];
  readonly span: Span;
  readonly timeZone: string;
  readonly seed: number;
}

/** Rehearses with the committed staff model. `faults`: what the product logged as its own mistakes, without names. */
export async function run(wanted: Wanted): Promise<{ readonly figures: Figures; readonly faults: readonly string[] }> {
  const faults: string[] = [];
  const log: Log = {
    info: () => {},
    warn: () => {},
    error: (fields, message) => {
      const { error } = fields;
      faults.push(error instanceof Error ? `${message} (${error.message})` : message);
    },
  };
  const figures = figuresOf(await rehearse({ ...wanted, model: staffModel, log }));
  return { figures, faults };
}

export type Ran = Awaited<ReturnType<typeof run>>;

/** What a thread answers: the roster's own words when it cannot be read, which people are told. */
export type ThreadAnswer = { readonly ran: Ran } | { readonly personText: string } | { readonly error: string };

/** Rehearses in a thread of its own, so that both platforms take the time of one. Rejects with RehearsalFailed. */
export function runInThread(wanted: Wanted): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: wanted,
      // A day makes much that is forgotten at once.
      resourceLimits: { maxYoungGenerationSizeMb: 64 },
    });
    worker.once('message', (answer: ThreadAnswer) => {
      if ('ran' in answer) resolve(answer.ran);
      else if ('personText' in answer) reject(new RehearsalFailed('rehearsal.roster', answer.personText));
      else reject(new RehearsalFailed(answer.error));
    });
    worker.once('error', reject);
  });
}
