/**
 * The port for signing people in on the form page. The browser goes to the vendor's page and comes back with a code;
 * the adapter asks the vendor whose it is. In the vendor's own app the page is skipped (reference/feishu.md §1.2,
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
  /** `why` is for the log: the vendor's code, never a name. */
  | { readonly ok: false; readonly why: string };

export interface SignIn {
  readonly platform: PlatformName;
  /** The query parameter the code comes back in. */
  readonly codeParameter: string;
  /** Where the browser is sent. */
  authorizeUrl(request: SignInRequest): string;
  /** Whose code it is: the same id messages are sent to. Never rejects. */
  userOf(code: string, request: SignInRequest): Promise<SignedIn>;
}
