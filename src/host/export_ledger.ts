import { toldOf } from '../digests/told.ts';
import { daysOf } from '../digests/week_ledger.ts';
import type { Context } from '../kernel/context.ts';
import type { HostErrand } from '../kernel/send.ts';
import { sendText } from '../kernel/send.ts';
import type { Platform } from '../platforms/platform.ts';
import { allLedgerKinds, ledgerKinds } from '../records/kinds.ts';
import { accountsOf, schoolById } from '../school/people.ts';
import type { Files } from '../store/files.ts';
import type { ErrandOutcome } from './errands.ts';
import { type PackageHost, PackageInterrupted, STOPPING } from './make_package.ts';
import { ledgerOf } from './wanted_ledger.ts';
import { workbookBytes } from './write_workbook.ts';

/** 30 MB is what Feishu takes as a file (reference/feishu.md §7); more is for the command line. */
const LARGEST = 20 * 1024 * 1024;

/** Undefined when the host stops: it is made anew after the start. */
const stopping = (error: unknown): undefined => {
  if (!(error instanceof PackageInterrupted)) throw error;
};
/** Bytes of pictures that go into one file; the table itself needs little. */
const PICTURES = 16 * 1024 * 1024;

/** Pictures as long as there is room for them in one message; how many there was none for. */
function pictureAllowance(files: Files) {
  const taken = new Map<string, boolean>();
  let room = PICTURES;
  return {
    async read(hash: string): Promise<Uint8Array | undefined> {
      if (taken.get(hash) === false) return undefined;
      const bytes = await files.get(hash);
      if (!taken.has(hash)) {
        const fits = bytes !== undefined && bytes.length <= room;
        taken.set(hash, fits);
        if (fits) room -= bytes.length;
      }
      return taken.get(hash) === true ? bytes : undefined;
    },
    refused: (): number => [...taken.values()].filter((fits) => !fits).length,
  };
}

/** Where somebody's files go; undefined when they left meanwhile or asked on a platform that is gone. */
const addressOf = (reading: Context, person: number, platform: Platform) => {
  const account = accountsOf(reading, [person]).find((one) => one.platform === platform.name);
  return account && { kind: 'person' as const, userId: account.userId };
};

const said = (text: string, person: number): ErrandOutcome => ({
  done: (context) => sendText(context, text, { person }),
});

/** Makes the ledger somebody asked for and sends it to them alone. */
export async function exportLedger(
  errand: Extract<HostErrand, { errand: 'export-ledger' }>,
  platform: Platform,
  reading: Context,
  files: Files,
  { desk }: Pick<PackageHost, 'desk'>,
): Promise<ErrandOutcome> {
  const { person, school } = errand;
  const kind = allLedgerKinds.find((one) => one === errand.kind);
  const to = addressOf(reading, person, platform);
  if (!kind || !to) return { done: () => {} };
  const wanted = { school, kind, period: { from: errand.from, to: errand.to, text: errand.text } };
  const pictures = pictureAllowance(files);
  const embeds = errand.photos === 'embed';
  // A thread makes tables; pictures are read where the files are.
  const made =
    desk && !embeds
      ? await desk.ledger(reading, wanted).catch(stopping)
      : await workbookBytes(ledgerOf(reading, wanted), embeds ? { as: 'embed', read: pictures.read } : { as: 'names' });
  if (made === undefined) return { failed: STOPPING };
  const { bytes, rows } = made;
  const { title } = ledgerKinds[kind];
  if (bytes.length > LARGEST)
    return said(`${title}太大，发不出来。请把时间缩短，或请装安园的老师用命令行导出。`, person);
  const fileName = `${schoolById(reading, school)?.name ?? ''}${title}-${errand.from}至${errand.to}.xlsx`;
  const verdict = await platform.sendFile(to, fileName, bytes, `ledger-${errand.key}`);
  if (verdict.is !== 'sent') return { failed: verdict };
  const left =
    pictures.refused() > 0
      ? `照片太多，有 ${pictures.refused()} 张只写了名字；全要的，请装安园的老师用命令行导出。`
      : '';
  const text =
    rows === 0 ? `${errand.text}没有记录，表是空的。` : `共 ${rows} 行。${left}里面有姓名，请按学校规定保管。`;
  return said(text, person);
}

/** Makes what a weekly summary counted as a file and sends it to whoever asked, alone. */
export async function exportWeek(
  errand: Extract<HostErrand, { errand: 'export-week' }>,
  platform: Platform,
  reading: Context,
  { desk }: Pick<PackageHost, 'desk'>,
): Promise<ErrandOutcome> {
  const to = addressOf(reading, errand.person, platform);
  if (!to) return { done: () => {} };
  const told = toldOf(reading, errand);
  const made = desk
    ? await desk.ledger(reading, { told }).catch(stopping)
    : await workbookBytes(ledgerOf(reading, { told }));
  if (made === undefined) return { failed: STOPPING };
  const { from, to: last } = daysOf(reading, told);
  const fileName = `${schoolById(reading, errand.school)?.name ?? ''}周报清单-${from}至${last}.xlsx`;
  const verdict = await platform.sendFile(to, fileName, made.bytes, `week-${errand.key}`);
  if (verdict.is !== 'sent') return { failed: verdict };
  return said('周报里的数，清单都在表里。里面有姓名，请按学校规定保管。', errand.person);
}
