import { z } from 'zod';
import { lateCard, partCard } from '../../cards/drills/part.ts';
import type { Option } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { candidates } from '../school/people.ts';
import { classesOf } from '../school/queries.ts';
import { lateForm, partForm } from './forms.ts';
import { partName, partOf } from './part.ts';
import { topicOf } from './rules.ts';
import { drillCard } from './show_running.ts';

/** Options of one select (src/platforms/feishu/limits.ts). */
const MOST_OPTIONS = 100;

const optionsOf = (values: readonly string[]): readonly Option[] =>
  [...new Set(values)].filter((one) => one !== '').map((one) => ({ value: one, text: one }));

/** Grades, floors and classes as the roster has them now. */
function choices(context: ReadContext, schoolId: number) {
  const all = classesOf(context, schoolId);
  return {
    grades: optionsOf(all.map((one) => one.grade)).slice(0, MOST_OPTIONS),
    floors: optionsOf(all.map((one) => one.floor ?? '')).slice(0, MOST_OPTIONS),
    classes: all.map((one) => ({ value: String(one.id), text: one.name })).slice(0, MOST_OPTIONS),
  };
}

/** Planning a part of the school, and entering what was held on paper. */
export const partPresentations: readonly Presentation[] = [
  drillCard('drill.part', topicOf, (context, of, _viewer, entered) => {
    const { grades, floors, classes } = choices(context, of.schoolId);
    const part = partOf(of);
    return partCard({
      drill: of.id,
      revision: of.revision,
      now: partName(of),
      isOpen: of.state === 'planned',
      fields: partForm.show(
        {
          name: { initial: part?.name },
          grades: { options: grades, initial: part?.grades },
          floors: { options: floors, initial: part?.floors },
          classes: { options: classes, initial: part?.classes.map(String) },
          places: { initial: part?.places.join('\n') },
        },
        entered?.values,
      ),
      ...(entered ? { message: entered.message } : {}),
    });
  }),
  definePresentation({
    card: 'drill.late',
    subject: z.object({ school: z.number().int().positive() }),
    topic: ({ school }) => `drills:${school}`,
    show: (context, { school }, _viewer, entered) =>
      lateCard({
        school,
        fields: lateForm.show(
          { commander: { candidates: candidates(context, school, ['principal', 'vice_principal', 'safety_office']) } },
          entered?.values,
        ),
        ...(entered ? { message: entered.message } : {}),
      }),
  }),
];
