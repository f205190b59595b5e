import type { Context } from 'hono';
import type { Told } from '../../digests/told.ts';
import { schoolById, schoolsOf } from '../../school/people.ts';
import { notice } from '../layout.ts';
import { consolePath } from '../links.ts';
import type { Site, Visitor } from '../site.ts';
import type { ConsoleOptions } from './console.ts';

export interface SchoolName {
  readonly id: number;
  readonly name: string;
}

/** Somebody who may see a school's console, at this request. */
export interface Guest extends Visitor {
  readonly school: SchoolName;
  /** Every school they may see. */
  readonly schools: readonly SchoolName[];
  /** Their own word for the settings: what the settings' cards ask of them too. */
  readonly maySet: boolean;
}

export interface Gate {
  /** Who is there and may see this school, or the answer that says why not. `tail`: the page below the school's console. */
  enter(context: Context, tail: string): Promise<Guest | Response>;
  /** The schools somebody may see, in the order they were entered for. */
  schoolsFor(person: number): readonly SchoolName[];
  /** The same question for what is no page: a picture. */
  mayLook(person: number, school: number): boolean;
  mayOpen(person: number, hazard: number): boolean;
  /** Whether they may read the list behind a number of a summary. */
  mayList(person: number, told: Told, list: string): boolean;
}

/** Longer ones no link of ours has. */
const LONGEST_SEARCH = 300;

/** The way back to a page after signing in, with its filters. */
export function backTo(site: Site, context: Context, path: string): string {
  const { search } = new URL(context.req.url);
  return `${site.base}${path}${search.length > LONGEST_SEARCH ? '' : search}`;
}

/**
 * Asks the registered actions themselves, as a press in the chat would be asked: who may read the ledger (台账) sees the
 * console, who may open a hazard its story, who may open the settings the settings.
 */
export function createGate(site: Site, { organisation, now }: ConsoleOptions): Gate {
  const db = { db: organisation.store.db };
  const may = (person: number, action: string, reference: Readonly<Record<string, number | string>>): boolean =>
    organisation.mayPress(person, { action, reference }, now()) === true;
  const mayLook = (person: number, school: number): boolean => may(person, 'hazard.ledger', { school, filter: 'open' });
  const schoolsFor = (person: number): readonly SchoolName[] =>
    schoolsOf(db, person)
      .filter((id) => mayLook(person, id))
      .map((id) => ({ id, name: schoolById(db, id)?.name ?? '' }));
  return {
    schoolsFor,
    mayLook,
    mayOpen: (person, hazard) => may(person, 'hazard.open', { hazard }),
    mayList: (person, { schoolId: school, week, after, upTo }, list) =>
      may(person, 'digest.list-page', { school, week: week.from, after, upTo, list, page: 0 }),
    async enter(context, tail) {
      const id = Number(context.req.param('school'));
      const visitor = await site.visitor(context, backTo(site, context, `${consolePath(id)}${tail}`));
      if (visitor instanceof Response) return visitor;
      const { person } = visitor.session;
      const schools = schoolsFor(person);
      const school = schools.find((one) => one.id === id);
      if (!school) return site.page(context, '看板不对您开放', closed, 403);
      return { ...visitor, school, schools, maySet: may(person, 'duty.settings', { school: id }) };
    },
  };
}

export const closed = notice('看板不对您开放', '看板由本校安全办和校领导看。您的事，在聊天里发“待办”就能看到。');
