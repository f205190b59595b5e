import { type CueTable, cueTable } from './cues.ts';
import { isDrill, isTold, withoutIdioms } from './danger.ts';
import { DANGER_FIELDS, PRIVATE_FIELDS } from './lexicon/cues-doubt.ts';
import * as guards from './lexicon/guards.ts';
import { NOTICE, QUESTION } from './requests.ts';

/** What one should ask back about a message that was read as something else: is somebody in danger, is it a private matter. */
export type Doubt = 'danger' | 'private';

const FIELDS = ['body', 'element', 'force', 'lost', 'held', 'vehicle', 'person', 'haste'] as const;
const danger = cueTable<(typeof FIELDS)[number]>(FIELDS, [DANGER_FIELDS], true);
const PRIVATE = ['pupil', 'other', 'act', 'distress', 'self', 'often'] as const;
const secret = cueTable<(typeof PRIVATE)[number]>(PRIVATE, [PRIVATE_FIELDS], true);

const everything = () => true;
const ONLY_NEARLY =
  /差点|险些|容易|可能|怕|万一|随时|要不是|幸亏|幸好|还好|没伤|没事|隐患|早晚|迟早|会(?:摔|砸|掉|倒|伤)/;

/**
 * Asked last, about messages in which neither an emergency nor a private matter was read: whether their words lie near one, so that a person
 * must be asked rather than passed over. `namesDefect`: a hazard was read, whose pushing, locking and hitting are those of things. Undefined for lessons, drills, news, notices and what is over. Total, pure.
 */
export function doubtOf(said: string, namesDefect: boolean): Doubt | undefined {
  if (isDrill(said) || isTold(said) || NOTICE.test(said) || guards.SETTLED.test(said)) return undefined;
  const text = withoutIdioms(said);
  if (nearDanger(text, namesDefect)) return 'danger';
  return nearPrivate(text, namesDefect) ? 'private' : undefined;
}

/** What the fields must come to: with a hazard read more, as many of its words are those of things. */
const NEAR = 3;
const NEAR_BESIDE_HAZARD = 4;

/** How much of each field is said: its heaviest word, and a little for another one. */
function fieldWeights<Field extends string>(table: CueTable<Field>, text: string): (field: Field) => number {
  const weights = new Map<Field, { most: number; readonly words: Set<string> }>();
  for (const { means, weight, start, end } of table.read(text, everything)) {
    const known = weights.get(means) ?? { most: 0, words: new Set() };
    known.words.add(text.slice(start, end));
    known.most = Math.max(known.most, weight);
    weights.set(means, known);
  }
  return (field) => {
    const known = weights.get(field);
    return known === undefined ? 0 : known.most + (known.words.size > 1 ? 1 : 0);
  };
}

function nearDanger(text: string, namesDefect: boolean): boolean {
  if (ONLY_NEARLY.test(text) || (guards.PAST.test(text) && !guards.NOW.test(text)) || QUESTION.test(text)) return false;
  const of = fieldWeights(danger, text);
  const harm = of('body') + of('element') + of('force') + of('lost') + of('held') + of('vehicle');
  if (harm === 0) return of('haste') >= 2 && !namesDefect;
  return harm + Math.min(of('person'), 1) + Math.min(of('haste'), 2) >= (namesDefect ? NEAR_BESIDE_HAZARD : NEAR);
}

const PRIVATE_NEAR = 4;
const PRIVATE_BESIDE_HAZARD = 5;

function nearPrivate(text: string, namesDefect: boolean): boolean {
  const of = fieldWeights(secret, text);
  const matter = of('act') + of('self');
  if (of('pupil') === 0 || matter < 2) return false;
  const told = matter + Math.min(of('other'), 1) + Math.min(of('distress'), 2) + Math.min(of('often'), 1);
  return told + 1 >= (namesDefect ? PRIVATE_BESIDE_HAZARD : PRIVATE_NEAR);
}
