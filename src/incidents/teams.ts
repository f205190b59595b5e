import type { PersonOption } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import type { incidentPost } from '../store/schema/index.ts';
import type { Incident } from './queries.ts';
import { reachableWithRole } from './reachable.ts';

export type Team = typeof incidentPost.$inferSelect.team;

interface TeamRule {
  readonly says: string;
  /** The first of these roles that somebody reachable holds makes the team. */
  readonly roles: readonly string[];
  readonly steps: readonly string[];
}

/**
 * The posts beside the commander (domain/glossary.md 指挥、保卫、救护、通讯、疏散). Roles and wording are ours: what every
 * school's plan says, nothing that belongs to a doctor or a policeman.
 */
export const teamRules: Readonly<Record<Team, TeamRule>> = {
  guard: {
    says: '保卫组',
    roles: ['security_captain', 'gate_guard'],
    steps: ['校门留人，给救援车开门指路。', '现场拉开距离，不让人靠近。', '学生只听老师安排进出。'],
  },
  aid: {
    says: '救护组',
    roles: ['school_doctor'],
    steps: ['带急救箱到现场，等 120 到。', '记伤者人数，不在群里写姓名。'],
  },
  communication: {
    says: '通讯组',
    roles: ['office_lead', 'law_vice_principal'],
    steps: ['守着电话，接 110、119、120 回电，报清校门。', '家长来电统一答：正在处置，稍后说明。'],
  },
  evacuation: {
    says: '疏散组',
    roles: ['moral_lead', 'grade_lead', 'duty_teacher'],
    steps: ['带各班走安全的路到集合点。', '查厕所和功能室，不落一人。', '点清人数，打电话报给指挥。'],
  },
};

/** With somebody inside who means harm nobody is led through the corridors. */
const lockedDown: readonly string[] = [
  '通知各班关门锁门，离开门窗。',
  '没有通知不放学生出来。',
  '点清人数，打电话报给指挥。',
];

export const stepsOfTeam = (team: Team, kind: string): readonly string[] =>
  team === 'evacuation' && kind === 'intruder' ? lockedDown : teamRules[team].steps;

export const teams = ['guard', 'aid', 'communication', 'evacuation'] as const satisfies readonly Team[];

/** Teams nobody is called to yet, or whose people all said that they cannot come: only those are called. */
export const teamsToCall = (
  posts: readonly { readonly team: Team; readonly state: 'asked' | 'in_place' | 'cannot' }[],
): readonly Team[] => teams.filter((team) => posts.every((post) => post.team !== team || post.state === 'cannot'));

/** Who would make a team: reachable, not leading, and in no earlier team. */
export function membersOf(
  context: Pick<ReadContext, 'db'>,
  subject: Incident,
  team: Team,
  taken: ReadonlySet<number>,
): readonly PersonOption[] {
  for (const role of teamRules[team].roles) {
    const found = reachableWithRole(context, subject.schoolId, role).filter(
      ({ person }) => person !== subject.handlerId && !taken.has(person),
    );
    if (found.length > 0) return found;
  }
  return [];
}
