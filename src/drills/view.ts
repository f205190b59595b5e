import type { BoardView } from '../../cards/drills/board.ts';
import type { ReadContext } from '../kernel/context.ts';
import { clockOf } from '../kernel/time.ts';
import { gapOf, standingOf, totalsOf, type Unit } from './count.ts';
import { postsOf, unitsOf } from './queries.ts';
import { confirming, type Drill, postName, SILENT_MS, typeOf } from './rules.ts';
import { headOf } from './words.ts';

/** 初二3班 差 1（如厕，在找）. */
export function gapText(unit: Unit): string {
  const gap = gapOf(unit) ?? 0;
  if (gap < 0) return `${unit.name} 多 ${-gap}，与邻班核对`;
  return `${unit.name} 差 ${gap}（${unit.reason ?? '未说原因'}，在找）`;
}

/** The live board from the rows as they are at this moment: one reading, so it never mixes two states. */
export function boardView(context: ReadContext, of: Drill): BoardView {
  const units = unitsOf(context, of.id);
  const posts = postsOf(context, of.id);
  const totals = totalsOf(units);
  const started = of.startedAt ?? context.now;
  const end = of.stoodDownAt ?? context.now;
  const isLate = end - started >= SILENT_MS;
  const silent = isLate ? units.filter((unit) => standingOf(unit) === 'silent') : [];
  const staff = silent.filter((unit) => unit.kind === 'person');
  const checked = posts.filter((post) => confirming.includes(post.role));
  return {
    drill: of.id,
    head: headOf(of),
    isReal: of.realAt !== null,
    isDrill: of.kind === 'drill',
    act: typeOf(of.type).act,
    seconds: Math.max(0, Math.floor(((of.accountedAt ?? end) - started) / 1_000)),
    units: totals.units,
    reported: totals.reported,
    expected: totals.expected,
    present: totals.present,
    missing: totals.missing,
    gaps: units.filter((unit) => ['missing', 'extra'].includes(standingOf(unit))).map(gapText),
    silent: silent.filter((unit) => unit.kind !== 'person').map((unit) => unit.name),
    silentStaff: staff.length,
    silentNames: staff.map((unit) => unit.name),
    posts:
      checked.length === 0
        ? ''
        : `${checked.filter((post) => post.state === 'confirmed').length}/${checked.length} 已确认`,
    trouble: posts
      .filter((post) => post.state === 'trouble')
      .map((post) => `${post.post}${postName(post.role)}报有情况`),
    isInterrupted: of.missingAt !== null && of.foundAt === null && of.state === 'running',
    isClosed: totals.isClosed,
    isOver: of.state === 'stood_down',
    isSigned: of.exception !== null,
  };
}

/** What is open, class by class, for the refusal and for the signature: 初二3班 差 1，10:07 报，未寻获. */
export const openTexts = (context: ReadContext, of: Drill): readonly string[] => [
  ...unitsOf(context, of.id).flatMap((unit) => {
    const standing = standingOf(unit);
    if (standing === 'closed') return [];
    if (standing === 'silent') return [`${unit.name} 未报`];
    const at = clockOf(unit.reportedAt ?? context.now, context.timeZone);
    const gap = gapOf(unit) ?? 0;
    return [gap > 0 ? `${unit.name} 差 ${gap}，${at} 报，未寻获` : `${unit.name} 多 ${-gap}，${at} 报，混班`];
  }),
  ...postsOf(context, of.id)
    .filter((post) => post.state === 'trouble')
    .map((post) => `${post.post}${postName(post.role)} 报有情况`),
];
