import type { FormValues } from '../../cards/fields.ts';
import type { PersonId } from '../../cards/model.ts';
import { classesHeadedBy } from '../duties/tasks.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { refresh } from '../kernel/send.ts';
import { drillBriefing } from '../store/schema/index.ts';
import { changeDrill, requireState } from './change.ts';
import type { preparationForm } from './forms.ts';
import { raiseHazard } from './raise_hazard.ts';
import { type Drill, preparationItems, topicOf } from './rules.ts';

/** 勘察: what is lacking becomes a hazard each, found by this drill (domain/drills.md §3 −3 天). */
export function prepareDrill(
  context: Context,
  of: Drill,
  person: PersonId,
  values: FormValues<typeof preparationForm.declarations>,
): Outcome {
  requireState(context, of, 'prepare');
  const lacking = preparationItems.filter((item) => values.lacking?.includes(item.id));
  const where = values.where ?? '';
  if (lacking.length > 0 && where === '') throw new FormRefused('还差一项：在哪里');
  // Looked at again: what was raised the first time is not raised twice.
  const known = new Set(lackingOf(of));
  const fresh = lacking.filter((item) => !known.has(item.id));
  for (const { id, lacks, place, category, sub } of fresh)
    raiseHazard(context, {
      person,
      schoolId: of.schoolId,
      words: `${where}${lacks}`,
      source: '演练勘察',
      item: id,
      known: { place, category, sub },
    });
  changeDrill(context, of, 'prepare', {
    preparedAt: context.now,
    preparedById: person,
    lacking: lacking.map((item) => item.id),
    ...(values.helpers === undefined ? {} : { helperPairs: values.helpers }),
  });
  return {
    toast: {
      tone: 'success',
      text: lacking.length === 0 ? '已记：勘察合格' : `已记，${fresh.length} 项登记为隐患`,
    },
  };
}

/** Ids of the checklist's items that were lacking when it was last looked at. */
// Written by `prepareDrill` only, as a list of ids.
export const lackingOf = (of: Drill): readonly string[] => (of.lacking as readonly string[] | null) ?? [];

/** 本班已讲路线: the day before, one tap for the classes somebody heads. */
export function briefClass(context: Context, of: Drill, person: PersonId): Outcome {
  requireState(context, of, 'brief');
  const mine = classesHeadedBy(context, person, of.schoolId);
  if (mine.length === 0) throw new Refused('drill.no_class', '您今天不带班', '由班主任或代班老师点。');
  const made = mine.flatMap((classId) =>
    context.db
      .insert(drillBriefing)
      .values({ drillId: of.id, classId: Number(classId), personId: person, at: context.now })
      .onConflictDoNothing()
      .returning({ at: drillBriefing.at })
      .all(),
  );
  refresh(context, topicOf(of.id));
  return { toast: made.length > 0 ? { tone: 'success', text: '已记：路线已讲' } : { tone: 'info', text: '已记过' } };
}
