import { z } from 'zod';
import type { ReadContext } from '../kernel/context.ts';
import { classesOf } from '../school/queries.ts';
import type { Drill } from './rules.ts';

const shape = z.object({
  /** 2号楼, 宿舍: as the plan and the record call it. */
  name: z.string(),
  grades: z.array(z.string()),
  floors: z.array(z.string()),
  classes: z.array(z.number()),
  /** Counted like classes: 宿舍301, 3号校车. */
  places: z.array(z.string()),
});
export type DrillPart = Readonly<z.infer<typeof shape>>;

/** Who takes part, as the plan says; undefined: the whole school. */
export function partOf(of: Pick<Drill, 'part'>): DrillPart | undefined {
  const found = shape.safeParse(of.part);
  return found.success ? found.data : undefined;
}

/** The classes that take part, read when it matters: a class that moved to the building yesterday is in it today. */
export function classesTakingPart(context: Pick<ReadContext, 'db'>, of: Pick<Drill, 'part' | 'schoolId'>) {
  const all = classesOf(context, of.schoolId);
  const part = partOf(of);
  if (!part) return all;
  return all.filter(
    (one) =>
      part.grades.includes(one.grade) ||
      (one.floor !== null && part.floors.includes(one.floor)) ||
      part.classes.includes(one.id),
  );
}

/** 全校, or the part's own name. */
export const partName = (of: Pick<Drill, 'part'>): string => partOf(of)?.name ?? '全校';
