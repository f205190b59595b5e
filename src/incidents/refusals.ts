import type { ReadContext } from '../kernel/context.ts';
import { Refused } from '../kernel/refused.ts';
import { clockOf } from '../kernel/time.ts';
import { type Incident, stepsOf } from './queries.ts';

/** Nothing brings back an emergency that was called off, resolved or dropped. Throws Refused. */
export function refuseOver(context: ReadContext, subject: Incident): void {
  if (subject.state === 'called_off') {
    const step = stepsOf(context, subject.id).find((one) => one.action === 'incident.called_off');
    const at = clockOf(step?.at ?? context.now, context.timeZone);
    throw new Refused('incident.called_off', `${at} 已解除`, '又有险情，再发一句话给我，或发“紧急”。', 'info');
  }
  if (subject.state === 'resolved') {
    const at = clockOf(subject.resolvedAt ?? context.now, context.timeZone);
    throw new Refused('incident.resolved', `${at} 已处置完毕`, '又有险情，再发一句话给我，或发“紧急”。', 'info');
  }
  if (subject.state === 'dropped') {
    throw new Refused('incident.dropped', '这一条已放下', '又有险情，再发一句话给我，或发“紧急”。', 'info');
  }
}
