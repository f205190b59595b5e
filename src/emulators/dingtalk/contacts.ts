import type { JsonObject } from '../ground/json.ts';
import { type Api, type ApiCall, bodyOf } from './http.ts';
import { ROOT_DEPARTMENT, staffOf } from './people.ts';
import { refuse, refuseOld } from './refusal.ts';
import type { DepartmentRecord, Emulation, PersonRecord } from './state.ts';

const MOST_PAGE = 100;
const DEPARTMENTS = 'qyapi_get_department_list';
const MEMBERS = 'qyapi_get_department_member';
const MEMBER = 'qyapi_get_member';

/** Whether the department or one above it is in the app's scope. */
function departmentInScope(emulation: Emulation, deptId: number): boolean {
  for (let at: number | undefined = deptId; at !== undefined; ) {
    if (emulation.rules.contactScope.has(at)) return true;
    at = at === ROOT_DEPARTMENT ? undefined : emulation.departments.get(at)?.parentId;
  }
  return false;
}

const personInScope = (emulation: Emulation, person: PersonRecord): boolean =>
  person.departments.some((deptId) => departmentInScope(emulation, deptId));

/** `dept_id` of a body; 60003 without such a department, 50004 outside the scope. */
function wantedDepartment(emulation: Emulation, body: JsonObject, usual?: number): DepartmentRecord {
  const id = body.dept_id === undefined ? usual : Number(body.dept_id);
  if (id === undefined || !Number.isInteger(id)) return refuseOld(40035, '不合法的参数：dept_id');
  const department = emulation.departments.get(id) ?? refuseOld(60003, '部门不存在');
  if (!departmentInScope(emulation, id)) refuseOld(50004, '不合法的部门id，或者部门不在授权范围');
  return department;
}

function wantedPerson(emulation: Emulation, userId: unknown): PersonRecord {
  if (typeof userId !== 'string' || userId === '') return refuseOld(40035, '不合法的参数：userid');
  const person = staffOf(emulation, userId) ?? refuseOld(60121, '找不到该用户');
  if (!personInScope(emulation, person)) refuseOld(50002, '请求的员工userid不在授权范围内');
  return person;
}

const childrenOf = (emulation: Emulation, deptId: number) =>
  [...emulation.departments.values()].filter((each) => each.parentId === deptId && each.deptId !== ROOT_DEPARTMENT);

const membersOf = (emulation: Emulation, deptId: number) =>
  [...emulation.people.values()].filter(
    (person) => !person.resigned && !person.external && person.departments.includes(deptId),
  );

/** One page of a department's members. */
function page(body: JsonObject, people: readonly PersonRecord[], view: (person: PersonRecord) => JsonObject) {
  const cursor = Number(body.cursor ?? 0);
  const size = Number(body.size);
  if (!Number.isInteger(size) || size < 1 || size > MOST_PAGE) refuseOld(400002, '参数错误：size 取值 1 到 100');
  if (!Number.isInteger(cursor) || cursor < 0) refuseOld(400002, '参数错误：cursor');
  const hasMore = cursor + size < people.length;
  return {
    has_more: hasMore,
    ...(hasMore ? { next_cursor: cursor + size } : {}),
    list: people.slice(cursor, cursor + size).map(view),
  };
}

const departmentObject = (department: DepartmentRecord): JsonObject => ({
  dept_id: department.deptId,
  name: department.name,
  ...(department.deptId === ROOT_DEPARTMENT ? {} : { parent_id: department.parentId }),
  create_dept_group: false,
  auto_add_user: false,
});

/** What `user/list` and `user/get` share; mobile and mail only with the extra field permissions. */
function userObject(emulation: Emulation, person: PersonRecord): JsonObject {
  const { mobileVisible } = emulation.rules;
  return {
    userid: person.userId,
    unionid: person.unionId,
    name: person.name,
    avatar: '',
    ...(mobileVisible && person.mobile !== undefined ? { mobile: person.mobile, state_code: '86' } : {}),
    ...(mobileVisible && person.email !== undefined ? { email: person.email } : {}),
    job_number: person.jobNumber,
    title: person.title,
    dept_id_list: person.departments,
    admin: person.admin,
    boss: person.boss,
    active: true,
    hide_mobile: false,
  };
}

