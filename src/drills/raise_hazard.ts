import type { PersonId } from '../../cards/model.ts';
import { prepareReport } from '../hazards/draft.ts';
import { findDraft } from '../hazards/queries.ts';
import { registerHazard } from '../hazards/register.ts';
import { categoryValue, isPlaceKind, placeKindOf } from '../hazards/taxonomy.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import { understand } from '../understanding/understand.ts';
import type { HazardReading } from '../understanding/understanding.ts';

export interface Raised {
  readonly person: PersonId;
  readonly schoolId: number;
  readonly words: string;
  readonly source: string;
  /** What it was found by; kept with the report. */
  readonly item: string;
  /** Known from a checklist; otherwise read from the words. */
  readonly known?: { readonly place: string; readonly category: string; readonly sub: string };
}

/** Opens the hazard that a preparation or a drill brought to light. Undefined when the person is asked whether it is a known one. */
export function raiseHazard(context: Context, raised: Raised): number | undefined {
  const { person, schoolId, words, source, item, known } = raised;
  const meaning = understand(words);
  const read = meaning.intent === 'hazard' || meaning.intent === 'hazard-vague' ? meaning.hazard : undefined;
  const place = known?.place ?? (read?.place.kind && isPlaceKind(read.place.kind) ? read.place.kind : 'school-wide');
  const category = known?.category ?? read?.category ?? 'system';
  const sub = known?.sub ?? (read?.category ? (read.sub ?? '') : '');
  const detail = read?.place.detail && read.place.detail !== '' ? read.place.detail : placeKindOf(place).name;
  const reading: HazardReading = {
    description: words,
    title: [...words].slice(0, 14).join(''),
    place: { kind: place, detail },
    category,
    ...(sub === '' ? {} : { sub }),
    severity: read?.severity ?? 'general',
    ...(read?.majorTrigger ? { majorTrigger: read.majorTrigger } : {}),
    repeated: false,
  };
  const draftId = prepareReport(context, { person, schoolId, words, reading, source, item });
  const made = findDraft(context, draftId);
  if (!made) throw new Error(`drill.draft_missing: draft ${draftId} was inserted and cannot be read back`);
  const outcome = registerHazard(context, made, {
    school: undefined,
    description: words,
    place,
    detail,
    category: categoryValue(category, sub),
    severity: reading.severity,
  });
  const asked = outcome.become;
  if (asked?.card === 'hazard.duplicate') {
    sendCard(context, asked.card, asked.subject, { person }, { lane: 'press' });
    return undefined;
  }
  return findDraft(context, draftId)?.hazardId ?? undefined;
}
