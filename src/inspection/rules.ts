import { type Duty, isSealed } from '../duties/duty.ts';
import { anyOf, roleHolder, safetyOffice } from '../kernel/permission.ts';
import { DAY } from '../kernel/time.ts';
import type { Ledger } from '../records/ledger.ts';
import type { inspectionPackage } from '../store/schema/index.ts';

export type InspectionPackage = typeof inspectionPackage.$inferSelect;

/** Who asks for a package and opens it: it holds the names of a whole school. */
export const keeper = anyOf(safetyOffice, roleHolder('principal', '校长'));

/** The file is deleted from the host after this long; another is made in a minute. */
export const KEPT_MS = 7 * DAY;

/** Largest file the bot sends: DingTalk takes 20 MB, Feishu 30 (reference/dingtalk.md §9, reference/feishu.md §7). */
export const LARGEST_SENT = 20 * 1024 * 1024;

/** Begun anew this often, it is given up: what ends the process would end it again. */
export const MOST_RESTARTS = 3;

/** What makes the card of a package out of date. */
export const topicOf = (id: number): string => `inspection-package:${id}`;

/**
 * Matters that are never in a package, not even that there was one (design.md §1 promise 7): sealed retention, and
 * whatever is handed to named people (domain/duties.md §1.5 KS, handoff).
 */
export const isKeptApart = (duty: Pick<Duty, 'retention' | 'build'>): boolean =>
  isSealed(duty) || duty.build === 'handoff';

/** Longest name of a file or folder in the package: deep folders must still unpack on Windows. */
const LONGEST_NAME = 60;

/** A text as part of a path on any system: no separators, nothing reserved, no dot or space at its end. */
export const pathSafe = (text: string): string =>
  [...text.replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, '').trim()]
    .slice(0, LONGEST_NAME)
    .join('')
    .replace(/[. ]+$/, '') || '未命名';

/** A file's name with its ending kept however long it is. */
export function fileSafe(name: string): string {
  const ending = /\.[A-Za-z0-9]{1,5}$/.exec(name)?.[0] ?? '';
  return `${pathSafe(name.slice(0, name.length - ending.length))}${ending}`;
}

/** Folders of a package, in the order an inspector opens them. */
export const folders = {
  ledgers: '01 台账',
  drills: '02 演练记录',
  meetings: '03 会议记录',
  photos: '04 隐患照片',
  files: '05 职责附件',
  proof: '06 核验',
} as const;

export const CONTENTS = '00 目录.docx';
export const INDEX = '00 依据索引与缺项.xlsx';
export const PHOTO_LIST = `${folders.proof}/照片清单.xlsx`;
export const CHAIN = `${folders.proof}/审计链核验.txt`;
export const SUMS = `${folders.proof}/SHA256SUMS.txt`;

/** Where a ledger lies. */
export const ledgerPath = (ledger: Pick<Ledger, 'title'>): string => `${folders.ledgers}/${ledger.title}.xlsx`;

/** 青山实验学校迎检包-2025-09-01至2025-09-30. */
export const packageName = (school: string, period: { readonly from: string; readonly to: string }): string =>
  `${pathSafe(school)}迎检包-${period.from}至${period.to}`;
