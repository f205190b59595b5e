import { and, asc, count, eq, gte, isNotNull, lt, ne } from 'drizzle-orm';
import { drillRecord } from '../drills/record.ts';
import { nameOfDrill } from '../drills/words.ts';
import type { ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf } from '../kernel/time.ts';
import { span } from '../records/duty_ledger.ts';
import { allLedgerKinds } from '../records/kinds.ts';
import type { Ledger, Period } from '../records/ledger.ts';
import { makeLedger } from '../records/make_ledger.ts';
import { nameOf } from '../school/people.ts';
import { drill, hazard, photo } from '../store/schema/index.ts';
import { type Chain, chainText, contentsPaper } from './contents.ts';
import { coverageOf } from './coverage.ts';
import { minutesOf } from './minutes.ts';
import type { Found, Part, Written } from './parts.ts';
import { policyIndex } from './policy_index.ts';
import { CHAIN, CONTENTS, folders, INDEX, isKeptApart, ledgerPath, PHOTO_LIST, pathSafe, SUMS } from './rules.ts';
import { fileParts, photoParts } from './stored_parts.ts';

/** Ledgers, drill records, minutes, pictures and attachments of a school's period, one after the other. */
export function* bodyParts(context: ReadContext, schoolId: number, period: Period): Generator<Part> {
  for (const kind of allLedgerKinds) {
    const ledger = makeLedger(context, schoolId, kind, period, (duty) => !isKeptApart(duty));
    yield { is: 'workbook', path: ledgerPath(ledger), ledger };
  }
  for (const of of drillsIn(context, schoolId, period)) {
    const record = drillRecord(context, of);
    const day = dateOf(of.startedAt ?? of.plannedAt, context.timeZone);
    const name = pathSafe(`${day} ${of.number} ${nameOfDrill(of)}`);
    const folder = `${folders.drills}/${name}`;
    yield { is: 'drill', path: `${folder}/${pathSafe(record.name)}`, duty: 'evacuation-drill', record };
    for (const { hash, label, at, personId } of record.pictures)
      yield {
        is: 'stored',
        path: `${folder}/照片/${pathSafe(label)}.jpg`,
        duty: 'evacuation-drill',
        stored: { hash, what: 'photo', about: of.number, moment: '演练', at, person: personId },
      };
  }
  yield* minutesOf(context, schoolId, period);
  yield* photoParts(context, schoolId, period);
  yield* fileParts(context, schoolId, period);
}

/** Drills that were held; a roll-call for a real event is no drill and stays out. */
const drillsIn = (context: ReadContext, schoolId: number, period: Period) => {
  const { start, end } = span(context, period);
  return context.db
    .select()
    .from(drill)
    .where(
      and(
        eq(drill.schoolId, schoolId),
        eq(drill.kind, 'drill'),
        isNotNull(drill.startedAt),
        gte(drill.startedAt, start),
        lt(drill.startedAt, end),
      ),
    )
    .orderBy(asc(drill.startedAt), asc(drill.id))
    .all();
};

/** What is known at the end. */
export interface Closing {
  readonly parts: readonly Part[];
  /** Things missing in the period: tasks not done, shifts nobody stood, hazards overdue. */
  readonly missing: number;
}

/** Index, contents and proofs: made last, from what has been written; the list of hashes is still to come. */
export function closingParts(
  context: ReadContext,
  schoolId: number,
  period: Period,
  about: { readonly written: Written; readonly chain: Chain },
): Closing {
  const { written, chain } = about;
  const coverages = coverageOf(context, schoolId, period);
  return {
    missing: coverages.reduce((sum, one) => sum + one.missing, 0),
    parts: [
      { is: 'workbook', path: INDEX, ledger: policyIndex(context, schoolId, period, { coverages, written }) },
      {
        is: 'paper',
        path: CONTENTS,
        paper: contentsPaper(context, schoolId, period, {
          coverages,
          written,
          chain,
          drills: written.sums.filter(({ path }) => path.startsWith(`${folders.drills}/`) && path.endsWith('.docx'))
            .length,
          ledgers: allLedgerKinds.length,
          unfetched: unfetched(context, schoolId, period),
        }),
      },
      { is: 'workbook', path: PHOTO_LIST, ledger: storedList(context, written) },
      { is: 'text', path: CHAIN, text: chainText(context, schoolId, chain) },
    ],
  };
}

/** In the form of sha256sum, so that any system checks it: `sha256sum -c`. */
export const sumsPart = (written: Written): Part => ({
  is: 'text',
  path: SUMS,
  // Paths are from the package's own folder, where the list is run.
  text: written.sums.map(({ path, hash }) => `${hash}  ${path}\n`).join(''),
});

const foundNames: Readonly<Record<Found, string>> = { same: '一致', missing: '文件缺失', changed: '与登记时不同' };

function storedList(context: ReadContext, written: Written): Ledger {
  return {
    title: '照片清单',
    sheets: [
      {
        title: '照片和附件',
        columns: [
          { header: '隐患或职责', width: 22 },
          { header: '哪一步', width: 9 },
          { header: '收到时间', width: 17 },
          { header: '上传人', width: 10 },
          { header: '指纹核对', width: 13 },
          { header: '文件', width: 60 },
          { header: '指纹 SHA-256', width: 68 },
        ],
        rows: function* () {
          for (const one of written.stored)
            yield [
              one.about,
              one.moment,
              `${dateOf(one.at, context.timeZone)} ${clockOf(one.at, context.timeZone)}`,
              nameOf(context, one.person),
              foundNames[one.found],
              one.found === 'missing' ? '' : one.path,
              one.hash,
            ];
        },
      },
    ],
  };
}

/** Pictures of the period's hazards that the chat never gave up. */
function unfetched(context: ReadContext, schoolId: number, period: Period): number {
  const { start, end } = span(context, period);
  return (
    context.db
      .select({ total: count() })
      .from(hazard)
      .innerJoin(photo, eq(photo.hazardId, hazard.id))
      .where(
        and(
          eq(hazard.schoolId, schoolId),
          ne(hazard.state, 'withdrawn'),
          gte(hazard.reportedAt, start),
          lt(hazard.reportedAt, end),
          eq(photo.state, 'wanted'),
        ),
      )
      .get()?.total ?? 0
  );
}
