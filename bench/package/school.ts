import { createHash, randomFillSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CHAIN_START, chainHash, payloadDigestOf } from '../../src/kernel/record.ts';
import { instantOf, plusDays, weekdayOf } from '../../src/kernel/time.ts';
import { TIME_ZONE } from '../callback/tenant.ts';

export interface Filling {
  /** An existing school and one of its people. */
  readonly school: number;
  readonly person: number;
  readonly hazards: number;
  /** Spread over the hazards, before and after in turn; 0 for none. */
  readonly photos: number;
  readonly photoKilobytes: number;
  /** YYYY-MM-DD: found evenly over the days from here to `to`. */
  readonly from: string;
  readonly to: string;
}

const at = (date: string, clock: string): number => instantOf(date, clock, TIME_ZONE);

/** Stands for a phone's picture: not to be packed further, each another one. */
function writePicture(directory: string, bytes: Buffer): string {
  randomFillSync(bytes);
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const folder = join(directory, 'photos', hash.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, hash.slice(2)), bytes);
  return hash;
}

const places = ['stairs', 'classroom', 'canteen', 'corridor', 'toilet'];
const words = '扶手根部的两颗膨胀螺丝已经拔出来了，下课铃一响就有学生靠上去，现在用课桌临时挡住，请尽快派人来修。';

/** Adds hazards with their pictures, nine in ten rechecked and closed, to a data directory's school. */
export function fillHazards(directory: string, filling: Filling): void {
  const client = new Database(join(directory, 'anyuan.db'));
  client.pragma('synchronous = OFF');
  const { school, person, hazards, photos } = filling;
  const days = daysFrom(filling.from, filling.to);
  const addHazard = client.prepare(
    `insert into hazard (school_id, number, state, title, description, place_kind, place_detail, category, sub, severity,
       reporter_id, reported_at, owner_id, leader_id, rechecker_id, assigned_at, due, original_due, requirement, measure,
       fixed_at, rechecked_at, recheck_result, closed_at)
     values (?, ?, ?, '扶手松动', ?, ?, ?, 'building', '', 'general', ?, ?, ?, ?, ?, ?, ?, ?, '当日围挡，三日内修复', ?, ?, ?, ?, ?)`,
  );
  const addPhoto = client.prepare(
    `insert into photo (person_id, platform, message_id, media_key, hazard_id, moment, hash, state, at)
     values (?, 'feishu', ?, 'k', ?, ?, ?, 'stored', ?)`,
  );
  const bytes = Buffer.alloc(filling.photoKilobytes * 1024);
  client.transaction(() => {
    for (let index = 0; index < hazards; index += 1) {
      const day = days[Math.floor((index * days.length) / hazards)] ?? filling.from;
      const found = at(day, '10:00') + (index % 60) * 60_000;
      const closed = index % 10 === 0 ? null : found + 2 * 86_400_000;
      const number = `P${school}-${day.slice(0, 7).replace('-', '')}-${String(index + 1).padStart(5, '0')}`;
      const due = plusDays(day, 3);
      const { lastInsertRowid } = addHazard.run(
        school,
        number,
        closed === null ? 'assigned' : 'closed',
        words,
        places[index % places.length],
        `${1 + (index % 6)}号楼${1 + (index % 4)}层`,
        person,
        found,
        person,
        person,
        person,
        found + 3_600_000,
        due,
        due,
        closed === null ? null : '更换螺栓并重新固定',
        closed === null ? null : closed - 7_200_000,
        closed,
        closed === null ? null : 'passed',
        closed,
      );
      const from = Math.floor((index * photos) / hazards);
      const until = Math.floor(((index + 1) * photos) / hazards);
      for (let picture = from; picture < until; picture += 1)
        addPhoto.run(
          person,
          `om_p${school}-${picture}`,
          lastInsertRowid,
          (picture - from) % 2 === 0 ? 'before' : 'after',
          writePicture(directory, bytes),
          found,
        );
    }
  })();
  client.close();
}

/** School days' reminders of every class over a span, nearly all done, each with its true row of the audit chain. */
export function fillReminders(
  directory: string,
  { school, person, classes, from, to }: { school: number; person: number; classes: number; from: string; to: string },
): number {
  const client = new Database(join(directory, 'anyuan.db'));
  client.pragma('synchronous = OFF');
  const addClass = client.prepare(
    "insert into class_group (school_id, name, stage, grade, canonical) values (?, ?, 'primary', ?, ?)",
  );
  const addTask = client.prepare(
    `insert into duty_task (school_id, duty_id, period, scope, scope_id, open_at, due_at, state, revision, done_at, done_by_id, content)
     values (?, 'daily-safety-reminder', ?, 'class', ?, ?, ?, ?, 2, ?, ?, '{"delivered":true}')`,
  );
  const addAudit = client.prepare(
    'insert into audit (at, actor, action, subject, payload, salt, payload_digest, hash) values (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  // One column of one row, text.
  let previous = (client.prepare('select hash from audit order by sequence desc limit 1').pluck().get() ??
    CHAIN_START) as string;
  let rows = 0;
  client.transaction(() => {
    const groups = Array.from({ length: classes }, (_, index) => {
      const grade = `${1 + Math.floor(index / 8)}年级`;
      return addClass.run(school, `${grade}${1 + (index % 8)}班`, grade, `primary-${index}`).lastInsertRowid;
    });
    for (const day of daysFrom(from, to).filter((one) => weekdayOf(one) % 6 !== 0))
      for (const [index, group] of groups.entries()) {
        const isMissed = (index + Number(day.slice(8))) % 50 === 0;
        const done = isMissed ? null : at(day, '16:00') + index * 1_000;
        const { lastInsertRowid } = addTask.run(
          school,
          day,
          String(group),
          at(day, '07:30'),
          at(day, '16:20'),
          isMissed ? 'missed' : 'done',
          done,
          done === null ? null : person,
        );
        if (done === null) continue;
        const salt = String(lastInsertRowid).padStart(16, '0');
        const payload = '{"before":"open"}';
        const row = {
          at: done,
          actor: `person:${person}`,
          action: 'duty.done',
          subject: `duty-task:${lastInsertRowid}`,
          payloadDigest: payloadDigestOf(salt, payload),
        };
        previous = chainHash(previous, row);
        addAudit.run(row.at, row.actor, row.action, row.subject, payload, salt, row.payloadDigest, previous);
        rows += 2;
      }
  })();
  client.close();
  return rows;
}

function daysFrom(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) days.push(day);
  return days;
}
