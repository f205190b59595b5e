import { z } from 'zod';

const id = z.number().int().positive();
/** ms; 0 on cards sent before the stretch was kept: the school's time says it then. */
const instant = z.number().int().nonnegative().default(0);

/** What a summary tells about, as cards and buttons carry it. */
export const toldReference = z.object({
  school: id,
  week: z.iso.date(),
  after: instant,
  upTo: instant,
});

export const listReference = toldReference.extend({
  /** '' for what the summary as a whole is about. */
  list: z.string().max(20),
  page: z.number().int().min(0).default(0),
});

export const schoolReference = z.object({ school: id });

export const trendsReference = z.object({
  school: id,
  by: z.enum(['month', 'place', 'category', 'repeated']).default('month'),
});

/** A tip is about the morning of a day; `keys`: place:toilet,category:electric. */
export const tipReference = z.object({ school: id, day: z.iso.date(), keys: z.string().max(400) });
