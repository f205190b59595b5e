import { type Card, type FieldValue, plainCard } from '../../cards/model.ts';
import type { Outcome } from '../../src/kernel/action.ts';
import { Refused } from '../../src/kernel/refused.ts';
import { schoolFeature } from '../../src/school/actions.ts';
import { identity, person, role, school, sentCard } from '../../src/store/schema/index.ts';
import { asPerson, makeWorld, type World } from '../context.ts';

export interface Staff {
  readonly name: string;
  readonly roles?: readonly string[];
  readonly mobile?: string;
  /** A Feishu account, when the person has one. */
  readonly feishu?: string;
  readonly school?: number;
}

export interface SchoolWorld extends World {
  readonly school: number;
  readonly addSchool: (name: string, shortName: string) => number;
  readonly add: (staff: Staff) => number;
  /** Presses a button or submits a form as somebody. Throws Refused. */
  readonly press: (
    who: number,
    action: string,
    reference: Readonly<Record<string, unknown>>,
    values?: Readonly<Record<string, FieldValue>>,
  ) => Outcome;
  /** The card as a person sees it now; undefined when there is nothing to show. */
  readonly card: (who: number, name: string, subject: Readonly<Record<string, number | string>>) => Card | undefined;
  readonly words: (who: number, name: string, subject: Readonly<Record<string, number | string>>) => string;
  /** Pretends that delivery has put a card on a phone. */
  readonly deliver: (who: number, name: string, subject: Readonly<Record<string, number | string>>) => void;
}

/** The code somebody is refused with; 'accepted' when they are not. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
  return 'accepted';
}

export function schoolWorld(): SchoolWorld {
  const world = makeWorld();
  const { db } = world.store;
  const addSchool = (name: string, shortName: string) =>
    db.insert(school).values({ name, shortName }).returning({ id: school.id }).get().id;
  const first = addSchool('光善小学', 'GS');
  const presentation = (name: string) => {
    const found = schoolFeature.presentations.find((one) => one.card === name);
    if (!found) throw new Error(`no presentation ${name}`);
    return found;
  };
  const card: SchoolWorld['card'] = (who, name, subject) =>
    presentation(name).show(world.context(), subject, { kind: 'person', person: who });
  return {
    ...world,
    school: first,
    addSchool,
    add({ name, roles = ['staff'], mobile, feishu, school: at = first }) {
      const made = db
        .insert(person)
        .values({ name, mobile: mobile ?? null, createdAt: 0 })
        .returning({ id: person.id })
        .get().id;
      for (const held of roles) db.insert(role).values({ personId: made, schoolId: at, role: held }).run();
      if (feishu) db.insert(identity).values({ platform: 'feishu', userId: feishu, personId: made }).run();
      return made;
    },
    press(who, action, reference, values) {
      const found = schoolFeature.actions.find((one) => one.name === action);
      if (!found) throw new Error(`no action ${action}`);
      const press = { person: who, reference, ...(values ? { values } : {}) };
      return world.store.transaction(() => found.press(world.as(asPerson(who)), press));
    },
    card,
    words: (who, name, subject) => {
      const shown = card(who, name, subject);
      return shown ? plainCard(shown) : '';
    },
    deliver(who, name, subject) {
      db.insert(sentCard)
        .values({
          card: name,
          subject,
          topic: presentation(name).topic(subject),
          platform: 'feishu',
          messageId: `om_${name}_${who}_${JSON.stringify(subject)}`,
          personId: who,
          sentAt: 0,
          shown: '',
        })
        .run();
    },
  };
}
