import { type JsonObject, textsAt } from '../ground/json.ts';
import { type Api, type ApiCall, bodyOf, required } from './http.ts';
import { page } from './paging.ts';
import { userObject } from './people.ts';
import { findPerson } from './receivers.ts';
import { refuse } from './refusal.ts';
import type { DepartmentRecord, Emulation, PersonRecord } from './state.ts';

const MOST_PAGE = 50;
const MOST_IDS = 50;
const ROOT = '0';

const inRange = (emulation: Emulation, person: PersonRecord): boolean =>
  emulation.rules.contactRange === 'everyone' || emulation.rules.contactRange.has(person.openId);

/** open_department_id of a path or query id in the wanted kind; 40004 when the app cannot see it. */
function departmentId(emulation: Emulation, call: ApiCall, id: string): string {
  if (id === ROOT) {
    if (emulation.rules.contactRange !== 'everyone') refuse(40004, 'no dept authority error');
    return ROOT;
  }
  const kind = call.query('department_id_type') ?? 'open_department_id';
  const found = [...emulation.departments.values()].find(
    (each) => (kind === 'department_id' ? each.departmentId : each.openDepartmentId) === id,
  );
  return found?.openDepartmentId ?? refuse(40004, 'no dept authority error');
}

const directMembers = (emulation: Emulation, id: string) =>
  [...emulation.people.values()].filter(
    (person) => !person.resigned && (person.departments.length === 0 ? id === ROOT : person.departments.includes(id)),
  );

function departmentObject(emulation: Emulation, department: DepartmentRecord): JsonObject {
  const parent = emulation.departments.get(department.parentId);
  return {
    name: department.name,
    i18n_name: { zh_cn: '', ja_jp: '', en_us: '' },
    parent_department_id: parent?.openDepartmentId ?? ROOT,
    department_id: department.departmentId,
    open_department_id: department.openDepartmentId,
    leader_user_id: '',
    chat_id: '',
    order: '100',
    member_count: directMembers(emulation, department.openDepartmentId).length,
    status: { is_deleted: false },
    leaders: [],
  };
}

function below(emulation: Emulation, parent: string, recursive: boolean): DepartmentRecord[] {
  const children = [...emulation.departments.values()].filter((each) => each.parentId === parent);
  return recursive ? children.flatMap((each) => [each, ...below(emulation, each.openDepartmentId, true)]) : children;
}

function mountDepartments(api: Api, emulation: Emulation): void {
  api.route('GET', '/contact/v3/departments/batch', { auth: 'tenant' }, (call) => {
    const ids = call.queries('department_ids');
    if (ids.length === 0 || ids.length > MOST_IDS) refuse(99992402, 'field validation failed: department_ids');
    const found = ids.flatMap((id) => emulation.departments.get(departmentId(emulation, call, id)) ?? []);
    return { data: { items: found.map((each) => departmentObject(emulation, each)) } };
  });
  api.route('GET', '/contact/v3/departments/:department_id/children', { auth: 'tenant' }, (call) => {
    const parent = departmentId(emulation, call, call.param('department_id'));
    const all = below(emulation, parent, call.query('fetch_child') === 'true');
    return {
      data: page(
        call,
        all.map((each) => departmentObject(emulation, each)),
        MOST_PAGE,
        10,
      ),
    };
  });
  api.route('GET', '/contact/v3/departments/:department_id', { auth: 'tenant' }, (call) => {
    const found = emulation.departments.get(departmentId(emulation, call, call.param('department_id')));
    return { data: { department: found === undefined ? {} : departmentObject(emulation, found) } };
  });
}

function mountUsers(api: Api, emulation: Emulation): void {
  api.route('GET', '/contact/v3/users/find_by_department', { auth: 'tenant' }, (call) => {
    const id = departmentId(emulation, call, required(call.query('department_id'), 'department_id'));
    const all = directMembers(emulation, id).filter((person) => inRange(emulation, person));
    return {
      data: page(
        call,
        all.map((person) => userObject(emulation, person)),
        MOST_PAGE,
        10,
      ),
    };
  });
  api.route('GET', '/contact/v3/users/batch', { auth: 'tenant' }, (call) => {
    const ids = call.queries('user_ids');
    if (ids.length === 0 || ids.length > MOST_IDS) refuse(99992402, 'field validation failed: user_ids');
    const idType = call.query('user_id_type') ?? 'open_id';
    // People outside the range are silently missing (reference/feishu.md §8).
    const found = ids
      .flatMap((id) => findPerson(emulation, idType, id) ?? [])
      .filter((each) => inRange(emulation, each));
    return { data: { items: found.map((person) => userObject(emulation, person)) } };
  });
  api.route('POST', '/contact/v3/users/batch_get_id', { auth: 'tenant' }, async (call) => {
    const body = await bodyOf(call);
    const mobiles = textsAt(body, 'mobiles');
    const emails = textsAt(body, 'emails');
    if (mobiles.length > MOST_IDS || emails.length > MOST_IDS) refuse(99992402, 'field validation failed: max size 50');
    const idType = call.query('user_id_type') ?? 'open_id';
    const idOf = (person: PersonRecord) =>
      idType === 'union_id' ? person.unionId : idType === 'user_id' ? person.userId : person.openId;
    const entry = (field: 'mobile' | 'email', value: string) => {
      const found = [...emulation.people.values()].find(
        (person) =>
          person[field]?.replace(/^\+86/, '') === value.replace(/^\+86/, '') &&
          (!person.resigned || body.include_resigned === true) &&
          inRange(emulation, person),
      );
      return { [field]: value, ...(found === undefined ? {} : { user_id: idOf(found) }) };
    };
    const list = [...mobiles.map((each) => entry('mobile', each)), ...emails.map((each) => entry('email', each))];
    return { data: { user_list: list } };
  });
  api.route('GET', '/contact/v3/users/:user_id', { auth: 'tenant' }, (call) => {
    const person = findPerson(emulation, call.query('user_id_type') ?? 'open_id', call.param('user_id'));
    if (person === undefined) return refuse(99992351, 'The request you send is not a valid {open_id} or not exists');
    if (!inRange(emulation, person)) refuse(41050, 'no user authority error');
    return { data: { user: userObject(emulation, person) } };
  });
  api.route('GET', '/contact/v3/scopes', { auth: 'tenant' }, () => {
    const range = emulation.rules.contactRange;
    const everyone = range === 'everyone';
    return {
      data: {
        department_ids: everyone ? [ROOT] : [],
        user_ids: everyone ? [] : [...range],
        group_ids: [],
        has_more: false,
      },
    };
  });
}

/** contact/v3 as far as the app's range allows (reference/feishu.md §8). */
export function mountContacts(api: Api, emulation: Emulation): void {
  mountDepartments(api, emulation);
  mountUsers(api, emulation);
}
