import type { PersonId, Reference } from '../../cards/model.ts';
import type { PlatformName } from '../platforms/platform.ts';

/**
 * The address of a card's form page for one person; a host without PUBLIC_URL has none. Undefined where the
 * platform's people cannot sign in.
 */
export interface PageLink {
  (of: {
    readonly card: string;
    readonly subject: Reference;
    readonly person: PersonId;
    readonly platform: PlatformName;
  }): string | undefined;
  /** The address of a school's console for leaders: the same for everybody, and open to whoever may see it. */
  readonly console: (of: { readonly school: number; readonly platform: PlatformName }) => string | undefined;
}
