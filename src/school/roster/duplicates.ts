import type { ProblemCode, RosterProblem, RosterRow, RowAt } from './model.ts';
import { uniqueRoles } from './scoped_roles.ts';

/**
 * Makes one of rows that are the same person, and points out what is not certain: same name and number (or id) is one person; same name where
 * a number is missing is one person unless both are heads of different classes; same name, other number stays two. A number or an id that two
 * names share is taken from both, because it would bind an account to the wrong person.
 */
export function joinDuplicates(
  drafts: readonly RosterRow[],
  several: boolean,
): { rows: RosterRow[]; problems: RosterProblem[] } {
  const problems: RosterProblem[] = [];
  const kept: RosterRow[] = [];
  const byName = new Map<string, number[]>();
  for (const draft of drafts) {
    const places = byName.get(draft.name) ?? [];
    const same = places.find((index) => samePerson(kept[index], draft, places.length));
    const namesake = places[0] === undefined ? undefined : kept[places[0]];
    if (same !== undefined) {
      const before = kept[same];
      if (before) {
        kept[same] = joined(before, draft);
        if (!sameRow(before.at, draft.at))
          problems.push(
            problem('same-person', draft.at, `与${rowWords(before.at, draft.at, several)}是同一人，已合并`),
          );
      }
      continue;
    }
    if (namesake)
      problems.push(
        problem('same-name', draft.at, `与${rowWords(namesake.at, draft.at, several)}同名，按两人导入，请核对`),
      );
    byName.set(draft.name, [...places, kept.length]);
    kept.push(draft);
  }
  const rows = (['mobile', 'feishuId', 'dingtalkId'] as const).reduce(
    (all, field) => withoutShared(all, field, problems, several),
    kept,
  );
  return { rows, problems };
}

function samePerson(before: RosterRow | undefined, draft: RosterRow, namesakes: number): boolean {
  if (!before || differ(before.school, draft.school)) return false;
  if (
    differ(before.feishuId, draft.feishuId) ||
    differ(before.dingtalkId, draft.dingtalkId) ||
    differ(before.mobile, draft.mobile)
  )
    return false;
  const proven = (['mobile', 'feishuId', 'dingtalkId'] as const).some(
    (field) => before[field] !== undefined && before[field] === draft[field],
  );
  return proven || (namesakes === 1 && !headsOfDifferentClasses(before, draft));
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function headsOfDifferentClasses(a: RosterRow, b: RosterRow): boolean {
  const [left, right] = [a, b].map((row) =>
    row.roles.flatMap(({ role, scope }) =>
      role === 'class_teacher' && scope.kind === 'class' ? [scope.class.name] : [],
    ),
  );
  return Boolean(left?.length && right?.length) && !left?.some((name) => right?.includes(name));
}

function joined(before: RosterRow, draft: RosterRow): RosterRow {
  const seen = [before.at, ...before.alsoAt].some((at) => sameRow(at, draft.at));
  return {
    ...draft,
    ...before,
    roles: uniqueRoles([...before.roles, ...draft.roles]),
    ...(before.classFacts && draft.classFacts ? { classFacts: [...before.classFacts, ...draft.classFacts] } : {}),
    alsoAt: seen ? before.alsoAt : [...before.alsoAt, draft.at],
  };
}

function withoutShared(
  rows: readonly RosterRow[],
  field: 'mobile' | 'feishuId' | 'dingtalkId',
  problems: RosterProblem[],
  several: boolean,
): RosterRow[] {
  const holders = Map.groupBy(
    rows.filter((row) => row[field] !== undefined),
    (row) => row[field],
  );
  const shared = new Set([...holders].filter(([, all]) => all.length > 1).map(([value]) => value));
  const label = field === 'mobile' ? '手机号' : field === 'feishuId' ? '飞书ID' : '钉钉ID';
  return rows.map((row) => {
    if (!shared.has(row[field])) return row;
    const first = holders.get(row[field])?.[0];
    if (first && first !== row) {
      const words = `${label}与${rowWords(first.at, row.at, several)}相同、姓名不同，都先不带${label}`;
      problems.push(problem(field === 'mobile' ? 'mobile-shared' : 'id-shared', row.at, words));
    }
    const { [field]: _dropped, ...rest } = row;
    return rest;
  });
}

function problem(code: ProblemCode, at: RowAt, words: string): RosterProblem {
  return { code, severity: 'kept-with-note', ...at, text: `第${at.row}行 ${words}` };
}

function rowWords(other: RowAt, at: RowAt, several: boolean): string {
  return several && other.sheet !== at.sheet ? `“${other.sheet}”第${other.row}行` : `第${other.row}行`;
}

function sameRow(a: RowAt, b: RowAt): boolean {
  return a.sheet === b.sheet && a.row === b.row;
}
