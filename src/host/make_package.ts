import type { Told } from '../digests/told.ts';
import {
  type Made,
  packageBegun,
  packageFailed,
  packageHandedOver,
  packageRemoved,
  packageWritten,
} from '../inspection/make.ts';
import { findPackage, periodOf } from '../inspection/queries.ts';
import { type InspectionPackage, keeper, LARGEST_SENT, MOST_RESTARTS, packageName } from '../inspection/rules.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import type { HostErrand } from '../kernel/send.ts';
import type { Platform, PlatformName, Verdict } from '../platforms/platform.ts';
import type { LedgerKind } from '../records/kinds.ts';
import type { Period } from '../records/ledger.ts';
import { accountsOf, schoolById } from '../school/people.ts';
import type { ErrandOutcome } from './errands.ts';

/** A ledger of one kind and period, or what a weekly summary counted. */
export type LedgerWanted =
  | { readonly school: number; readonly kind: LedgerKind; readonly period: Period }
  | { readonly told: Told };

export interface LedgerBytes {
  readonly bytes: Uint8Array;
  readonly rows: number;
}

/** Where exports are made beside the presses, and where packages lie; a host without a disk has none. */
export interface PackageDesk {
  /** Makes the file and resolves when it lies whole under its name. Rejects with PackageInterrupted when the host stops. */
  make(
    context: ReadContext,
    wanted: {
      readonly school: number;
      readonly period: Period;
      readonly folder: string;
      readonly fileName: string;
    },
  ): Promise<Made>;
  /** A ledger as xlsx. */
  ledger(context: ReadContext, wanted: LedgerWanted): Promise<LedgerBytes>;
  /** Whether a file of this many bytes lies there. */
  has(fileName: string, bytes: number): Promise<boolean>;
  read(fileName: string): Promise<Uint8Array>;
  remove(fileName: string): Promise<void>;
}

/** The host stops; the next one begins anew. */
export class PackageInterrupted extends Error {
  readonly code = 'package.interrupted';
}

/** What the errands of packages need of the host beside the platform. */
export interface PackageHost {
  readonly desk?: PackageDesk;
  /** Writes at once, in its own transaction. */
  readonly change: <T>(work: (context: Context) => T) => T;
  /** Where a signed-in person fetches a package (PUBLIC_URL). */
  readonly link?: (of: {
    readonly package: number;
    readonly person: number;
    readonly platform: PlatformName;
  }) => string | undefined;
  /** Told of what broke; never of what it was about. */
  readonly failed: (error: unknown) => void;
}

const DONE: ErrandOutcome = { done: () => {} };
/** How an errand ends that was cut short with its host: it comes again and costs no attempt. */
export const STOPPING: Verdict = {
  is: 'later',
  why: 'in_flight',
  detail: 'the host stops; made anew after the start',
};

/** Makes the package somebody confirmed and hands it over. Run again after a crash it begins anew, or sends what lies there. */
export async function makePackage(
  errand: Extract<HostErrand, { errand: 'make-package' | 'remove-package' }>,
  platform: Platform,
  reading: Context,
  host: PackageHost,
): Promise<ErrandOutcome> {
  const asked = findPackage(reading, errand.package);
  if (asked?.state !== 'making' || asked.fileName === null) return DONE;
  const { desk, change } = host;
  if (!desk) return { done: (context) => packageFailed(context, asked.id, 'no_disk') };
  // Left the office meanwhile: nobody may have it.
  if (!keeper.allows(reading, asked.personId, asked))
    return { done: (context) => packageFailed(context, asked.id, 'broken') };
  const { fileName } = asked;
  let bytes = asked.bytes ?? 0;
  if (asked.bytes === null || !(await desk.has(fileName, asked.bytes))) {
    const of = change((context) => packageBegun(context, asked.id));
    if (!of || of.restarts > MOST_RESTARTS) return { done: (context) => packageFailed(context, asked.id, 'restarts') };
    try {
      const made = await desk.make(reading, { ...wantedOf(reading, of), fileName });
      change((context) => packageWritten(context, of.id, made, platform.name));
      bytes = made.bytes;
    } catch (error) {
      if (error instanceof PackageInterrupted) return { failed: STOPPING };
      host.failed(error);
      const failure = error instanceof Error && 'code' in error && error.code === 'ENOSPC' ? 'disk_full' : 'broken';
      return { done: (context) => packageFailed(context, of.id, failure) };
    }
  }
  return handOver(platform, reading, host, { ...asked, bytes });
}

const wantedOf = (reading: Context, of: InspectionPackage) => {
  const period = periodOf(of);
  return {
    school: of.schoolId,
    period,
    folder: packageName(schoolById(reading, of.schoolId)?.name ?? '', period),
  };
};

/** Into the chat where it is small enough; else a link, else where it lies. */
async function handOver(
  platform: Platform,
  reading: Context,
  { desk, link }: PackageHost,
  of: InspectionPackage,
): Promise<ErrandOutcome> {
  const { id, fileName, bytes, personId } = of;
  const account = accountsOf(reading, [personId]).find((one) => one.platform === platform.name);
  if (desk && fileName !== null && account && (bytes ?? 0) <= LARGEST_SENT) {
    const { folder } = wantedOf(reading, of);
    const sent = await platform.sendFile(
      { kind: 'person', userId: account.userId },
      `${folder}.zip`,
      await desk.read(fileName),
      `package-${of.id}-${of.key}`,
    );
    if (sent.is !== 'sent') return { failed: sent };
    return { done: (context) => packageHandedOver(context, id) };
  }
  const address = link?.({ package: id, person: personId, platform: platform.name });
  const text =
    address === undefined ? undefined : `迎检包较大，请在电脑上打开这个链接下载，登录后只有您能打开：${address}`;
  return { done: (context) => packageHandedOver(context, id, text) };
}

/** Its time on the disk is over. */
export async function removePackage(
  errand: Extract<HostErrand, { errand: 'make-package' | 'remove-package' }>,
  reading: Context,
  { desk }: PackageHost,
): Promise<ErrandOutcome> {
  const of = findPackage(reading, errand.package);
  if (desk && of?.fileName) await desk.remove(of.fileName);
  return { done: (context) => packageRemoved(context, errand.package) };
}
