import { z } from 'zod';
import type { PersonId, Reference } from '../../cards/model.ts';
import type { PageLink } from '../delivery/page_link.ts';
import type { PlatformName } from '../platforms/platform.ts';
import type { Signer } from './signed.ts';

/** What a link says: for whom the card is, and about what. Good only for that person, signed in. */
export interface LinkContent {
  readonly subject: Reference;
  readonly person: PersonId;
  /** Where the card was sent, and so where the person signs in. */
  readonly platform: PlatformName;
}

const content = z.object({
  s: z.record(z.string(), z.union([z.string(), z.number()])),
  p: z.number().int(),
  a: z.enum(['feishu', 'dingtalk']),
});

/** The signature covers the card's name as well: a link to one card is not good for another. */
const signedContent = content.extend({ c: z.string() });

/** The last part of `/p/<card>/<signed reference>`; the same card always gives the same one. */
export function signReference(signer: Signer, card: string, { subject, person, platform }: LinkContent): string {
  return signer.sign('link', { c: card, s: subject, p: person, a: platform });
}

export function readReference(signer: Signer, card: string, text: string): LinkContent | undefined {
  const read = signedContent.safeParse(signer.read('link', text));
  if (!read.success || read.data.c !== card) return undefined;
  return { subject: read.data.s, person: read.data.p, platform: read.data.a };
}

/** Makes the links that cards carry. `publicUrl` without a slash at its end. */
export const createPageLink = (signer: Signer, publicUrl: string): PageLink =>
  Object.assign(
    ({ card, subject, person, platform }: Parameters<PageLink>[0]) =>
      `${publicUrl}/p/${card}/${signReference(signer, card, { subject, person, platform })}`,
    { console: ({ school }: { readonly school: number }) => `${publicUrl}/p${consolePath(school)}` },
  );

/** A school's console below the pages' base; without a school: whichever the visitor may see. */
export const consolePath = (school?: number): string => (school === undefined ? '/console' : `/console/${school}`);
