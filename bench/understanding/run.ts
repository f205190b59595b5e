import { readFileSync } from 'node:fs';
import { readBygone } from '../../src/understanding/bygone.ts';
import { readDutyWords } from '../../src/understanding/duty_words.ts';
import { doubtAbout, understand } from '../../src/understanding/understand.ts';
import type { HazardReading, Understanding } from '../../src/understanding/understanding.ts';

interface LabelledHazard {
  readonly category?: string;
  readonly sub?: string;
  readonly place?: string;
  readonly detail?: string;
  readonly severity?: string;
}

interface Labelled {
  readonly id: string;
  readonly text: string;
  readonly intent: string;
  readonly hazards?: readonly LabelledHazard[];
  readonly emergencyKind?: string;
  readonly sensitiveKind?: string;
  readonly command?: string;
}

const parameters = process.argv.slice(2);
const path =
  parameters.find((parameter) => !parameter.startsWith('--')) ?? new URL('messages.json', import.meta.url).pathname;
const showMisses = parameters.includes('--misses');
const only = parameters.find((parameter) => parameter === '--odd' || parameter === '--even');
// The shape is that of labelling.md, written by hand and checked by the counts printed below.
const everything = JSON.parse(readFileSync(path, 'utf8')) as Labelled[];
const messages = everything.filter((_, index) => only === undefined || (index % 2 === 0) === (only === '--odd'));

const tally = new Map<string, { right: number; of: number }>();
const confusion = new Map<string, number>();
const misses: string[] = [];

function count(field: string, right: boolean): void {
  const entry = tally.get(field) ?? { right: 0, of: 0 };
  tally.set(field, { right: entry.right + (right ? 1 : 0), of: entry.of + 1 });
}

function intentOf(understood: Understanding): string {
  return understood.intent === 'chatter' ? 'other' : understood.intent;
}

function hazardsOf(understood: Understanding): readonly HazardReading[] {
  if (understood.intent === 'hazard-many') return understood.hazards;
  return understood.intent === 'hazard' || understood.intent === 'hazard-vague' ? [understood.hazard] : [];
}

function compare(message: Labelled, understood: Understanding): string[] {
  const wrong: string[] = [];
  const check = (field: string, expected: string | undefined, actual: string | undefined) => {
    count(field, expected === actual);
    if (expected !== actual) wrong.push(`${field}: ${expected} ≠ ${actual}`);
  };
  const actual = intentOf(understood);
  check('intent', message.intent, actual);
  if (message.intent !== actual)
    confusion.set(`${message.intent} → ${actual}`, (confusion.get(`${message.intent} → ${actual}`) ?? 0) + 1);
  const read = hazardsOf(understood);
  for (const [index, labelled] of (message.hazards ?? []).entries()) {
    const closest =
      read.find((each) => each.category === labelled.category && each.sub === labelled.sub) ??
      read.find((each) => each.category === labelled.category) ??
      read[index];
    check('category', labelled.category, closest?.category);
    check('sub', `${labelled.category}/${labelled.sub}`, `${closest?.category}/${closest?.sub}`);
    check('place', labelled.place, closest?.place.kind);
    check('severity', labelled.severity, closest?.severity);
    if (labelled.detail !== undefined) check('detail', labelled.detail, closest?.place.detail);
  }
  if (message.emergencyKind !== undefined)
    check('emergency kind', message.emergencyKind, understood.intent === 'emergency' ? understood.kind : undefined);
  if (message.intent === 'sensitive')
    check('sensitive kind', message.sensitiveKind, understood.intent === 'sensitive' ? understood.kind : undefined);
  if (message.command !== undefined)
    check('command', message.command, understood.intent === 'command' ? understood.command : undefined);
  return wrong;
}

function urgent(intent: string | undefined): boolean {
  return intent === 'emergency' || intent === 'sensitive';
}

/** What a message was read as; 'other' is answered with the three ways to go on. */
function intentRead(message: Labelled): string {
  const reading = understood[messages.indexOf(message)];
  return reading === undefined ? 'other' : intentOf(reading);
}

/** What the person gets of a message that was taken for neither danger nor a private matter (src/organisation/act.ts). */
function answerTo(message: Labelled): 'card' | 'beside' | 'nothing' {
  const reading = understood[messages.indexOf(message)];
  if (reading === undefined || reading.intent === 'chatter' || reading.intent === 'command') return 'nothing';
  if (reading.intent !== 'hazard' && reading.intent !== 'hazard-many' && readDutyWords(message.text) !== undefined)
    return 'nothing';
  if (reading.intent === 'other' && readBygone(message.text) === undefined) return 'card';
  return doubtAbout(message.text) === undefined ? 'nothing' : 'beside';
}

const understood = messages.map((message) => understand(message.text));
for (const [index, message] of messages.entries()) {
  const reading = understood[index];
  if (reading === undefined) continue;
  const wrong = compare(message, reading);
  const answered = urgent(message.intent) && !urgent(reading.intent) ? `；answered by: ${answerTo(message)}` : '';
  if (wrong.length > 0) misses.push(`${message.id} ${message.text}\n    ${wrong.join('；')}${answered}`);
}

function percent(part: number, of: number): string {
  return of === 0 ? '—' : `${((100 * part) / of).toFixed(1)} % (${part}/${of})`;
}

console.log(`${messages.length} messages of ${path}`);
for (const intent of ['emergency', 'sensitive']) {
  const labelled = messages.filter((message) => message.intent === intent);
  const found = messages.filter((_, index) => understood[index]?.intent === intent);
  const both = labelled.filter((message) => found.includes(message)).length;
  const false_ = found.length - both;
  console.log(
    `${intent}: recall ${percent(both, labelled.length)}, precision ${percent(both, found.length)}, false alarms ${percent(false_, messages.length - labelled.length)}`,
  );
}
const calm = messages.filter((message) => message.intent !== 'emergency' && message.intent !== 'sensitive');
const alarmed = calm.filter((message) =>
  ['emergency', 'sensitive'].includes(understood[messages.indexOf(message)]?.intent ?? ''),
);
console.log(`false alarms of either kind: ${percent(alarmed.length, calm.length)}`);
const passed = messages.filter((message, index) => urgent(message.intent) && !urgent(understood[index]?.intent));
for (const intent of ['emergency', 'sensitive']) {
  const answers = passed.filter((message) => message.intent === intent).map(answerTo);
  const share = (answer: string) => percent(answers.filter((each) => each === answer).length, answers.length);
  console.log(
    `${intent} missed: card asking what it is ${share('card')}, question beside ${share('beside')}, nothing asked ${share('nothing')}`,
  );
}
const understoodCalm = calm.filter((message) => !urgent(intentRead(message)) && intentRead(message) !== 'other');
const bothered = understoodCalm.filter((message) => doubtAbout(message.text) !== undefined);
console.log(`asked about needlessly: ${percent(bothered.length, understoodCalm.length)}`);
for (const [field, { right, of }] of tally) console.log(`${field}: ${percent(right, of)}`);
console.log(
  `intent confusion (label → read): ${[...confusion].map(([pair, times]) => `${pair} ×${times}`).join(', ') || 'none'}`,
);

const rounds = 20;
const started = performance.now();
for (let round = 0; round < rounds; round += 1) for (const message of messages) understand(message.text);
console.log(`time: ${((performance.now() - started) / (rounds * messages.length)).toFixed(3)} ms a message`);
if (showMisses) console.log(`\n${misses.join('\n')}`);
