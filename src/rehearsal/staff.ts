import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { rolesOf } from '../school/people.ts';
import { classGroup, identity, person } from '../store/schema/index.ts';
import { chance } from './chance.ts';
import type { Habit, StaffModel } from './staff_model.ts';

/** One of the staff as the rehearsal plays them. */
export interface Colleague {
  readonly person: PersonId;
  readonly userId: string;
  readonly roles: readonly string[];
  /** Names of the classes they head. */
  readonly heads: readonly string[];
  readonly habit: Habit;
}

/** Everybody with an account, each with a habit drawn from the model. */
export function staffOf(
  context: Pick<ReadContext, 'db'>,
  platform: PlatformName,
  model: StaffModel,
  seed: number,
): readonly Colleague[] {
  const classes = new Map(
    context.db
      .select({ id: classGroup.id, name: classGroup.name })
      .from(classGroup)
      .all()
      .map((row) => [String(row.id), row.name]),
  );
  const accounts = new Map(
    context.db
      .select({ person: identity.personId, userId: identity.userId, platform: identity.platform })
      .from(identity)
      .all()
      .filter((row) => row.platform === platform)
      .map((row) => [row.person, row.userId]),
  );
  return context.db
    .select({ id: person.id })
    .from(person)
    .all()
    .flatMap(({ id }) => {
      const userId = accounts.get(id);
      if (userId === undefined) return [];
      const held = rolesOf(context, id);
      return [
        {
          person: id,
          userId,
          roles: [...new Set(held.map((one) => one.role))],
          heads: held
            .filter((one) => one.role === 'class_teacher' && one.scope === 'class')
            .flatMap((one) => classes.get(one.scopeId) ?? []),
          habit: habitOf(model, chance(seed, 'habit', id)),
        },
      ];
    });
}

/** The habit at a share of the staff; the shares of a model come to 1. */
function habitOf(model: StaffModel, share: number): Habit {
  let sum = 0;
  for (const habit of model.habits) {
    sum += habit.share;
    if (share < sum) return habit;
  }
  const last = model.habits.at(-1);
  if (!last) throw new Error('rehearsal.model: a staff model without habits (who: developer)');
  return last;
}

/** Whether somebody is away on a date. */
export const isAway = (colleague: Colleague, date: string, seed: number): boolean =>
  chance(seed, 'away', colleague.person, date) < colleague.habit.away;
