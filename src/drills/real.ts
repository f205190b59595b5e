import type { PersonId } from '../../cards/model.ts';
import { alertLeadership } from '../incidents/alert_leadership.ts';
import { incidentById } from '../incidents/queries.ts';
import { raiseEmergency } from '../incidents/raise_emergency.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import type { EmergencyKind } from '../understanding/understanding.ts';
import { changeDrill, requireState } from './change.ts';
import { postsOf, unitsOf } from './queries.ts';
import { type Drill, postTopic, typeOf, unitTopic } from './rules.ts';
import { alarmedOf } from './stand_down.ts';
import { boardsOf } from './start.ts';
import { askUnits } from './units.ts';

/**
 * 真实险情: every text says so from now on, everybody with a card hears it again and ringing, and the emergency takes its
 * own way (leadership, 110/119/120). The roll-call goes on: its numbers are what counts now.
 */
export function turnReal(context: Context, of: Drill, person: PersonId): Outcome {
  requireState(context, of, 'real');
  if (of.realAt !== null) throw new Refused('drill.real_already', '已经是真实险情', undefined, 'info');
  const incidentId = emergency(context, person, typeOf(of.type).becomes, `${typeOf(of.type).name}演练转为真实险情`);
  const real = changeDrill(context, of, 'real', {
    realAt: context.now,
    realById: person,
    ...(incidentId === undefined ? {} : { incidentId }),
  });
  tellAll(context, real);
  return { toast: { tone: 'success', text: '已转真实险情，全员已告知' } };
}

/** Every card there is becomes current, and a new one rings with everybody who leads or answers for somebody. */
function tellAll(context: Context, of: Drill): void {
  const units = unitsOf(context, of.id);
  for (const unit of units) refresh(context, unitTopic(unit.id), 'urgent');
  askUnits(context, of, units, 'real');
  const posts = postsOf(context, of.id);
  for (const post of posts) refresh(context, postTopic(post.id), 'urgent');
  const told = new Set([...alarmedOf(context, of), ...posts.map((post) => post.personId)]);
  for (const person of told)
    sendCard(
      context,
      'drill.real',
      { drill: of.id },
      { person },
      { lane: 'urgent', urge: true, dedupeKey: `drill.real:${of.id}:${person}` },
    );
  for (const group of boardsOf(context, of))
    sendCard(
      context,
      'drill.real',
      { drill: of.id },
      { group },
      { lane: 'urgent', dedupeKey: `drill.real:${of.id}:g${group}` },
    );
}

/** Raises the emergency and alerts the leadership at once: nobody needs to tap first. */
export function emergency(context: Context, person: PersonId, kind: EmergencyKind, words: string): number | undefined {
  const platform = context.actor.kind === 'person' ? context.actor.platform : 'feishu';
  const id = raiseEmergency(context, { person, platform, kind, words, place: '' });
  const raised = id === undefined ? undefined : incidentById(context, id);
  if (raised?.state === 'asked') alertLeadership(context, { incident: raised, person, kind });
  return id;
}
