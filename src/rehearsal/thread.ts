/** The other end of `runInThread`. */
import { parentPort, workerData } from 'node:worker_threads';
import { run, type ThreadAnswer, type Wanted } from './run.ts';

// Sent by `runInThread` only.
const wanted = workerData as Wanted;
const answer: ThreadAnswer = await run(wanted).then(
  (ran) => ({ ran }),
  (error: unknown) =>
    error instanceof Error && 'personText' in error && error.personText !== undefined
      ? { personText: String(error.personText) }
      : { error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
);
parentPort?.postMessage(answer);
