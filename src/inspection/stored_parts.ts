import { and, asc, eq, gt, gte, inArray, isNotNull, lt } from 'drizzle-orm';
import { catalogue, dutyById } from '../duties/catalogue/index.ts';
import { scopeName } from '../duties/scope_name.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { span } from '../records/duty_ledger.ts';
import { hazardsListed, ledgerPictures } from '../records/hazard_ledger.ts';
import { type Period, paged } from '../records/ledger.ts';
import { dutyTask, evidence } from '../store/schema/index.ts';
import type { Part } from './parts.ts';
import { fileSafe, folders, isKeptApart, pathSafe } from './rules.ts';

const moments = { before: '整改前', after: '整改后', recheck: '复查' } as const;

/** Where a picture of a hazard lies: by the month in which the hazard was found, under the ledger's name for it. */
export const picturePath = (month: string, label: string): string => `${folders.photos}/${month}/${label}`;

/** The pictures of every hazard in the ledger. */
export function* photoParts(context: ReadContext, schoolId: number, period: Period): Generator<Part> {
  for (const row of hazardsListed(context, schoolId, period)) {
    const month = dateOf(row.reportedAt, context.timeZone).slice(0, 7);
    for (const { hash, label, moment, at, personId } of ledgerPictures(context, row))
      yield {
        is: 'stored',
        path: picturePath(month, label),
        stored: { hash, what: 'photo', about: row.number, moment: moments[moment], at, person: personId },
      };
  }
}

/** What was sent as evidence of the period's duties; nothing of those that are kept apart. */
export function* fileParts(context: ReadContext, schoolId: number, period: Period): Generator<Part> {
  const { start, end } = span(context, period);
  const shown = catalogue.filter((duty) => !isKeptApart(duty)).map((duty) => duty.id);
  const page = (after: number | undefined, limit: number) =>
    context.db
      .select({ file: evidence, task: dutyTask })
      .from(evidence)
      .innerJoin(dutyTask, eq(dutyTask.id, evidence.taskId))
      .where(
        and(
          gt(evidence.id, after ?? 0),
          isNotNull(evidence.hash),
          eq(dutyTask.schoolId, schoolId),
          inArray(dutyTask.dutyId, shown),
          gte(dutyTask.dueAt, start),
          lt(dutyTask.dueAt, end),
        ),
      )
      .orderBy(asc(evidence.id))
      .limit(limit)
      .all();
  for (const { file, task } of paged(page, (row) => row.file.id)) {
    const duty = dutyById(task.dutyId);
    if (!duty || file.hash === null) continue;
    const name = file.kind === 'photo' && !/\.\w{3,4}$/.test(file.fileName) ? `${file.fileName}.jpg` : file.fileName;
    const begins = [dateOf(file.at, context.timeZone), pathSafe(scopeName(context, task) || '学校'), file.id].join(' ');
    yield {
      is: 'stored',
      path: `${folders.files}/${pathSafe(duty.name)}/${begins} ${fileSafe(name)}`,
      duty: duty.id,
      stored: {
        hash: file.hash,
        what: file.kind === 'photo' ? 'photo' : 'file',
        about: duty.name,
        moment: '',
        at: file.at,
        person: file.personId,
      },
    };
  }
}
