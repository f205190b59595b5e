/**
 * The port for signing people in on the pages. The browser goes to the vendor's page and comes back with a code; the
 * adapter asks the vendor whose it is. Inside the vendor's own app nobody is asked (reference/feishu.md §1.2,
 * reference/dingtalk.md §1).
 */
import type { PlatformName, VendorUser } from './platform.ts';

export interface SignInRequest {
  /** Must be on the list of the app's console, letter by letter. */
  readonly redirectUri: string;
  /** Comes back unchanged. */
  readonly state: string;
  /** Proof that whoever brings the code also asked for it (PKCE); an adapter whose vendor knows none ignores it. */
  readonly verifier: string;
}

export type SignedIn =
  | { readonly ok: true; readonly user: VendorUser }
  /**
   * `why` is for the log: the vendor's code, never a name. `isOutsider`: the vendor answered, and the person is not of
   * this organisation; trying again changes nothing.
   */
  | { readonly ok: false; readonly why: string; readonly isOutsider?: true };

export interface SignIn {
  readonly platform: PlatformName;
  /** Browsers of the vendor's own app, by their user agent. */
  readonly ownApp: RegExp;
  /** The query parameter the code comes back in. */
  readonly codeParameter: string;
  /** Where the browser is sent. */
  authorizeUrl(request: SignInRequest): string;
  /** Whose code it is: the same id messages are sent to. Never rejects. */
  userOf(code: string, request: SignInRequest): Promise<SignedIn>;
  /** Where the vendor's page cannot be skipped inside its app, but the app tells a page's script who is there. */
  readonly inApp?: InAppSignIn;
}

/** Sign-in by a script of the vendor's inside the vendor's app. */
export interface InAppSignIn {
  /** Address of the vendor's script; loaded on the page that signs in and on no other. */
  readonly library: string;
  /**
   * Our script beside it, as the browser reads it: asks the library for a code and goes to the address in
   * `document.body.dataset.back` with it, or to the one in `data-otherwise` when there is none.
   */
  readonly script: string;
  /** What the script finds in `document.body.dataset` beside these; undefined as long as it cannot work. */
  parameters(): Readonly<Record<string, string>> | undefined;
  /** Whose code it is. Never rejects. */
  userOf(code: string): Promise<SignedIn>;
}
