import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { PersonId } from '../../cards/model.ts';
import type { PlatformName } from '../platforms/platform.ts';
import type { Purpose, Signer } from './signed.ts';

/** Who is signed in. `id` ties forms to the browser they were made for. */
export interface Session {
  readonly id: string;
  readonly person: PersonId;
  readonly platform: PlatformName;
  /** When they signed in, ms. */
  readonly since: number;
  /** ms. */
  readonly until: number;
}

/** A browser on its way to the vendor's sign-in page and back. */
export interface Journey {
  readonly state: string;
  readonly verifier: string;
  readonly platform: PlatformName;
  /** Where it goes afterwards: a path below `/p/`. */
  readonly back: string;
  readonly until: number;
}

const platform = z.enum(['feishu', 'dingtalk']);
const sessionSchema = z.object({
  id: z.string(),
  person: z.number().int(),
  platform,
  since: z.number(),
  until: z.number(),
});
const journeySchema = z.object({
  state: z.string(),
  verifier: z.string(),
  platform,
  back: z.string(),
  until: z.number(),
});

/** A long form takes a while; a phone left lying about should not stay signed in for a day. Every page begins it anew. */
export const SESSION_MS = 2 * 3_600_000;
/** However much is done in between: once in a working day the vendor is asked again. */
const LONGEST_MS = 12 * 3_600_000;

/** A new session, or one somebody is using, from now on. */
export const prolonged = (session: Omit<Session, 'until'>, now: number): Session => ({
  ...session,
  until: Math.min(now + SESSION_MS, session.since + LONGEST_MS),
});

/** As long as the vendors' codes live, and a little (reference/feishu.md §1.2: 5 minutes). */
export const JOURNEY_MS = 600_000;

export interface Cookies {
  session(context: Context, now: number): Session | undefined;
  keepSession(context: Context, session: Session): void;
  journey(context: Context, now: number): Journey | undefined;
  keepJourney(context: Context, journey: Journey): void;
  endJourney(context: Context): void;
}

/**
 * Signed cookies below `path`. HttpOnly; Secure wherever PUBLIC_URL is https; SameSite=Lax, so that the way back from
 * the vendor still carries them and another site's form does not.
 */
export function createCookies(signer: Signer, path: string, secure: boolean): Cookies {
  const attributes = { path, secure, httpOnly: true, sameSite: 'Lax' } as const;
  const names = { session: 'anyuan_session', 'sign-in': 'anyuan_sign_in' } as const;
  const read = <T extends { readonly until: number }>(
    context: Context,
    purpose: Purpose & keyof typeof names,
    schema: z.ZodType<T>,
    now: number,
  ): T | undefined => {
    const parsed = schema.safeParse(signer.read(purpose, getCookie(context, names[purpose]) ?? ''));
    return parsed.success && parsed.data.until > now ? parsed.data : undefined;
  };
  return {
    session: (context, now) => read(context, 'session', sessionSchema, now),
    keepSession: (context, session) =>
      setCookie(context, names.session, signer.sign('session', session), {
        ...attributes,
        maxAge: SESSION_MS / 1_000,
      }),
    journey: (context, now) => read(context, 'sign-in', journeySchema, now),
    keepJourney: (context, journey) =>
      setCookie(context, names['sign-in'], signer.sign('sign-in', journey), {
        ...attributes,
        maxAge: JOURNEY_MS / 1_000,
      }),
    endJourney: (context) => void deleteCookie(context, names['sign-in'], attributes),
  };
}
