import { z } from 'zod';
import { packageCard } from '../../cards/inspection/package.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { dateOf, shortDay } from '../kernel/time.ts';
import { extentOf, findPackage, periodOf } from './queries.ts';
import { KEPT_MS, keeper, LARGEST_SENT, topicOf } from './rules.ts';

export const inspectionPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'package.view',
    subject: z.object({ package: z.number().int() }),
    topic: (of) => topicOf(of.package),
    show: (context, subject, viewer) => {
      const of = findPackage(context, subject.package);
      if (!of) return undefined;
      // Forwarded or kept after somebody left the office, it shows nothing more.
      if (viewer.kind !== 'person' || !keeper.allows(context, viewer.person, of)) return undefined;
      const today = dateOf(context.now, context.timeZone);
      const until = (of.finishedAt ?? context.now) + KEPT_MS;
      return packageCard({
        id: of.id,
        state: of.state,
        period: of.periodText,
        days: `${of.fromDay} 至 ${of.toDay}`,
        ...(of.state === 'asked' ? { extent: extentOf(context, of.schoolId, periodOf(of)) } : {}),
        restarts: of.restarts,
        ...(of.failure === null ? {} : { failure: of.failure }),
        ...(of.bytes === null || of.hash === null
          ? {}
          : {
              made: {
                bytes: of.bytes,
                hash: of.hash,
                files: of.files ?? 0,
                photos: of.photos ?? 0,
                missing: of.missing ?? 0,
                isChainWhole: of.chainHead !== null,
                fileName: of.fileName ?? '',
                until: shortDay(dateOf(until, context.timeZone), today),
                isSent: of.bytes <= LARGEST_SENT,
              },
            }),
      });
    },
  }),
];
