import type { DeliveryClock } from '../delivery/options.ts';
import type { Log } from '../organisation/organisation.ts';
import type { Inbound, Platform, Reply } from '../platforms/platform.ts';
import type { SignIn } from '../platforms/sign_in.ts';
import type { Transport, Webhook } from './http.ts';

/** One platform as a server holds it: made before the engine, since the engine sends through it, opened after. */
export interface Connection {
  readonly platform: Platform;
  /** How its people sign in on the form page, where the platform can. */
  readonly signIn?: SignIn;
  /** Makes the ways in; nothing arrives before `start`. */
  open(accept: (inbound: Inbound) => Reply | Promise<Reply>): OpenConnection;
}

export interface OpenConnection {
  /** What the vendor pushes to, where it pushes by HTTP. */
  readonly webhooks: readonly Webhook[];
  transport(): Transport;
  start(): Promise<void>;
  stop(): void;
}

export interface Surroundings {
  readonly clock: DeliveryClock;
  readonly log: Log;
  /** How vendors are called; left out: the host's own. */
  readonly fetch?: typeof fetch;
}

/** Small facts that outlive an object which wakes many times a day. */
export interface Memory {
  get(key: string): unknown;
  put(key: string, value: string): void;
}
