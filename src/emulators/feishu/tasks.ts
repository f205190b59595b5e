import { isObject, type JsonObject, objectsAt, textAt, textsAt } from '../ground/json.ts';
import { type Api, bodyOf } from './http.ts';
import { refuse } from './refusal.ts';
import type { Emulation } from './state.ts';

const SUMMARY_CHARACTERS = 3_000;
const MOST_MEMBERS = 50;

/** Task v2 in its simplest form: create, change, get, add members (reference/feishu.md §9). */
export function mountTasks(api: Api, emulation: Emulation): void {
  const tasks = new Map<string, JsonObject>();
  const byClientToken = new Map<string, string>();
  const taskOf = (guid: string) => tasks.get(guid) ?? refuse(1470404, 'task not found', { status: 404 });

  api.route('POST', '/task/v2/tasks', { auth: 'tenant' }, async (call) => {
    const body = await bodyOf(call);
    const summary = textAt(body, 'summary') ?? refuse(1470400, 'summary is required');
    if ([...summary].length > SUMMARY_CHARACTERS) refuse(1470400, 'summary is longer than 3000 characters');
    if (objectsAt(body, 'members').length > MOST_MEMBERS) refuse(1470400, 'more than 50 members');
    const clientToken = textAt(body, 'client_token');
    const before = clientToken === undefined ? undefined : byClientToken.get(clientToken);
    if (before !== undefined) return { data: { task: taskOf(before) } };
    const guid = `${emulation.random.hex(8)}-${emulation.random.hex(4)}-${emulation.random.hex(12)}`;
    const { client_token: _token, ...fields } = body;
    tasks.set(guid, {
      completed_at: '0',
      ...fields,
      guid,
      url: `https://applink.feishu.cn/client/todo/detail?guid=${guid}`,
    });
    if (clientToken !== undefined) byClientToken.set(clientToken, guid);
    return { data: { task: taskOf(guid) } };
  });
  api.route('GET', '/task/v2/tasks/:task_guid', { auth: 'tenant' }, (call) => ({
    data: { task: taskOf(call.param('task_guid')) },
  }));
  api.route('PATCH', '/task/v2/tasks/:task_guid', { auth: 'tenant' }, async (call) => {
    const body = await bodyOf(call);
    const task = taskOf(call.param('task_guid'));
    const fields = textsAt(body, 'update_fields');
    if (fields.length === 0) refuse(1470400, 'update_fields is required');
    const given = isObject(body.task) ? body.task : {};
    for (const field of fields) {
      // A listed field that is absent is cleared.
      if (given[field] === undefined) delete task[field];
      else task[field] = given[field];
    }
    return { data: { task } };
  });
  api.route('POST', '/task/v2/tasks/:task_guid/add_members', { auth: 'tenant' }, async (call) => {
    const task = taskOf(call.param('task_guid'));
    task.members = [...objectsAt(task, 'members'), ...objectsAt(await bodyOf(call), 'members')];
    return { data: { task } };
  });
}
