import type { ReadContext } from '../kernel/context.ts';
import type { Cell, Ledger, Period, Sheet } from '../records/ledger.ts';
import type { Coverage, CoverageVerdict } from './coverage.ts';
import { missingSheet } from './missing.ts';
import type { Written } from './parts.ts';
import { type PolicySource, policySourcesOf } from './policy_sources.ts';

/** Paths named in a cell before the rest is counted. */
const NAMED = 2;

export interface Entry extends PolicySource {
  readonly coverage: Coverage;
}

const kindNames = { norm: '国家规定', local: '地方方案' } as const;

/** By document as they first come up in the catalogue, national rules before local plans; then by clause. Pure. */
export function entriesOf(coverages: readonly Coverage[]): readonly Entry[] {
  const entries = coverages.flatMap((coverage) =>
    policySourcesOf(coverage.duty).map((source): Entry => ({ ...source, coverage })),
  );
  const groups = [...Map.groupBy(entries, (entry) => `${entry.kind} ${entry.document}`).values()];
  const most = (group: readonly Entry[]): number => (group[0]?.kind === 'norm' ? 0 : 1_000) - group.length;
  return groups.sort((left, right) => most(left) - most(right)).flat();
}

export const verdictText = (verdict: CoverageVerdict, missing: number): string =>
  verdict === '缺' ? `缺 ${missing}` : verdict;

/** Where it is found in the package: documents and attachments made for it, and the ledger. */
export function evidenceText(coverage: Coverage, written: Written): string {
  const paths = written.byDuty.get(coverage.duty.id) ?? [];
  const folders = [...Map.groupBy(paths, (path) => path.slice(0, path.lastIndexOf('/')))];
  const made = folders.slice(0, NAMED).map(([folder, files]) => `${folder}（${files.length} 件）`);
  return [...made, ...(coverage.ledger ? [coverage.ledger] : [])].join('；');
}

const missedText = ({ missed, missing }: Coverage): string =>
  missed.length === 0 ? '' : `${missed.join('；')}${missing > missed.length ? ` 等 ${missing} 次` : ''}`;

const remarks: Partial<Record<CoverageVerdict, string>> = {
  另存: '涉及个人隐私，由专人保管，不入本包',
  未启用: '学校在安园里没有启用这项，材料如有请另附',
  不适用: '按学校情况不适用',
  未发生: '本期没有登记发生',
  无应办: '本期没有到期的',
};

/** 依据索引与缺项: which document asks for which duty, what shows it here, what is missing. */
export function policyIndex(
  context: ReadContext,
  schoolId: number,
  period: Period,
  about: { readonly coverages: readonly Coverage[]; readonly written: Written },
): Ledger {
  const index: Sheet = {
    title: '依据索引',
    columns: [
      { header: '类别', width: 10 },
      { header: '政策文件', width: 34 },
      { header: '条款或要求', width: 30 },
      { header: '职责', width: 22 },
      { header: '频次', width: 10 },
      { header: '结论', width: 9 },
      { header: '应办', width: 7 },
      { header: '已办', width: 7 },
      { header: '补录', width: 7 },
      { header: '缺', width: 7 },
      { header: '缺什么', width: 36 },
      { header: '本包证据', width: 44 },
      { header: '备注', width: 30 },
    ],
    rows: function* () {
      for (const entry of entriesOf(about.coverages)) yield rowOf(entry, about.written);
    },
  };
  return { title: '依据索引与缺项', sheets: [index, missingSheet(context, schoolId, period)] };
}

function rowOf(entry: Entry, written: Written): readonly Cell[] {
  const { coverage } = entry;
  const { duty, verdict } = coverage;
  const counted = coverage.due > 0;
  return [
    kindNames[entry.kind],
    entry.document,
    entry.clause || '—',
    duty.name,
    coverage.cadence,
    verdictText(verdict, coverage.missing),
    counted ? coverage.due : null,
    counted ? coverage.done : null,
    counted ? coverage.late : null,
    counted ? coverage.missing : null,
    missedText(coverage),
    verdict === '另存' ? '' : evidenceText(coverage, written),
    [
      !counted && written.byDuty.has(duty.id) ? '有记录，不算到期' : remarks[verdict],
      entry.unchecked ? '条款待与原文核对' : '',
    ]
      .filter(Boolean)
      .join('；'),
  ];
}
