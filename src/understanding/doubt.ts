import { cueTable } from './cues.ts';
import { isDrill, isTold, withoutIdioms } from './danger.ts';
import { DANGER_FIELDS, PRIVATE_FIELDS } from './lexicon/cues-doubt.ts';
import * as guards from './lexicon/guards.ts';
import { NOTICE, QUESTION } from './requests.ts';

/** What one should ask back about a message that was read as something else: is somebody in danger, is it a private matter. */
export type Doubt = 'danger' | 'private';

const danger = cueTable<'hurt' | 'state' | 'force' | 'element' | 'lost' | 'held' | 'moves' | 'person' | 'haste'>(
  ['hurt', 'state', 'force', 'element', 'lost', 'held', 'moves', 'person', 'haste'],
  [DANGER_FIELDS],
  true,
);
const secret = cueTable<'pupil' | 'other' | 'act' | 'distress' | 'self' | 'often'>(
  ['pupil', 'other', 'act', 'distress', 'self', 'often'],
  [PRIVATE_FIELDS],
  true,
);

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
  if (nearDanger(text, namesDefect ? 2 : 1)) return 'danger';
  return !namesDefect && nearPrivate(text) ? 'private' : undefined;
}

function nearDanger(text: string, fieldsNeeded: number): boolean {
  if (ONLY_NEARLY.test(text) || (guards.PAST.test(text) && !guards.NOW.test(text)) || QUESTION.test(text)) return false;
  const fields = new Set(danger.read(text, everything).map(({ means }) => means));
  const harm = (['hurt', 'state', 'force', 'element', 'lost', 'held', 'moves'] as const).filter((field) =>
    fields.has(field),
  );
  return (
    fields.has('person') &&
    (harm.length >= fieldsNeeded || harm.includes('state') || (harm.length === 1 && fields.has('haste')))
  );
}

function nearPrivate(text: string): boolean {
  const fields = new Set(secret.read(text, everything).map(({ means }) => means));
  if (!fields.has('pupil')) return false;
  if (fields.has('self') && (fields.has('distress') || fields.has('often'))) return true;
  return fields.has('act') && fields.has('other') && (fields.has('distress') || fields.has('often'));
}
