import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { anyOf, hasRole, type Permission } from '../kernel/permission.ts';
import { postOf } from './post_queries.ts';
import { alertedOf, type Incident, stepsOf } from './queries.ts';
import { leadershipRoles, REPORTER_CALLS_OFF } from './rules.ts';

export const isLeader = (context: Pick<ReadContext, 'db'>, person: PersonId, schoolId: number): boolean =>
  leadershipRoles.some((role) => hasRole(context, person, schoolId, role));

/** The school's leadership, and whoever was alerted whatever they are. */
export const responder: Permission<Incident> = {
  says: '安全办或带班领导',
  advice: '有新情况，打一句话给我。',
  allows: (context, person, subject) =>
    isLeader(context, person, subject.schoolId) ||
    alertedOf(stepsOf(context, subject.id)).some((one) => one.person === person),
};

export const reporter: Permission<Incident> = {
  says: '报告人',
  allows: (_context, person, subject) => subject.reporterId === person,
};

/** The reporter, for ten minutes and as long as nobody has taken it over. */
const reporterSoon: Permission<Incident> = {
  says: '报告人',
  allows: (context, person, subject) =>
    subject.reporterId === person && subject.handlerId === null && context.now - subject.at <= REPORTER_CALLS_OFF,
};

/** Whoever was called to a post of this emergency. */
export const calledToPost: Permission<Incident> = {
  says: '被叫到的各组成员',
  advice: '有新情况，打一句话给我。',
  allows: (context, person, subject) => postOf(context, subject.id, person) !== undefined,
};

/** Reports to the authority are read and written by the school's leadership and whoever leads this emergency. */
export const mayReport: Permission<Incident> = {
  says: '安全办或带班领导',
  allows: (context, person, subject) =>
    isLeader(context, person, subject.schoolId) || subject.handlerId === person || subject.resolvedBy === person,
};

export const mayAlert = anyOf(reporter, responder);
export const mayCallOff = anyOf(responder, reporterSoon);
export const reporterOrResponder = anyOf(responder, reporter);