function mountDepartments(api: Api, emulation: Emulation): void {
  const read = (path: string, handler: (body: JsonObject) => unknown) =>
    api.oldRoute('POST', path, { auth: 'token', free: true, permission: DEPARTMENTS }, async (call) => ({
      result: handler(await bodyOf(call)),
    }));
  read('/topapi/v2/department/listsub', (body) =>
    childrenOf(emulation, wantedDepartment(emulation, body, ROOT_DEPARTMENT).deptId).map(departmentObject),
  );
  read('/topapi/v2/department/listsubid', (body) => ({
    dept_id_list: childrenOf(emulation, wantedDepartment(emulation, body).deptId).map((each) => each.deptId),
  }));
  read('/topapi/v2/department/get', (body) => departmentObject(wantedDepartment(emulation, body)));
}

function mountMembers(api: Api, emulation: Emulation): void {
  const read = (path: string, permission: string, handler: (body: JsonObject) => unknown) =>
    api.oldRoute('POST', path, { auth: 'token', free: true, permission }, async (call) => ({
      result: handler(await bodyOf(call)),
    }));
  read('/topapi/user/listsimple', MEMBERS, (body) =>
    page(body, membersOf(emulation, wantedDepartment(emulation, body).deptId), (person) => ({
      userid: person.userId,
      name: person.name,
    })),
  );
  read('/topapi/v2/user/list', MEMBERS, (body) => {
    const { deptId } = wantedDepartment(emulation, body);
    return page(body, membersOf(emulation, deptId), (person) => ({
      ...userObject(emulation, person),
      leader: person.leads.has(deptId),
    }));
  });
  read('/topapi/user/listid', MEMBERS, (body) => ({
    userid_list: membersOf(emulation, wantedDepartment(emulation, body).deptId).map((person) => person.userId),
  }));
  read('/topapi/v2/user/get', MEMBER, (body) => {
    const person = wantedPerson(emulation, body.userid);
    return {
      ...userObject(emulation, person),
      leader_in_dept: person.departments.map((deptId) => ({ dept_id: deptId, leader: person.leads.has(deptId) })),
      role_list: [],
      senior: false,
    };
  });
  read('/topapi/v2/user/getbymobile', MEMBER, (body) => {
    const { mobile } = body;
    if (typeof mobile !== 'string' || mobile === '') return refuseOld(40035, '不合法的参数：mobile');
    const plain = (value: string | undefined) => value?.replace(/^\+86-?/, '');
    const found = [...emulation.people.values()].find(
      (each) => plain(each.mobile) === plain(mobile) && !each.resigned && !each.external,
    );
    return { userid: wantedPerson(emulation, found?.userId ?? 'nobody').userId };
  });
  read('/topapi/user/getbyunionid', MEMBER, (body) => {
    const { unionid } = body;
    if (typeof unionid !== 'string' || unionid === '') return refuseOld(40035, '不合法的参数：unionid');
    const person = staffOf(emulation, unionid, 'unionId') ?? refuseOld(60121, '找不到该用户');
    return { contact_type: 0, userid: person.userId };
  });
}

async function searched(call: ApiCall, candidates: readonly { id: unknown; name: string }[]): Promise<JsonObject> {
  const body = await bodyOf(call);
  const { queryWord, offset = 0, size = 10 } = body;
  if (typeof queryWord !== 'string' || queryWord === '') return refuse('param.error', 'queryWord 不能为空');
  const found = candidates.filter((each) => each.name.includes(queryWord));
  const from = Number(offset);
  const until = from + Number(size);
  const list = found.slice(from, until).map((each) => each.id);
  return { hasMore: until < found.length, totalCount: found.length, list };
}

/** The address book as far as the app's scope allows; free of the monthly quota (reference/dingtalk.md §7). */
export function mountContacts(api: Api, emulation: Emulation): void {
  mountDepartments(api, emulation);
  mountMembers(api, emulation);
  api.oldRoute('GET', '/auth/scopes', { auth: 'token', free: true }, () => ({
    auth_org_scopes: { authed_user: [], authed_dept: [...emulation.rules.contactScope] },
    auth_user_field: ['name', 'avatar', 'userid', ...(emulation.rules.mobileVisible ? ['mobile', 'email'] : [])],
  }));
  const search = { auth: 'token', free: true, permission: 'qyapi_addresslist_search' } as const;
  api.route('POST', '/v1.0/contact/users/search', search, (call) =>
    searched(
      call,
      [...emulation.people.values()]
        .filter((person) => !person.resigned && !person.external && personInScope(emulation, person))
        .map((person) => ({ id: person.userId, name: person.name })),
    ),
  );
  api.route('POST', '/v1.0/contact/departments/search', search, (call) =>
    searched(
      call,
      [...emulation.departments.values()]
        .filter((each) => departmentInScope(emulation, each.deptId))
        .map((each) => ({ id: each.deptId, name: each.name })),
    ),
  );
}
