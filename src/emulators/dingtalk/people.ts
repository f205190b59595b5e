import type { JsonObject } from '../ground/json.ts';
import { newDingtalkId, newUnionId, newUserId } from './ids.ts';
import type { DepartmentRecord, Emulation, PersonRecord } from './state.ts';

export interface PersonInput {
  readonly name: string;
  /** Absent: one in the vendor's form. */
  readonly userId?: string;
  readonly mobile?: string;
  readonly email?: string;
  readonly title?: string;
  readonly jobNumber?: string;
  /** Absent: the root. */
  readonly departments?: readonly number[];
  readonly admin?: boolean;
  readonly boss?: boolean;
  readonly avatarColor?: string;
  /** Not staff, such as a parent in a group: their messages carry no senderStaffId. */
  readonly external?: boolean;
}

export interface PersonIds {
  readonly userId: string;
  readonly unionId: string;
}

/** The organisation's address book as its administrator changes it. With `announce` the app gets the event. */
export interface People {
  add(input: PersonInput, options?: { announce?: boolean }): PersonIds;
  resign(userId: string, options?: { announce?: boolean }): Promise<void>;
  update(
    userId: string,
    changes: Partial<Omit<PersonInput, 'userId' | 'external'>>,
    options?: { announce?: boolean },
  ): Promise<void>;
  list(): readonly PersonRecord[];
  /** Throws when nobody has this userId. */
  get(userId: string): PersonRecord;
}

export interface Departments {
  /** Returns the dept_id. */
  add(
    input: { name: string; parentId?: number; leaders?: readonly string[] },
    options?: { announce?: boolean },
  ): number;
  list(): readonly DepartmentRecord[];
}

export const ROOT_DEPARTMENT = 1;

const COLORS = ['#3370ff', '#00b578', '#ff8800', '#7f3bf5', '#f54a45', '#04b49c', '#dc9b04', '#eb2fb0'] as const;

/** The person with this userId; throws for a mistake in a test, never used for an API answer. */
export function personOf(emulation: Emulation, userId: string): PersonRecord {
  const person = emulation.people.get(userId);
  if (person === undefined) throw new Error(`the emulated organisation has no person ${userId}`);
  return person;
}

/** Staff of the organisation with this userId (or unionId); undefined also for people outside and people who left. */
export function staffOf(
  emulation: Emulation,
  id: string,
  kind: 'userId' | 'unionId' = 'userId',
): PersonRecord | undefined {
  const person =
    kind === 'userId' ? emulation.people.get(id) : [...emulation.people.values()].find((each) => each.unionId === id);
  return person === undefined || person.resigned || person.external ? undefined : person;
}

/** Whether the app's visible range holds this person. */
export function inAvailability(emulation: Emulation, userId: string): boolean {
  const { availability } = emulation.rules;
  return availability === 'everyone' || availability.has(userId);
}

export function createPeople(emulation: Emulation): People {
  const { random, clock } = emulation;
  const announce = async (wanted: boolean | undefined, type: string, more: JsonObject) => {
    if (wanted === true) await emulation.delivery.event(type, { timeStamp: String(clock.now()), ...more });
  };
  return {
    add(input, options = {}) {
      const userId = input.userId ?? newUserId(random);
      if (emulation.people.has(userId)) throw new Error(`the userId ${userId} is taken`);
      const person: PersonRecord = {
        userId,
        unionId: newUnionId(random),
        dingtalkId: newDingtalkId(random),
        name: input.name,
        ...(input.mobile === undefined ? {} : { mobile: input.mobile }),
        ...(input.email === undefined ? {} : { email: input.email }),
        title: input.title ?? '',
        jobNumber: input.jobNumber ?? '',
        departments: [...(input.departments ?? [ROOT_DEPARTMENT])],
        leads: new Set(),
        admin: input.admin ?? false,
        boss: input.boss ?? false,
        avatarColor: input.avatarColor ?? COLORS[emulation.people.size % COLORS.length] ?? COLORS[0],
        resigned: false,
        external: input.external ?? false,
        joinedAt: clock.now(),
      };
      emulation.people.set(userId, person);
      void announce(options.announce, 'user_add_org', { userId: [userId] });
      return { userId, unionId: person.unionId };
    },
    async resign(userId, options = {}) {
      personOf(emulation, userId).resigned = true;
      for (const chat of emulation.chats.values()) if (chat.kind === 'group') chat.members.delete(userId);
      await announce(options.announce, 'user_leave_org', { userId: [userId] });
    },
    async update(userId, changes, options = {}) {
      const person = personOf(emulation, userId);
      const before = { name: person.name, title: person.title, jobNumber: person.jobNumber };
      const { departments, ...plain } = changes;
      Object.assign(person, plain);
      if (departments !== undefined) person.departments = [...departments];
      const after = { name: person.name, title: person.title, jobNumber: person.jobNumber };
      await announce(options.announce, 'user_modify_org', {
        userId: [userId],
        diffInfo: { userid: userId, prev: before, curr: after },
      });
    },
    list: () => [...emulation.people.values()],
    get: (userId) => personOf(emulation, userId),
  };
}

export function createDepartments(emulation: Emulation): Departments {
  return {
    add({ name, parentId = ROOT_DEPARTMENT, leaders = [] }, options = {}) {
      if (!emulation.departments.has(parentId)) throw new Error(`there is no department ${parentId}`);
      const deptId = 100_000_000 + emulation.random.integer(800_000_000);
      emulation.departments.set(deptId, { deptId, name, parentId });
      for (const userId of leaders) personOf(emulation, userId).leads.add(deptId);
      if (options.announce === true) {
        const data = { timeStamp: String(emulation.clock.now()), deptId: [deptId] };
        void emulation.delivery.event('org_dept_create', data);
      }
      return deptId;
    },
    list: () => [...emulation.departments.values()],
  };
}
