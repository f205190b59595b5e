import { describe, expect, it } from 'vitest';
import { samples } from '../../cards/duties/campaign.ts';
import { CAMPAIGN, openCampaigns } from '../../src/duties/campaign_tasks.ts';
import { campaignsBetween, campaignsOn } from '../../src/duties/campaigns.ts';
import { changeSetting } from '../../src/duties/settings.ts';
import { openSmallSchool, type SmallSchool } from './small_school.ts';

const staff = { 王芳: ['safety_office'], 德育: ['moral_lead'], 班一: ['class_teacher'] };
const DAY = { school: 1, campaign: 'safety-education-day', year: 2026 };

function open(start = '2026-03-02 09:00'): SmallSchool {
  const school = openSmallSchool(staff, start);
  school.plan();
  changeSetting(school.context(), 1, CAMPAIGN, { on: true });
  openCampaigns(school.context(), 'school:1');
  return school;
}
const ids = (school: SmallSchool, date: string) => campaignsOn(school.context(), 1, date).map((one) => one.id);
const task = (school: SmallSchool) => school.tasks(CAMPAIGN).find((one) => one.period === 'Csafety-education-day-2026');

describe('campaigns', () => {
  it('open so many days before, are asked of the moral lead, and take the summary from the first day on', () => {
    const school = open();
    school.asked();
    school.to('2026-03-15 12:00');
    expect(task(school)).toBeUndefined();
    school.to('2026-03-16 08:00');
    const opened = task(school);
    expect(opened).toMatchObject({ state: 'open', matter: { campaign: 'safety-education-day', from: '2026-03-30' } });
    expect(
      school
        .asked()
        .filter((one) => one.card === 'campaign.task')
        .map((one) => one.to),
    ).toEqual([school.id('德育')]);
    const before = school.show('campaign.task', { task: opened?.id ?? 0 }, '德育');
    expect([before.title.startsWith('还有 14 天'), before.form]).toEqual([true, undefined]);
    school.to('2026-03-31 09:00');
    const during = school.show('campaign.task', { task: opened?.id ?? 0 }, '德育');
    expect(during.form?.action).toBe('duty.submit');
    school.press(
      '王芳',
      'duty.submit',
      { task: opened?.id ?? 0 },
      { date: '2026-03-30', summary: '各班班会，演练一次。' },
    );
    expect(task(school)).toMatchObject({ state: 'done', late: false });
    expect(school.text('campaign.task', { task: opened?.id ?? 0 }, '德育')).toContain('演练一次');
  });

  it('are spoken of from a week before to their last day', () => {
    const school = open();
    expect(
      ['2026-03-22', '2026-03-23', '2026-03-30', '2026-03-31'].map((date) =>
        ids(school, date).includes('safety-education-day'),
      ),
    ).toEqual([false, true, true, false]);
  });

  it('what differs by place waits for the school to name its days', () => {
    const school = open();
    expect(ids(school, '2026-03-10')).not.toContain('safety-month');
    expect(
      campaignsBetween(school.context(), 1, '2026-03-10', '2026-03-10', { proposed: true }).map(
        (one) => one.campaign.id,
      ),
    ).toContain('safety-month');
    school.press(
      '王芳',
      'campaign.save',
      { school: 1, campaign: 'safety-month', year: 2026 },
      { held: true, from: '2026-03-05', to: '2026-04-05' },
    );
    expect(ids(school, '2026-03-10')).toContain('safety-month');
    expect(school.tasks(CAMPAIGN).map((one) => one.period)).toContain('Csafety-month-2026');
  });

  it('moved, its task moves; not held, it is neither asked nor spoken of', () => {
    const school = open();
    school.to('2026-03-17 09:00');
    const first = task(school);
    school.press('王芳', 'campaign.save', DAY, { held: true, from: '2026-04-13' });
    expect(task(school)).toMatchObject({
      id: first?.id,
      state: 'open',
      matter: { from: '2026-04-13', to: '2026-04-13' },
    });
    expect((task(school)?.dueAt ?? 0) > (first?.dueAt ?? 0)).toBe(true);
    expect(ids(school, '2026-03-30')).not.toContain('safety-education-day');
    expect(ids(school, '2026-04-10')).toContain('safety-education-day');
    school.press('王芳', 'campaign.save', DAY, { held: false });
    expect(task(school)).toMatchObject({ state: 'excused', excuse: '今年不办' });
    expect(ids(school, '2026-04-10')).not.toContain('safety-education-day');
    school.asked();
    school.to('2026-04-20 12:00');
    expect(
      school
        .asked()
        .filter(
          (one) => one.card === 'campaign.task' && JSON.stringify(one.subject) === JSON.stringify({ task: first?.id }),
        ),
    ).toEqual([]);
    school.press('王芳', 'campaign.save', DAY, { held: true, from: '2026-05-11' });
    expect(task(school)?.state).toBe('open');
  });

  it('open once, also after an outage and however often they are planned', () => {
    const school = open();
    school.to('2026-03-31 09:00');
    openCampaigns(school.context(), 'school:1');
    openCampaigns(school.context(), 'school:1');
    expect(school.tasks(CAMPAIGN).filter((one) => one.period === 'Csafety-education-day-2026')).toHaveLength(1);
  });

  it('a school that does not run them has none, and class heads change nothing', () => {
    const school = openSmallSchool(staff, '2026-03-02 09:00');
    school.plan();
    school.to('2026-04-20 09:00');
    expect(school.tasks(CAMPAIGN)).toEqual([]);
    expect(() => school.press('班一', 'campaign.save', DAY, { held: false })).toThrow(
      expect.objectContaining({ code: 'action.forbidden' }),
    );
    expect(() =>
      school.press('王芳', 'campaign.save', DAY, { held: true, from: '2026-04-10', to: '2026-04-01' }),
    ).toThrow(expect.objectContaining({ code: 'form.invalid' }));
  });
});

it('titles and buttons stay within what a phone shows', () => {
  for (const card of samples) {
    expect([...card.title].length).toBeLessThanOrEqual(20);
    expect(card.actions.length).toBeLessThanOrEqual(5);
  }
});
