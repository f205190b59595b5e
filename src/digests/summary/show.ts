import { z } from 'zod';
import { summaryChoiceCard } from '../../../cards/digests/summary.ts';
import { field, fields } from '../../../cards/fields.ts';
import { shorten } from '../../../cards/school/shorten.ts';
import { leaders } from '../../duties/who.ts';
import { shareText } from '../../hazards/metrics.ts';
import { definePresentation, type Presentation } from '../../kernel/presentation.ts';
import { summaryFigures } from './figures.ts';
import { picturePairs, USUAL } from './photos.ts';
import { kindName } from './span.ts';

/** Rectified hazards by id; none chosen is the same as 不放照片. */
export const photosForm = fields({ photos: field.multiSelect('放哪些照片') });

/** Pictures one card shows; more would be a long way to the button. */
const SEEN = 3;
const OPTION_LETTERS = 30;

export const summarySubject = z.object({
  school: z.number().int().positive(),
  kind: z.enum(['interim', 'final']),
  from: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  to: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  text: z.string().max(40),
});

export const summaryPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'summary.choose',
    subject: summarySubject.extend({ deadline: z.string().max(20) }),
    topic: (of) => `summary:${of.school}:${of.from}:${of.to}`,
    show: (context, of, viewer, entered) => {
      if (viewer.kind !== 'person' || !leaders.allows(context, viewer.person, { schoolId: of.school }))
        return undefined;
      const figures = summaryFigures(context, of.school, of);
      const pairs = picturePairs(context, of.school, of);
      const options = pairs.map((pair) => ({
        value: String(pair.hazard),
        text: shorten(`${pair.isMajor ? '重大 ' : ''}${pair.title}`, OPTION_LETTERS),
      }));
      return summaryChoiceCard({
        school: of.school,
        kind: of.kind,
        from: of.from,
        to: of.to,
        text: of.text,
        name: kindName[of.kind],
        received: figures.received,
        removed: figures.removed,
        rectified: shareText(figures.metrics.rectified),
        drills: figures.drills.length,
        meetings: figures.meetings,
        pairs: pairs.length,
        pictures: pairs.slice(0, SEEN).map((pair) => ({
          photo: pair.after,
          label: shorten(`${pair.title}：整改后`, OPTION_LETTERS),
        })),
        fields: photosForm.show(
          { photos: { options, initial: options.slice(0, USUAL).map((option) => option.value) } },
          entered?.values,
        ),
        ...(of.deadline === '' ? {} : { deadline: of.deadline }),
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
];
