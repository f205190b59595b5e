import { and, eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh, requestErrand, sendText } from '../kernel/send.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { schoolById } from '../school/people.ts';
import { inspectionPackage } from '../store/schema/index.ts';
import { findPackage } from './queries.ts';
import { type InspectionPackage, KEPT_MS, packageName, topicOf } from './rules.ts';

function change(context: Context, of: InspectionPackage, columns: Partial<InspectionPackage>): void {
  context.db.update(inspectionPackage).set(columns).where(eq(inspectionPackage.id, of.id)).run();
  refresh(context, topicOf(of.id), 'press');
}

/** 开始整理, 再试一次. Pressed twice it is made once. */
export function startPackage(context: Context, of: InspectionPackage, person: PersonId): Outcome {
  if (of.state === 'making') return { toast: { tone: 'info', text: '已经在整理，好了发给您' } };
  if (of.state !== 'asked' && of.state !== 'failed')
    return { toast: { tone: 'info', text: '这份已经整理过，要新的请再发“迎检包”' } };
  const school = schoolById(context, of.schoolId)?.name ?? '';
  const fileName = `${packageName(school, { from: of.fromDay, to: of.toDay })}-${of.id}${of.key}.zip`;
  const columns = { state: 'making', personId: person, startedAt: null, restarts: 0, failure: null, fileName } as const;
  change(context, of, { ...columns, bytes: null, hash: null });
  record(context, 'package.started', `package:${of.id}`, { from: of.fromDay, to: of.toDay });
  const platform = context.actor.kind === 'person' ? context.actor.platform : 'feishu';
  requestErrand(context, { errand: 'make-package', package: of.id }, platform, `package:${of.id}:${context.random(6)}`);
  return { toast: { tone: 'success', text: '开始整理，好了发给您' } };
}

/** 不做了. */
export function dropPackage(context: Context, of: InspectionPackage): Outcome {
  if (of.state !== 'asked' && of.state !== 'failed')
    return { toast: { tone: 'info', text: of.state === 'making' ? '已经在整理，停不下来' : '这份已经整理过' } };
  change(context, of, { state: 'dropped', finishedAt: context.now });
  record(context, 'package.dropped', `package:${of.id}`);
  return { toast: { tone: 'success', text: '不做了' } };
}

/**
 * The host begins. When it had begun before, the try was cut short (a restart, a power cut): the asker hears that it
 * begins anew. Gives the row as it is now.
 */
export function packageBegun(context: Context, id: number): InspectionPackage | undefined {
  const of = findPackage(context, id);
  if (of?.state !== 'making') return undefined;
  if (of.startedAt === null) change(context, of, { startedAt: context.now });
  else {
    change(context, of, { startedAt: context.now, restarts: of.restarts + 1 });
    record(context, 'package.restarted', `package:${id}`, { restarts: of.restarts + 1 });
    if (of.restarts === 0)
      sendText(context, '整理迎检包时服务停过一次，已从头再来，好了发给您。', { person: of.personId });
  }
  return findPackage(context, id);
}

/** What a host says of a finished file. */
export interface Made {
  readonly bytes: number;
  readonly hash: string;
  readonly files: number;
  readonly photos: number;
  readonly missing: number;
  /** The audit chain; null where it is broken. */
  readonly chain: { readonly rows: number; readonly head: string } | null;
}

/** The file lies whole on the host; it is still to be handed over, and to be removed when its time is over. */
export function packageWritten(context: Context, id: number, made: Made, platform: PlatformName): void {
  const { bytes, hash, files, photos, missing, chain } = made;
  context.db
    .update(inspectionPackage)
    .set({ bytes, hash, files, photos, missing, chainRows: chain?.rows ?? 0, chainHead: chain?.head ?? null })
    .where(and(eq(inspectionPackage.id, id), eq(inspectionPackage.state, 'making')))
    .run();
  record(context, 'package.made', `package:${id}`, { bytes, hash });
  requestErrand(context, { errand: 'remove-package', package: id }, platform, `package-over:${id}:${hash}`, {
    lane: 'bulk',
    notBefore: context.now + KEPT_MS,
  });
}

/** Handed over, or said where it lies; `text` follows the card where the chat cannot take the file. */
export function packageHandedOver(context: Context, id: number, text?: string): void {
  const of = findPackage(context, id);
  if (of?.state !== 'making') return;
  change(context, of, { state: 'made', finishedAt: context.now });
  if (text !== undefined) sendText(context, text, { person: of.personId });
}

/** Why it could not be made; the texts are in the card. */
export type Failure = 'no_disk' | 'disk_full' | 'restarts' | 'broken';

export function packageFailed(context: Context, id: number, failure: Failure): void {
  const of = findPackage(context, id);
  if (of?.state !== 'making') return;
  change(context, of, { state: 'failed', failure, finishedAt: context.now });
  record(context, 'package.failed', `package:${id}`, { failure });
}

/** The host has deleted the file. */
export function packageRemoved(context: Context, id: number): void {
  const of = findPackage(context, id);
  if (of?.state !== 'made') return;
  change(context, of, { state: 'removed' });
  record(context, 'package.removed', `package:${id}`);
}
