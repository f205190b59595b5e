import type { JsonObject } from '../ground/json.ts';
import type { DepartmentRecord, Emulation, PersonRecord } from './state.ts';

export interface PersonInput {
  readonly name: string;
  readonly mobile?: string;
  readonly email?: string;
  /** open_department_ids; absent: the root. */
  readonly departments?: readonly string[];
  readonly avatarColor?: string;
}

export interface PersonIds {
  readonly openId: string;
  readonly unionId: string;
  readonly userId: string;
}

/** The tenant's address book as its administrator changes it. With `announce` the app gets the contact.* event. */
export interface People {
  add(input: PersonInput, options?: { announce?: boolean }): PersonIds;
  resign(openId: string, options?: { announce?: boolean }): Promise<void>;
  update(openId: string, changes: Partial<PersonInput>, options?: { announce?: boolean }): Promise<void>;
  list(): readonly PersonRecord[];
  /** Throws when nobody has this open_id. */
  get(openId: string): PersonRecord;
}

export interface Departments {
  add(input: { name: string; parentId?: string; departmentId?: string }): string;
  list(): readonly DepartmentRecord[];
}

const COLORS = ['#3370ff', '#00b578', '#ff8800', '#7f3bf5', '#f54a45', '#04b49c', '#dc9b04', '#eb2fb0'] as const;

/** The person with this open_id; throws for a mistake in a test, never used for an API answer. */
export function personOf(emulation: Emulation, openId: string): PersonRecord {
  const person = emulation.people.get(openId);
  if (person === undefined) throw new Error(`the emulated tenant has no person ${openId}`);
  return person;
}

/** The vendor's id triple; user_id only when the app may see it (reference/feishu.md §4). */
export function idTriple(emulation: Emulation, person: PersonIds): JsonObject {
  return {
    union_id: person.unionId,
    open_id: person.openId,
    ...(emulation.rules.userIdVisible ? { user_id: person.userId } : {}),
  };
}

/** USER of contact events and contact/v3 (reference/feishu.md §4). */
export function userObject(emulation: Emulation, person: PersonRecord): JsonObject {
  const avatar = `https://avatar.feishu.invalid/${person.openId}.png`;
  const departments = person.departments.length > 0 ? person.departments : ['0'];
  return {
    ...idTriple(emulation, person),
    name: person.name,
    en_name: '',
    nickname: '',
    ...(person.email === undefined ? {} : { email: person.email }),
    ...(emulation.rules.mobileVisible && person.mobile !== undefined
      ? { mobile: person.mobile, mobile_visible: true }
      : {}),
    gender: 0,
    avatar: { avatar_72: avatar, avatar_240: avatar, avatar_640: avatar, avatar_origin: avatar },
    status: { is_frozen: false, is_resigned: person.resigned, is_activated: true, is_exited: false, is_unjoin: false },
    department_ids: departments,
    leader_user_id: '',
    city: '',
    country: '',
    work_station: '',
    join_time: person.joinedAt,
    employee_no: '',
    employee_type: 1,
    orders: departments.map((id) => ({ department_id: id, user_order: 0, department_order: 0, is_primary_dept: true })),
    is_tenant_manager: false,
    job_title: '',
  };
}

export function createPeople(emulation: Emulation): People {
  const announceIf = async (wanted: boolean | undefined, type: string, event: JsonObject) => {
    if (wanted === true) await emulation.delivery.event(type, event);
  };
  return {
    add(input, options = {}) {
      const ids = {
        openId: `ou_${emulation.random.hex(32)}`,
        unionId: `on_${emulation.random.hex(32)}`,
        userId: emulation.random.word(8),
      };
      const person: PersonRecord = {
        ...ids,
        name: input.name,
        ...(input.mobile === undefined ? {} : { mobile: input.mobile }),
        ...(input.email === undefined ? {} : { email: input.email }),
        departments: [...(input.departments ?? [])],
        avatarColor: input.avatarColor ?? COLORS[emulation.people.size % COLORS.length] ?? COLORS[0],
        resigned: false,
        joinedAt: Math.floor(emulation.clock.now() / 1_000),
      };
      emulation.people.set(ids.openId, person);
      void announceIf(options.announce, 'contact.user.created_v3', { object: userObject(emulation, person) });
      return ids;
    },
    async resign(openId, options = {}) {
      const person = personOf(emulation, openId);
      person.resigned = true;
      for (const chat of emulation.chats.values()) if (chat.kind === 'group') chat.members.delete(openId);
      await announceIf(options.announce, 'contact.user.deleted_v3', {
        object: userObject(emulation, person),
        old_object: { department_ids: person.departments, open_id: openId },
      });
    },
    async update(openId, changes, options = {}) {
      const person = personOf(emulation, openId);
      const before = userObject(emulation, person);
      if (changes.name !== undefined) person.name = changes.name;
      if (changes.mobile !== undefined) person.mobile = changes.mobile;
      if (changes.email !== undefined) person.email = changes.email;
      if (changes.departments !== undefined) person.departments = [...changes.departments];
      if (changes.avatarColor !== undefined) person.avatarColor = changes.avatarColor;
      const after = userObject(emulation, person);
      const changed = Object.entries(before).filter(
        ([key, value]) => JSON.stringify(after[key]) !== JSON.stringify(value),
      );
      await announceIf(options.announce, 'contact.user.updated_v3', {
        object: after,
        old_object: Object.fromEntries(changed),
      });
    },
    list: () => [...emulation.people.values()],
    get: (openId) => personOf(emulation, openId),
  };
}

export function createDepartments(emulation: Emulation): Departments {
  return {
    add({ name, parentId = '0', departmentId }) {
      const openDepartmentId = `od-${emulation.random.hex(32)}`;
      const record = { openDepartmentId, departmentId: departmentId ?? emulation.random.word(16), name, parentId };
      emulation.departments.set(openDepartmentId, record);
      return openDepartmentId;
    },
    list: () => [...emulation.departments.values()],
  };
}
