import { z } from 'zod';
import { whichPhotoCard } from '../../cards/hazards/photo.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { findPhoto, photoTargets, targetText } from './photos.ts';

const photoReference = z.object({ photo: z.number().int() });

/** Where a picture belongs, when that had to be asked. */
export const photoPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'photo.which',
    subject: photoReference,
    topic: (of) => `photo:${of.photo}`,
    show: (context, subject) => {
      const found = findPhoto(context, subject.photo);
      if (!found) return undefined;
      return whichPhotoCard(found.id, photoTargets(context, found.personId), targetText(context, found));
    },
  }),
];
