import { z } from 'zod';
import { whichPhotoCard } from '../../cards/hazards/photo.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { photoChoiceForm } from './forms.ts';
import { burstOf, photoTopic } from './pending_photos.ts';
import { choiceValue, photoTargets, targetText } from './photo_targets.ts';
import { findPhoto } from './photos.ts';

const photoReference = z.object({ photo: z.number().int() });

/** Where a picture belongs, when that had to be asked. */
export const photoPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'photo.which',
    subject: photoReference,
    topic: (of) => photoTopic(of.photo),
    show: (context, subject, _viewer, entered) => {
      const found = findPhoto(context, subject.photo);
      if (!found) return undefined;
      const targets = photoTargets(context, found.personId);
      return whichPhotoCard({
        photo: found.id,
        count: burstOf(context, found).length,
        targets,
        fields: photoChoiceForm.show(
          { which: { options: targets.map((one) => ({ value: choiceValue(one), text: one.text })) } },
          entered?.values,
        ),
        chosen: targetText(context, found),
        gone: found.state === 'refused',
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
];
