import { join } from 'node:path';
import Database from 'better-sqlite3';
import { instantOf, plusDays, weekdayOf } from '../../src/kernel/time.ts';
import { TIME_ZONE } from '../callback/tenant.ts';

/** A district: schools beside the pressed one of bench/callback/tenant.ts, each with its classes and their heads. */
export interface District {
  readonly schools: number;
  readonly classes: number;
  /** Of tasks, periods, audit and sent cards; the outbox keeps 30 days as the product does. */
  readonly years: number;
  /** YYYY-MM-DD: the day that is measured; the history ends before it. */
  readonly today: string;
  /** Accounts of the class heads, one a class. */
  readonly userIds: readonly string[];
}

export interface Filled {
  readonly tasks: number;
  readonly rows: number;
  readonly megabytes: number;
}

const OUTBOX_DAYS = 30;
/** Ids of the district's people and classes begin here, behind those of the pressed school. */
const FIRST = 10_000;

const isHoliday = (date: string): boolean => ['07', '08', '02'].includes(date.slice(5, 7));

/** Monday to Friday outside the holidays, oldest first. */
function schoolDays(years: number, today: string): string[] {
  const days: string[] = [];
  for (let day = plusDays(today, -Math.round(years * 365)); day < today; day = plusDays(day, 1))
    if (weekdayOf(day) % 6 !== 0 && !isHoliday(day)) days.push(day);
  return days;
}

/** The statements run without the indexes, which are made afterwards as the migrations make them: minutes become one. */
function withoutIndexes(client: Database.Database, fill: () => void): void {
  // sqlite_master's own shape.
  const indexes = client
    .prepare(
      "select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in ('duty_task', 'duty_period', 'audit', 'outbox', 'sent_card')",
    )
    .all() as { name: string; sql: string }[];
  for (const { name } of indexes) client.exec(`drop index ${name}`);
  fill();
  for (const { sql } of indexes) client.exec(sql);
}

/** The daily reminder's matter as the product stores it, about as long. */
const matter = JSON.stringify({
  topic: '交通',
  text: '放学路上走斑马线，先看左再看右，耳机摘下来。家长接送的在约定地点等，不在马路对面招手。',
  stages: [
    {
      stage: 'primary',
      choices: ['traffic-3', 'stampede-1', 'fire-7'].map((id) => ({
        id,
        topic: id.split('-')[0],
        text: '放学路上走斑马线，先看左再看右，耳机摘下来。家长接送的在约定地点等，不在马路对面招手。',
      })),
    },
  ],
});

/**
 * Adds the district to a data directory that holds the pressed school, with a history that is the same in every run.
 * Every class had its daily reminder and its weekly lesson, nearly all done by the head, each with audit and card.
 */
