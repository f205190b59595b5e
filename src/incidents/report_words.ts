import { z } from 'zod';
import type { ReadContext, Sealer } from '../kernel/context.ts';

/** What a report to the authority says: numbers and facts, never a name of a child. */
const words = z.object({
  kind: z.string(),
  at: z.string(),
  place: z.string(),
  facts: z.string(),
  injured: z.number(),
  dead: z.number(),
  measures: z.string(),
  called: z.array(z.string()),
  /** Final report only. */
  cause: z.string().optional(),
  improvement: z.string().optional(),
});
export type ReportWords = Readonly<z.infer<typeof words>>;

export const sealReport = (sealer: Sealer, content: ReportWords): string => sealer.seal(JSON.stringify(content));

/** The words; undefined when this process has no key, or another one. */
export function openReportWords(context: ReadContext, sealed: string): ReportWords | undefined {
  if (!context.sealer) return undefined;
  try {
    return words.parse(JSON.parse(context.sealer.open(sealed)));
  } catch {
    return undefined;
  }
}
