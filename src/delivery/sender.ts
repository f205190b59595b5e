import type { Context } from '../kernel/context.ts';
import type { Registry } from '../kernel/registry.ts';
import type { HostErrand } from '../kernel/send.ts';
import type { Platform, PlatformName, Recipient, Verdict } from '../platforms/platform.ts';
import type { Files } from '../store/files.ts';
import type { OutboxRow } from './claim.ts';
import type { Log } from './log.ts';
import type { PageLink } from './page_link.ts';
import type { Result, Write } from './result.ts';

/** What senders share. */
export interface Surroundings {
  /** A fresh context at the present moment, outside any transaction: for reading. */
  readonly context: () => Context;
  /** Grows with every commit that may change what a card shows; equal numbers mean the same rows. */
  readonly version: () => number;
  /** Commits at once what must outlive the row's own fate, e.g. an uploaded picture's key. */
  readonly commit: (write: Write) => void;
  readonly registry: Registry;
  readonly files: Files;
  readonly log: Log;
  /** A call that was not asked about in advance is about to leave. */
  readonly spend: (platform: PlatformName) => void;
  /** A picture was stored or refused; runs in the transaction that says so. */
  readonly onPhoto: (context: Context, photoId: number) => void;
  readonly onErrand: RunErrand;
  /** A platform took a card, or takes none at present and why; runs in the transaction that writes the row's end. */
  readonly onCards: (context: Context, platform: PlatformName, refusedFor: string | undefined) => void;
  /** Where cards' forms can be filled in on a page. */
  readonly pageLink?: PageLink;
}

/** Waits for the outside world; what it brings is written with the row's end. */
export type RunErrand = (
  errand: HostErrand,
  platform: Platform,
  reading: Context,
) => Promise<{ readonly done: (context: Context) => void } | { readonly failed: Verdict }>;

/** One claimed row and where it goes. */
export interface Letter {
  readonly row: OutboxRow;
  readonly platform: Platform;
  readonly recipient: Recipient | undefined;
  /** It spares the month's calls: a text goes by the address an arriving message brought, a card as numbered text. */
  readonly bySession?: boolean;
}

/** Sends one row. May throw: then the row is tried again and the error is logged by its code. */
export type Sender = (letter: Letter, surroundings: Surroundings) => Promise<Result>;