export function fillDistrict(directory: string, district: District): Filled {
  const { schools, classes, today, userIds } = district;
  const client = new Database(join(directory, 'anyuan.db'));
  client.pragma('synchronous = OFF');
  client.pragma('cache_size = -400000');
  client.pragma('temp_store = MEMORY');
  client.exec('create temp table day (n integer primary key, date text, open_at integer, due_at integer, week text)');
  const at = (date: string, clock: string): number => instantOf(date, clock, TIME_ZONE);
  const addDay = client.prepare('insert into day (date, open_at, due_at, week) values (?, ?, ?, ?)');
  for (const date of schoolDays(district.years, today))
    addDay.run(
      date,
      at(date, '07:30'),
      at(date, '16:20'),
      weekdayOf(date) === 1 ? `${date.slice(0, 4)}-W${date.slice(5)}` : null,
    );

  const addUser = client.prepare('insert into identity (platform, user_id, person_id, greeted_at) values (?, ?, ?, 0)');
  const since = at(plusDays(today, -1), '08:00');
  client.transaction(() => {
    client
      .prepare(
        `with recursive s(n) as (select 1 union all select n + 1 from s where n < ?)
         insert into school (id, name, short_name) select ? + n, '第' || n || '小学', 'X' || n from s`,
      )
      .run(schools, FIRST);
    const series = `with recursive c(n) as (select 0 union all select n + 1 from c where n + 1 < ${schools * classes})`;
    const school = `${FIRST} + 1 + n / ${classes}`;
    client.exec(
      `${series} insert into class_group (id, school_id, name, stage, grade, canonical)
         select ${FIRST} + n, ${school}, (1 + n % ${classes} / 8) || '年级' || (1 + n % 8) || '班', 'primary',
           (1 + n % ${classes} / 8) || '年级', 'primary-' || (n % ${classes}) from c`,
    );
    client.exec(`${series} insert into person (id, name, created_at) select ${FIRST} + n, '老师' || n, 0 from c`);
    client.exec(
      `${series} insert into role (person_id, school_id, role, scope, scope_id)
         select ${FIRST} + n, ${school}, 'class_teacher', 'class', ${FIRST} + n from c`,
    );
    // The head of each school's first class is its safety office as well.
    client.exec(
      `${series} insert into role (person_id, school_id, role) select ${FIRST} + n, ${school}, 'safety_office' from c where n % ${classes} = 0`,
    );
    client.exec(
      `insert into duty_setting (school_id, duty_id, "on", reach) select id, 'daily-safety-reminder', 1, 'personal' from school where id > ${FIRST}`,
    );
    userIds.slice(0, schools * classes).forEach((userId, index) => void addUser.run('feishu', userId, FIRST + index));
  })();

  withoutIndexes(client, () => {
    client.transaction(() => {
      for (const [duty, where] of [
        ['daily-safety-reminder', '1'],
        ['weekly-safety-lesson', 'day.week is not null'],
      ] as const) {
        const period = duty === 'daily-safety-reminder' ? 'day.date' : 'day.week';
        client
          .prepare(
            `insert into duty_period (school_id, duty_id, period, open_at, due_at, ladder, ladder_done, matter)
             select school.id, ?, ${period}, day.open_at, day.due_at, '[]', 3, ?
             from day cross join school where school.id > ${FIRST} and ${where}`,
          )
          .run(duty, duty === 'daily-safety-reminder' ? matter : null);
        // One in fifty was missed.
        client
          .prepare(
            `insert into duty_task (school_id, duty_id, period, scope, scope_id, open_at, due_at, state, revision, done_at, done_by_id, content)
             select class_group.school_id, ?, ${period}, 'class', class_group.id, day.open_at, day.due_at,
               iif((day.n + class_group.id) % 50 = 0, 'missed', 'done'), 2,
               day.open_at + 60000 * (class_group.id % 400), class_group.id, '{"delivered":"yes"}'
             from day cross join class_group where class_group.id >= ${FIRST} and ${where}`,
          )
          .run(duty);
      }
      client.exec(
        `insert into audit (at, actor, action, subject, payload, salt, payload_digest, hash)
         select done_at, 'person:' || done_by_id, 'duty.done', 'duty-task:' || id, '{"before":"open"}', printf('%016x', id),
           printf('%064x', id), printf('%064x', id + 1) from duty_task`,
      );
      client.exec(
        `insert into sent_card (card, subject, topic, platform, message_id, chat_id, person_id, sent_at, shown, form_shown, pressed_at)
         select 'duty.task', '{"task":' || id || '}', 'duty-task:' || id, 'feishu', 'om_h' || id, 'oc_h' || done_by_id,
           done_by_id, open_at, printf('%064x', id), '', done_at from duty_task where duty_id = 'daily-safety-reminder'`,
      );
      client
        .prepare(
          `insert into outbox (kind, lane, rank, person_id, card, subject, dedupe_key, not_before, created_at, state, attempts, finished_at)
           select 'card', 'bulk', 3, done_by_id, 'duty.task', '{"task":' || id || '}', 'duty:open:' || id, 0, open_at, 'sent', 1, open_at + 1000
           from duty_task where open_at > ?`,
        )
        .run(since - OUTBOX_DAYS * 86_400_000);
    })();
  });
  const count = (table: string): number =>
    // One column of one row, a number.
    client.prepare(`select count(*) from ${table}`).pluck().get() as number;
  const tasks = count('duty_task');
  const rows = tasks + ['duty_period', 'audit', 'sent_card', 'outbox'].reduce((sum, table) => sum + count(table), 0);
  client.pragma('wal_checkpoint(TRUNCATE)');
  // One number each.
  const pages =
    (client.pragma('page_count', { simple: true }) as number) *
    (client.pragma('page_size', { simple: true }) as number);
  client.close();
  return { tasks, rows, megabytes: Math.round(pages / 1024 / 1024) };
}
