import { readFileSync } from 'node:fs';
import { understand } from '../../src/understanding/understand.ts';

/** How well two hazards told in one message are told from one told at length: `node bench/understanding/two_hazards.ts [--misses]`. */
interface Told {
  readonly id: string;
  readonly text: string;
  readonly hazards: 1 | 2;
}

const set = new URL('two_hazards.json', import.meta.url);
// The shape is written by hand; the counts printed below show it.
const messages = JSON.parse(readFileSync(set, 'utf8')) as readonly Told[];
const read = messages.map((message) => ({ ...message, several: understand(message.text).intent === 'hazard-many' }));
const two = read.filter((message) => message.hazards === 2);
const split = read.filter((message) => message.several);
const right = split.filter((message) => message.hazards === 2);

console.log(`${messages.length} messages, ${two.length} of two hazards`);
console.log(`recall ${right.length}/${two.length}, precision ${right.length}/${split.length}`);
if (process.argv.includes('--misses'))
  for (const { id, text, hazards, several } of read)
    if (several !== (hazards === 2)) console.log(`${id} ${text}: ${several ? 'two' : understand(text).intent}`);
