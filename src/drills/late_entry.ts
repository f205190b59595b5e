import { z } from 'zod';
import type { Drill } from './rules.ts';

const shape = z.object({
  /** 2025-09-25 10:05, as the paper says; no time of the record is made of it. */
  heldAt: z.string(),
  classes: z.number(),
  seconds: z.number(),
  reason: z.string(),
});
export type LateEntry = Readonly<z.infer<typeof shape>>;

/** What the paper says of a drill held without the product; undefined for one that was held with it. */
export function lateEntryOf(of: Pick<Drill, 'late'>): LateEntry | undefined {
  const found = shape.safeParse(of.late);
  return found.success ? found.data : undefined;
}
