import type { Context } from '../kernel/context.ts';
import type { HostErrand } from '../kernel/send.ts';
import { sendText } from '../kernel/send.ts';
import type { Platform } from '../platforms/platform.ts';
import { allLedgerKinds, ledgerKinds } from '../records/kinds.ts';
import { makeLedger } from '../records/make_ledger.ts';
import { accountsOf, schoolById } from '../school/people.ts';
import type { ErrandOutcome } from './errands.ts';
import { type PackageHost, PackageInterrupted, STOPPING } from './make_package.ts';
import { workbookBytes } from './write_workbook.ts';

/** 30 MB is what Feishu takes as a file (reference/feishu.md §7); more is for the command line. */
const LARGEST = 20 * 1024 * 1024;

/** Undefined when the host stops: it is made anew after the start. */
const stopping = (error: unknown): undefined => {
  if (!(error instanceof PackageInterrupted)) throw error;
};

/** Makes the ledger somebody asked for and sends it to them alone. */
export async function exportLedger(
  errand: Extract<HostErrand, { errand: 'export-ledger' }>,
  platform: Platform,
  reading: Context,
  { desk }: Pick<PackageHost, 'desk'>,
): Promise<ErrandOutcome> {
  const kind = allLedgerKinds.find((one) => one === errand.kind);
  const account = accountsOf(reading, [errand.person]).find((one) => one.platform === platform.name);
  // Left meanwhile, or asked on a platform that is gone: there is nobody to send it to.
  if (!kind || !account) return { done: () => {} };
  const period = { from: errand.from, to: errand.to, text: errand.text };
  const made = desk
    ? await desk.ledger(reading, { school: errand.school, kind, period }).catch(stopping)
    : await workbookBytes(makeLedger(reading, errand.school, kind, period));
  if (made === undefined) return { failed: STOPPING };
  const { bytes, rows } = made;
  const { title } = ledgerKinds[kind];
  if (bytes.length > LARGEST) {
    const text = `${title}太大，发不出来。请把时间缩短，或请装安园的老师用命令行导出。`;
    return { done: (context) => sendText(context, text, { person: errand.person }) };
  }
  const school = schoolById(reading, errand.school)?.name ?? '';
  const fileName = `${school}${title}-${errand.from}至${errand.to}.xlsx`;
  const verdict = await platform.sendFile(
    { kind: 'person', userId: account.userId },
    fileName,
    bytes,
    `ledger-${errand.key}`,
  );
  if (verdict.is !== 'sent') return { failed: verdict };
  const text = rows === 0 ? `${errand.text}没有记录，表是空的。` : `共 ${rows} 行。里面有姓名，请按学校规定保管。`;
  return { done: (context) => sendText(context, text, { person: errand.person }) };
}
