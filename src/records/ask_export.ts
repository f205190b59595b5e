import type { PersonId } from '../../cards/model.ts';
import { actingPerson, type Context, type ReadContext } from '../kernel/context.ts';
import { anyOf, hasRole, roleHolder, safetyOffice } from '../kernel/permission.ts';
import { record } from '../kernel/record.ts';
import { requestErrand, sendText } from '../kernel/send.ts';
import { dateOf } from '../kernel/time.ts';
import { termOf } from '../school/calendar.ts';
import { schoolsOf } from '../school/people.ts';
import type { ExportWords } from './export_words.ts';
import { type LedgerKind, ledgerKinds } from './kinds.ts';
import type { Period } from './ledger.ts';
import { readPeriod } from './period.ts';

/** Who may read a school's ledgers (domain/voice.md help: 安全办、领导). */
const mayRead = ['safety_office', 'vice_principal', 'principal', 'duty_leader'] as const;
export const ledgerReader = anyOf<{ schoolId: number }>(
  safetyOffice,
  roleHolder('vice_principal', '分管副校长'),
  roleHolder('principal', '校长'),
  roleHolder('duty_leader', '带班领导'),
);

/**
 * 导出台账 9月: the file comes to the asker only. Whoever may not read it, or named a period nobody understands, is told
 * so; nothing else happens.
 */
export function askExport(context: Context, person: PersonId, asked: ExportWords): void {
  const school = schoolsOf(context, person).find((one) => mayRead.some((role) => hasRole(context, person, one, role)));
  if (school === undefined) {
    sendText(context, '台账由安全办和校领导导出。您的隐患，发“我的隐患”就能看到。', { person });
    return;
  }
  const period = periodIn(context, school, asked.period);
  const { title } = ledgerKinds[asked.kind];
  if (!period) {
    sendText(context, `没看懂要哪段时间的${title}。可以这样说：导出${title} 9月、导出${title} 本学期。`, { person });
    return;
  }
  exportLedger(context, { person, school, kind: asked.kind, period, withPhotos: asked.withPhotos });
  sendText(context, `正在整理${title}（${period.text}），好了发给您。`, { person });
}

function periodIn(context: ReadContext, school: number, said: string): Period | undefined {
  const today = dateOf(context.now, context.timeZone);
  return readPeriod(said, { today, term: termOf(context, school, today) });
}

/** What the button exports: the term, between terms the year. */
export const usualPeriod = (context: ReadContext, school: number): Period | undefined =>
  periodIn(context, school, '本学期') ?? periodIn(context, school, '今年');

interface Wanted {
  readonly person: PersonId;
  readonly school: number;
  readonly kind: LedgerKind;
  readonly period: Period;
  readonly withPhotos?: boolean;
}

/** The file is made outside of this transaction and comes to the person. */
export function exportLedger(context: Context, { person, school, kind, period, withPhotos }: Wanted): void {
  record(context, 'ledger.exported', `school:${school}`, { kind, from: period.from, to: period.to });
  const platform = context.actor.kind === 'person' ? context.actor.platform : 'feishu';
  requestErrand(
    context,
    {
      errand: 'export-ledger',
      person: actingPerson(context) ?? person,
      school,
      kind,
      from: period.from,
      to: period.to,
      text: period.text,
      photos: withPhotos ? 'embed' : 'names',
      key: context.random(8),
    },
    platform,
    `export:${person}:${context.random(6)}`,
  );
}
