import { z } from 'zod';
import type { ReadContext, Sealer } from '../kernel/context.ts';

/** What the reporter wrote. Exists in clear only in the inbound and on the handler's card, otherwise sealed. */
const words = z.object({ where: z.string(), facts: z.string() });
export type PrivateWords = z.infer<typeof words>;

export const sealWords = (sealer: Sealer, content: PrivateWords): string => sealer.seal(JSON.stringify(content));

/** A reader that can open seals. A reader without one (read-only CLI) shows numbers and nodes. */
interface Opening extends ReadContext {
  readonly sealer: Sealer;
}

const canOpen = (context: ReadContext): context is Opening => 'sealer' in context && context.sealer !== undefined;

/** The words; undefined when this process has no key, or another one. The reason never names what was sealed. */
export function openWords(context: ReadContext, sealed: string): PrivateWords | undefined {
  if (!canOpen(context)) return undefined;
  try {
    return words.parse(JSON.parse(context.sealer.open(sealed)));
  } catch {
    return undefined;
  }
}
