/**
 * An inspection package of a large school: memory and time by the command line, and in the server's thread with what
 * the loop beside it feels. The aim is the issue's: 10,000 hazards with 20,000 photos under 400 MB.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantOf } from '../../src/kernel/time.ts';
import { fillTenant, TIME_ZONE } from '../callback/tenant.ts';
import { columns, note, numberParameter, printResult } from '../print.ts';
import { round } from '../statistics.ts';
import { fillHazards, fillReminders } from './school.ts';

const HAZARDS = numberParameter('hazards', 10_000);
const PHOTOS = numberParameter('photos', 20_000);
/** What a phone's picture has after the chat has made it smaller, KB. */
const PHOTO_KILOBYTES = numberParameter('photo-kb', 150);
const CLASSES = numberParameter('classes', 40);
const FROM = '2025-09-01';
const TO = '2026-07-05';
const NOW = instantOf('2026-07-06', '09:00', TIME_ZONE);

interface Made {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly stall: number;
  readonly busiest: number;
}

export interface PackageResult {
  readonly rows: number;
  readonly zipMegabytes: number;
  readonly command: Made;
  readonly thread: Made;
}

function make(how: string, directory: string, out: string): Promise<Made> {
  const process = fork(new URL('./maker.ts', import.meta.url), [how, directory, out, FROM, TO, String(NOW)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    // Sent by maker.ts only.
    process.once('message', (made) => resolve(made as Made));
    process.once('exit', (code) => reject(new Error(`bench.package: the maker ended with ${code}`)));
  });
}

const folder = mkdtempSync(join(tmpdir(), 'anyuan-bench-package-'));
const data = join(folder, 'data');
try {
  const began = performance.now();
  fillTenant(data, NOW);
  fillHazards(data, {
    school: 1,
    person: 1,
    hazards: HAZARDS,
    photos: PHOTOS,
    photoKilobytes: PHOTO_KILOBYTES,
    from: FROM,
    to: TO,
  });
  const rows = fillReminders(data, { school: 1, person: 1, classes: CLASSES, from: FROM, to: TO });
  note(
    `${HAZARDS} hazards, ${PHOTOS} photos of ${PHOTO_KILOBYTES} KB, ${rows} rows of tasks and audit in ${round((performance.now() - began) / 1000)} s`,
  );
  const zip = join(folder, 'package.zip');
  const command = await make('command', data, zip);
  const zipMegabytes = statSync(zip).size / 1e6;
  rmSync(zip);
  note(`command: ${round(command.seconds, 1)} s, peak ${round(command.peakMegabytes)} MB`);
  const thread = await make('thread', data, zip);
  printResult<PackageResult>({ rows, zipMegabytes, command, thread }, (result) =>
    columns([
      [
        'made by',
        'zip MB',
        's',
        'CPU s',
        'peak RSS MB (aim 400)',
        'of the aim',
        'longest stall ms',
        'own CPU in it ms',
      ],
      ...(['command', 'thread'] as const).map((how) => {
        const one = result[how];
        // The command line has nobody who waits.
        const waits = how === 'thread';
        return [
          how === 'command' ? 'anyuan export --package' : 'the server’s thread',
          String(round(result.zipMegabytes)),
          String(round(one.seconds, 1)),
          String(round(one.cpuSeconds, 1)),
          String(round(one.peakMegabytes)),
          `${round((one.peakMegabytes * 100) / 400)} %`,
          waits ? String(round(one.stall, 1)) : '—',
          waits ? String(round(one.busiest, 1)) : '—',
        ];
      }),
    ]),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
