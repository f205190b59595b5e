import { html } from 'hono/html';
import { mayReadList, numberList } from '../../digests/lists.ts';
import { findHazard } from '../../hazards/queries.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { contentTypeOf } from '../../photos/strip_metadata.ts';
import type { Files } from '../../store/files.ts';
import { notice } from '../layout.ts';
import { consolePath } from '../links.ts';
import type { Signer } from '../signed.ts';
import type { Site } from '../site.ts';
import { showTermCalendar } from './calendar_page.ts';
import { readFilters, readPage } from './filters.ts';
import { frame, homeOf } from './frame.ts';
import { backTo, closed, createGate } from './gate.ts';
import { showHazardList } from './hazard_list.ts';
import { isPictureOf, showHazard } from './hazard_page.ts';
import { readWeek, showNumberList, weekShown } from './number_list.ts';
import { showOverview } from './overview.ts';
import { showSettings } from './settings_page.ts';

export interface ConsoleOptions {
  readonly organisation: Organisation;
  readonly files: Files;
  readonly signer: Signer;
  readonly now: () => number;
}

/**
 * 看板: what leaders read of their school, one page each. Pages only show: whatever is changed is changed by a card or its
 * form page, so nothing here takes a POST. Who may see what is asked at every request (gate.ts).
 */
export function addConsole(site: Site, options: ConsoleOptions): void {
  const { organisation, files, now } = options;
  const { app, base, page } = site;
  const gate = createGate(site, options);
  const home = consolePath();
  const ofSchool = `${home}/:school`;

  app.get(home, async (context) => {
    const visitor = await site.visitor(context, backTo(site, context, home));
    if (visitor instanceof Response) return visitor;
    const schools = gate.schoolsFor(visitor.session.person);
    const [first, second] = schools;
    if (!first) return page(context, '看板不对您开放', closed, 403);
    if (!second) return context.redirect(`${base}${consolePath(first.id)}`, 302);
    const rows = schools.map(({ id, name }) => html`<li><a href="${base}${consolePath(id)}"><b>${name}</b></a></li>`);
    const body = html`<header class="tone-info"><h1>选学校</h1></header><main><ul class="rows">${rows}</ul></main>`;
    return page(context, '选学校', body);
  });

  app.get(ofSchool, async (context) => {
    const guest = await gate.enter(context, '');
    if (guest instanceof Response) return guest;
    const week = readWeek(context.req.query('week'));
    const body = showOverview(organisation, homeOf(base, guest), guest, week, now());
    return page(context, `${guest.school.name} 安全看板`, frame(base, guest, 'overview', body));
  });

  app.get(`${ofSchool}/numbers/:list`, async (context) => {
    const list = numberList(context.req.param('list'));
    const guest = await gate.enter(context, list ? `/numbers/${list.key}` : '');
    if (guest instanceof Response) return guest;
    const which = readWeek(context.req.query('week'));
    const { person } = guest.session;
    const school = guest.school.id;
    const shown = organisation.look(now(), (read) => {
      const told = weekShown(read, school, which);
      if (!list || !told || !gate.mayList(person, told, list.key) || !mayReadList(read, person, school, list))
        return undefined;
      return showNumberList(read, homeOf(base, guest), list, told, {
        which,
        page: readPage(context.req.query('page')),
      });
    });
    if (!list || !shown) return page(context, '没有这张清单', notice('没有这张清单', '回总览再点一次。'), 404);
    return page(context, list.title, frame(base, guest, 'overview', shown));
  });

  app.get(`${ofSchool}/hazards`, async (context) => {
    const guest = await gate.enter(context, '/hazards');
    if (guest instanceof Response) return guest;
    const filters = readFilters(context.req.query());
    const body = organisation.look(now(), (read) =>
      showHazardList(read, homeOf(base, guest), guest.school.id, filters),
    );
    return page(context, '隐患', frame(base, guest, 'hazards', body));
  });

  app.get(`${ofSchool}/hazards/:hazard`, async (context) => {
    const id = Number(context.req.param('hazard'));
    const guest = await gate.enter(context, `/hazards/${id}`);
    if (guest instanceof Response) return guest;
    const of = Number.isSafeInteger(id) ? findHazard({ db: organisation.store.db }, id) : undefined;
    const isHere = of?.schoolId === guest.school.id && of.state !== 'withdrawn';
    if (!isHere || !gate.mayOpen(guest.session.person, of.id))
      return page(context, '没有这一项', notice('没有这一项', '可能已经撤回，或不在这所学校。'), 404);
    const body = organisation.look(now(), (read) => showHazard(read, homeOf(base, guest), of));
    return page(context, of.title, frame(base, guest, 'hazards', body));
  });

  app.get(`${ofSchool}/photo/:hazard/:hash`, async (context) => {
    const [school, id] = [Number(context.req.param('school')), Number(context.req.param('hazard'))];
    const hash = context.req.param('hash');
    const person = site.session(context)?.person;
    const of = Number.isSafeInteger(id) ? findHazard({ db: organisation.store.db }, id) : undefined;
    const mayLook =
      person !== undefined && of?.schoolId === school && gate.mayLook(person, school) && gate.mayOpen(person, id);
    const isIts = mayLook && organisation.look(now(), (read) => isPictureOf(read, id, hash));
    const bytes = isIts ? await files.get(hash) : undefined;
    const type = bytes && contentTypeOf(bytes);
    if (!bytes || !type) return context.body(null, 404);
    // The address holds the picture's hash: what is kept never becomes wrong.
    return context.body(new Uint8Array(bytes), 200, { 'content-type': type, 'cache-control': 'private, max-age=3600' });
  });

  app.get(`${ofSchool}/calendar`, async (context) => {
    const guest = await gate.enter(context, '/calendar');
    if (guest instanceof Response) return guest;
    const body = organisation.look(now(), (read) =>
      showTermCalendar(read, homeOf(base, guest), guest, context.req.query('on')),
    );
    return page(context, '校历', frame(base, guest, 'calendar', body));
  });

  app.get(`${ofSchool}/settings`, async (context) => {
    const guest = await gate.enter(context, '/settings');
    if (guest instanceof Response) return guest;
    if (!guest.maySet)
      return page(context, '设置由安全办管', notice('设置由安全办管', '要改提醒、时间或校历，请安全办办理。'), 403);
    const body = showSettings(options, base, guest);
    return page(context, '设置', frame(base, guest, 'settings', body));
  });
}
