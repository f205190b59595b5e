import { z } from 'zod';
import { defineAction } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import type { Feature } from '../kernel/feature.ts';
import { dropPackage, startPackage } from './make.ts';
import { inspectionPresentations } from './presentations.ts';
import { findPackage } from './queries.ts';
import { keeper } from './rules.ts';

const reference = z.object({ package: z.number().int().positive() });
const subject = (context: Context, of: { package: number }) => findPackage(context, of.package);

export const inspectionFeature: Feature = {
  name: 'inspection',
  actions: [
    defineAction({
      name: 'package.make',
      reference,
      subject,
      who: keeper,
      run: (context, { subject: of, person }) => startPackage(context, of, person),
    }),
    defineAction({
      name: 'package.drop',
      reference,
      subject,
      who: keeper,
      run: (context, { subject: of }) => dropPackage(context, of),
    }),
  ],
  presentations: inspectionPresentations,
  timers: [],
};
