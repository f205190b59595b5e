import type { ClockStep } from '../clock_steps.ts';
import { html, type SafeHtml } from './html.ts';
import { icons } from './icons.ts';
import { clockTime, monthDay, weekday } from './time.ts';

/** The demo's time and the ways to move it forward; `moving` is the step under way. */
export function renderClockBar(now: number, steps: readonly ClockStep[], moving: string | undefined): SafeHtml {
  const buttons = steps.map(
    (step) =>
      html`<button type="button" class="clock-step ${moving === step.id ? 'pending' : ''}" data-action="move-clock" data-step="${step.id}" data-testid="clock-${step.id}" title="${monthDay(step.at)} ${weekday(step.at)} ${clockTime(step.at)}" ${moving ? html`disabled` : ''}>${step.label}</button>`,
  );
  return html`<div class="clock-now" data-testid="clock-now">${icons.clock}<strong>${clockTime(now)}</strong><span>${monthDay(now)} ${weekday(now)}</span></div><div class="clock-steps" role="group" aria-label="把演示时间往后拨">${buttons}</div>`;
}
