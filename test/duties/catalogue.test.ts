import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { campaignDays, campaignPeriod, campaignsNear } from '../../src/duties/campaign_dates.ts';
import {
  campaignById,
  campaigns,
  catalogue,
  dutyById,
  filingTemplates,
  handoffs,
  retentions,
} from '../../src/duties/catalogue/index.ts';
import type { Duty } from '../../src/duties/duty.ts';
import { filingPeriod, proposedDeadline, workingDayBefore } from '../../src/duties/filing_dates.ts';
import { formOf, oneTapField } from '../../src/duties/form.ts';
import { dueAt, nextPeriod, opensAt, periodOf } from '../../src/duties/periods.ts';
import { clockOf, dateOf } from '../../src/kernel/time.ts';
import { placeKindName } from '../../src/school/place_kinds.ts';
import { realCalendar } from './real_calendar.ts';

const ZONE = 'Asia/Shanghai';
const calendar = realCalendar();

/** Roles of domain/glossary.md that may do a duty. */
const roles = [
  'principal',
  'vice_principal',
  'safety_office',
  'duty_leader',
  'duty_staff',
  'grade_lead',
  'class_teacher',
  'subject_teacher',
  'duty_teacher',
  'gate_guard',
  'security_captain',
  'dorm_keeper',
  'canteen_manager',
  'facility_lead',
  'lab_keeper',
  'bus_manager',
  'bus_attendant',
  'moral_lead',
  'counselor',
  'school_doctor',
  'office_lead',
];

const key = z.string().regex(/^[a-z][a-z0-9_]*$/);
const label = z.string().min(1).max(20);
const plain = z.enum(['text', 'longText', 'number', 'date', 'dateTime', 'bool', 'person', 'photo', 'file']);
const field = z.union([
  z.strictObject({ key, label, kind: plain, required: z.boolean(), expires: z.int().min(1).max(90).optional() }),
  z.strictObject({
    key,
    label,
    kind: z.enum(['singleSelect', 'multiSelect']),
    required: z.boolean(),
    options: z
      .array(z.string().min(1))
      .min(2)
      .max(20)
      .refine((all) => new Set(all).size === all.length),
  }),
]);
const hhmm = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const clock = z.union([
  hhmm,
  z.strictObject({ from: z.enum(['dismissal', 'first-class', 'lights-out', 'school-start']), minutes: z.int() }),
]);
const moment = z.union([
  z.strictObject({ on: z.enum(['first-school-day', 'last-school-day']), clock, schoolDays: z.int().optional() }),
  z.strictObject({ on: z.literal('weekday'), weekday: z.int().min(1).max(7), clock }),
  z.strictObject({ on: z.literal('day'), day: z.int().min(1).max(31), clock }),
  z.strictObject({ on: z.literal('date'), date: z.string().regex(/^\d\d-\d\d$/), clock }),
  z.strictObject({ on: z.literal('offset'), from: z.enum(['first', 'last']), days: z.int(), clock }),
]);
const cadence = z.enum([
  'daily',
  'every-day',
  'weekly',
  'half-month',
  'month',
  'quarter',
  'term',
  'year',
  'boarding-night',
  'before-holiday',
  'dated',
  'event',
  'shift',
]);
const doneRule = z.union([
  z.strictObject({ field: key, is: z.literal('yes') }),
  z.strictObject({ field: key, atLeast: z.number() }),
  z.strictObject({ sum: z.array(key).min(1), equals: key }),
]);
/** Chinese a person reads: no field names, no codes of ours. */
const words = z
  .string()
  .min(2)
  .refine((text) => !/[a-z]{3,}|\bE\d|\bD\d|\bK\d|004[ab]|[✔△]|\*\*/.test(text), 'holds a code');
