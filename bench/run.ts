/** `npm run bench -- <name> [options]`: measurements beside the tests; none of them fails because a machine is slow. */
import { bold, note } from './print.ts';

const benches: Readonly<Record<string, { readonly about: string; readonly load: () => Promise<unknown> }>> = {
  callback: {
    about: 'a card press from the wire to the answer, beside other ways to write it',
    load: () => import('./callback/run.ts'),
  },
  start: {
    about: 'from the start of the process to ready, and memory over many presses',
    load: () => import('./start/run.ts'),
  },
  tick: {
    about: 'a district with five years of history: a tick with nothing due, and 4,000 tasks due at once',
    load: () => import('./tick/run.ts'),
  },
  drill: {
    about: 'a drill of 60 classes: cards out, presses answered, what the boards showed',
    load: () => import('./drill/run.ts'),
  },
  package: {
    about: 'an inspection package of 10,000 hazards with 20,000 photos: memory and time',
    load: () => import('./package/run.ts'),
  },
  digest: {
    about: '100 schools, a year, a million rows: digests and a large export, while presses are answered',
    load: () => import('./digest/run.ts'),
  },
  understanding: { about: 'what a typed sentence is understood as', load: () => import('./understanding/run.ts') },
};

const [name, ...parameters] = process.argv.slice(2);
const bench = name === undefined ? undefined : benches[name];
if (bench) {
  // Each bench reads its own parameters, as if it had been started directly.
  process.argv.splice(2, process.argv.length, ...parameters);
  await bench.load();
} else {
  note(bold('npm run bench -- <name> [--json]'));
  for (const [known, { about }] of Object.entries(benches)) note(`  ${known.padEnd(14)} ${about}`);
  if (name !== undefined) process.exitCode = 1;
}