const shape = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
  name: words,
  what: words,
  build: z.enum(['core', 'record', 'external', 'handoff']),
  cadence,
  roles: z.array(z.enum(roles)).min(1),
  deputies: z.array(z.enum(roles)),
  scope: z.enum(['class', 'place', 'school', 'person']),
  places: z.array(z.string().refine((kind) => placeKindName(kind) !== kind)).optional(),
  opens: moment,
  due: moment,
  form: z.array(field).min(1).max(8),
  doneWhen: z.array(doneRule),
  doneText: words,
  escalation: z.enum(['E0', 'E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7']),
  digest: words,
  retention: z.enum(Object.keys(retentions)),
  source: z.strictObject({ seed: z.string().min(4), norm: z.string() }),
  appliesIf: z.string().min(4),
  floor: z.strictObject({ cadence, source: z.string().min(4) }).optional(),
  preset: z.boolean(),
});

describe('the catalogue', () => {
  it('holds every duty a school has, once', () => {
    expect(new Set(catalogue.map((duty) => duty.id)).size).toBe(catalogue.length);
    // 99 of domain/duties.json, the kindergartens' drill at its own cadence, and what a meeting gives somebody to do.
    expect(catalogue).toHaveLength(101);
    expect(dutyById('daily-safety-reminder')?.name).toBe('每日安全提醒');
    expect(dutyById('term-supervision')).toBeUndefined();
  });

  it.each(catalogue.map((duty) => [duty.id, duty] as const))('%s is complete', (_, duty) => {
    const read = shape.safeParse(duty);
    expect(read.error?.issues ?? []).toEqual([]);
    const keys = duty.form.map((one) => one.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(duty.form.some((one) => one.required)).toBe(true);
    expect(duty.scope === 'place' || duty.places === undefined).toBe(true);
    for (const rule of duty.doneWhen) {
      const named = 'field' in rule ? [rule.field] : [...rule.sum, rule.equals];
      for (const one of named) {
        const meant = duty.form.find(({ key: other }) => other === one);
        // A rule about what may stay empty could never be met, or always.
        expect([one, meant?.required]).toEqual([one, true]);
        if (!('field' in rule)) expect(meant?.kind).toBe('number');
        else if ('is' in rule) expect(meant?.kind).toBe('bool');
        else expect(['number', 'multiSelect']).toContain(meant?.kind);
        if ('atLeast' in rule && meant && 'options' in meant)
          expect(meant.options.length).toBeGreaterThanOrEqual(rule.atLeast);
      }
    }
    expect(duty.deputies.filter((role) => duty.roles.includes(role))).toEqual([]);
  });

  it('keeps of external duties the presence alone, of handed-over ones nothing but the moment', () => {
    const formOf = (build: Duty['build']) =>
      catalogue.filter((duty) => duty.build === build).map((duty) => duty.form.map((one) => one.kind).join());
    expect(formOf('external')).toEqual(['bool,longText', 'bool,longText', 'bool,longText']);
    expect(new Set(formOf('handoff'))).toEqual(new Set(['dateTime']));
    const handedOver = catalogue.filter((duty) => duty.build === 'handoff').map((duty) => duty.id);
    expect(handoffs.map((one) => one.dutyId).sort()).toEqual(handedOver.sort());
  });

  it('presets what matters most, and nothing that is only counted', () => {
    expect(catalogue.filter((duty) => duty.preset).map((duty) => duty.id)).toEqual([
      'daily-safety-reminder',
      'weekly-safety-lesson',
      'monthly-theme-class-meeting',
      'pre-holiday-lesson',
      'evacuation-drill',
      'evacuation-drill-kindergarten',
      'weekly-safety-meeting',
      'leader-duty-roster',
      'teacher-gate-duty',
      'hazard-report',
      'halfmonth-hazard-inspection',
      'monthly-self-check',
      'hazard-rectification',
      'plan-submission',
      'interim-summary',
      'final-summary',
    ]);
  });

  it('never starts thinner than its own floor', () => {
    for (const duty of catalogue)
      if (duty.floor) expect([duty.id, duty.cadence]).toEqual([duty.id, duty.floor.cadence]);
  });

  it.each(catalogue.map((duty) => [duty.id, duty] as const))(
    '%s opens before it is due, in every period of ten years',
    (_, duty) => {
      let period = nextPeriod(duty.cadence, '2017-12-31', calendar);
      while (period && period.from <= '2027-12-31') {
        const due = dueAt(duty, period, calendar, ZONE);
        const opens = opensAt(duty, period, calendar, ZONE);
        if (opens >= due) expect([period.key, clockOf(opens, ZONE), clockOf(due, ZONE)]).toEqual(['opens before due']);
        const day = dateOf(due, ZONE);
        const fits = duty.cadence === 'shift' || duty.cadence === 'boarding-night' || calendar.isSchoolDay(day);
        if (!fits || day < period.from || day > period.to)
          expect([period.key, day]).toEqual(['due on a school day of the period']);
        period = nextPeriod(duty.cadence, period, calendar);
      }
    },
  );
});

describe('a duty more is data and nothing else', () => {
  const added: Duty = {
    id: 'swimming-pool-check',
    name: '泳池开放前检查',
    what: '每周开放前检查水质、救生员和救生器材',
    build: 'record',
    cadence: 'weekly',
    roles: ['facility_lead'],
    deputies: [],
    scope: 'place',
    places: ['playground'],
    opens: { on: 'weekday', weekday: 1, clock: '08:00' },
    due: { on: 'weekday', weekday: 5, clock: { from: 'dismissal', minutes: -30 } },
    form: [
      { key: 'lifeguards', label: '救生员人数', kind: 'number', required: true },
      { key: 'water_ok', label: '水质合格', kind: 'bool', required: true },
    ],
    doneWhen: [
      { field: 'lifeguards', atLeast: 2 },
      { field: 'water_ok', is: 'yes' },
    ],
    doneText: '救生员不少于 2 名，水质合格',
    escalation: 'E2',
    digest: '开放周数、未检查周数',
    retention: 'K1',
    source: { seed: '学校自定', norm: '' },
    appliesIf: 'always',
    preset: false,
  };

  it('has its form: fields to show, to check and to read back', () => {
    const form = formOf(added);
    expect(Object.keys(form.show({}))).toBeDefined();
    expect(oneTapField(added)).toBeUndefined();
    expect(oneTapField({ form: added.form.slice(1) })).toBe('water_ok');
  });

  it('has its shape checked and its periods, opening and deadline like any other', () => {
    expect(shape.parse(added)).toEqual(added);
    const holidayWeek = periodOf(added.cadence, '2025-09-30', calendar);
    if (!holidayWeek) throw new Error('there should be a week');
    const at = (instant: number) => `${dateOf(instant, ZONE)} ${clockOf(instant, ZONE)}`;
    expect(at(opensAt(added, holidayWeek, calendar, ZONE))).toBe('2025-09-29 08:00');
    expect(at(dueAt(added, holidayWeek, calendar, ZONE))).toBe('2025-09-30 16:00');
  });
});

describe('campaigns', () => {
  it('are 26, each with a rule or announced', () => {
    expect(campaigns).toHaveLength(26);
    expect(new Set(campaigns.map((one) => one.id)).size).toBe(26);
    for (const campaign of campaigns) {
      const days = campaignDays(campaign, 2025, calendar);
      expect(days === undefined).toBe(campaign.date.by === 'announced');
      if (days) expect(days.from <= days.to).toBe(true);
    }
  });

  it.each([
    ['safety-education-day', 2025, '2025-03-31', '2025-03-31'],
    ['safety-education-day', 2024, '2024-03-25', '2024-03-25'],
    ['disaster-day', 2025, '2025-05-12', '2025-05-18'],
    ['national-security-day', 2025, '2025-04-15', '2025-04-15'],
    // 9 November 2025 is a Sunday.
    ['fire-119', 2025, '2025-11-07', '2025-11-07'],
    // 1 June 2025 is a Sunday and part of the Dragon Boat holiday; 30 May is the last school day.
    ['children-day-check', 2025, '2025-05-30', '2025-05-30'],
    ['cyber-week', 2025, '2025-09-15', '2025-09-21'],
    ['pre-national-day', 2025, '2025-09-30', '2025-09-30'],
    ['winter-safety', 2025, '2025-11-15', '2026-03-01'],
    ['autumn-first-lesson', 2025, '2025-09-01', '2025-09-07'],
    ['spring-first-lesson', 2026, '2026-02-24', '2026-03-01'],
    ['pre-winter-break', 2026, '2026-01-20', '2026-01-20'],
    ['pre-summer', 2026, '2026-07-03', '2026-07-03'],
    ['law-month', 2025, '2025-12-01', '2025-12-07'],
  ])('%s of %i is %s to %s', (id, year, from, to) => {
    const campaign = campaignById(id);
    expect(campaign && campaignDays(campaign, year, calendar)).toEqual({ from, to });
  });

  it('open their offset before the first day and are summed up by the third school day after the last', () => {
    const campaign = campaignById('fire-119');
    if (!campaign) throw new Error('there should be one');
    expect(campaignPeriod(campaign, { from: '2025-11-07', to: '2025-11-07' }, calendar)).toEqual({
      key: 'Cfire-119-2025',
      from: '2025-10-24',
      to: '2025-11-12',
      text: '119 消防日',
    });
  });

  it('are near from seven days before to their last day, also across the new year', () => {
    const near = (date: string) => campaignsNear(campaigns, date, calendar).map((one) => one.id);
    expect(near('2025-11-03')).toContain('fire-119');
    expect(near('2025-10-30')).not.toContain('fire-119');
    expect(near('2026-01-13')).toEqual(expect.arrayContaining(['winter-safety', 'pre-winter-break']));
  });
});

describe('filings', () => {
  it('propose the date of the year and never carry one over', () => {
    expect(filingTemplates).toHaveLength(10);
    for (const template of filingTemplates) {
      expect(dutyById(template.dutyId)?.cadence).toBe('dated');
      expect(template.usual?.date ?? '01-01').toMatch(/^\d\d-\d\d$/);
    }
    const proposed = (id: string, year: number) => {
      const template = filingTemplates.find((one) => one.id === id);
      return template && proposedDeadline(template, year);
    };
    expect(proposed('dl-plan', 2026)).toBe('2026-04-20');
    expect(proposed('dl-final', 2026)).toBe('2027-01-26');
    expect(proposed('dl-annual-001', 2026)).toBeUndefined();
  });

  it('are due three days before the date, on a working day, and open two weeks before', () => {
    const duty = dutyById('interim-summary');
    if (!duty) throw new Error('there should be one');
    // 30 June 2024 is a Sunday; the Friday before is a working day, three days before it is a Tuesday.
    expect(workingDayBefore('2024-06-30')).toBe('2024-06-28');
    const period = filingPeriod({ id: 'dl-interim-1', name: '阶段性总结' }, '2024-06-30');
    expect([period.key, period.from, period.to]).toEqual(['Fdl-interim-1-2024-06-30', '2024-06-14', '2024-06-28']);
    expect(dateOf(dueAt(duty, period, calendar, ZONE), ZONE)).toBe('2024-06-25');
    expect(dateOf(opensAt(duty, period, calendar, ZONE), ZONE)).toBe('2024-06-14');
    // Three days before Wednesday 31 December 2025 is a Sunday: the Friday before.
    const winter = filingPeriod({ id: 'dl-interim-2', name: '阶段性总结' }, '2025-12-31');
    expect(dateOf(dueAt(duty, winter, calendar, ZONE), ZONE)).toBe('2025-12-26');
  });
});
