import { html } from 'hono/html';
import type { Fact } from '../../../cards/model.ts';
import { allPhotosOf, findHazard, type Hazard } from '../../hazards/queries.ts';
import { statusText, viewOf } from '../../hazards/view.ts';
import { wholeStory } from '../../hazards/whole_story.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { type Html, showFacts } from '../show_card.ts';

/** Whether a stored picture belongs to a hazard: the address of a picture opens nothing else. */
export const isPictureOf = (context: ReadContext, hazardId: number, hash: string): boolean =>
  allPhotosOf(context, hazardId).some((one) => one.hash === hash && one.state === 'stored');

/** One hazard: what it is, how it looked before and after, and everything that happened to it. */
export function showHazard(context: ReadContext, home: string, of: Hazard): Html {
  const view = viewOf(context, of);
  const { text, late } = statusText(context, of);
  const into = of.mergedInto === null ? undefined : findHazard(context, of.mergedInto);
  const facts: readonly (Fact | undefined)[] = [
    { label: '编号', value: view.number },
    { label: '等级', value: view.candidate ? `疑似重大，待认定` : view.severityText },
    fact('判定条款', view.clause),
    { label: '部位', value: view.place },
    { label: '类别', value: view.category },
    { label: '上报', value: `${view.reporter} ${view.reportedAt}` },
    { label: '责任人', value: view.owner },
    of.leaderId === null ? undefined : { label: '责任领导', value: view.leader },
    fact('期限', view.due),
    fact('要求', view.requirement),
    fact('临时管控', view.interim && `${view.interim}${view.controlled ? '（已到位）' : '（待到位）'}`),
    fact('整改措施', view.measure),
    fact('提交整改', view.fixedAt && `${view.fixedAt}，用时 ${view.daysTaken ?? 0} 天`),
    of.fixedAt === null ? undefined : { label: '复查人', value: view.rechecker },
    fact('销号', view.closedAt && of.state === 'closed' ? view.closedAt : undefined),
    fact('挂牌督办', view.supervision),
    fact('转往', of.transferredTo ?? undefined),
  ];
  const picture = (label: string) => (hash: string) =>
    html`<figure><a href="${home}/photo/${of.id}/${hash}"><img src="${home}/photo/${of.id}/${hash}" alt="${label}" loading="lazy"></a><figcaption>${label}</figcaption></figure>`;
  const pictures = [
    ...view.before.map(picture('整改前')),
    ...view.after.map(picture('整改后')),
    ...view.recheck.map(picture('复查')),
  ];
  const tone = late ? ' late' : of.state === 'closed' ? ' closed' : '';
  return html`<p><a class="back" href="${home}/hazards">‹ 回隐患清单</a></p>
<h2>${view.title} <span class="state${tone}">${text}</span></h2>
<p>${view.description}</p>
${pictures.length > 0 ? html`<div class="photos">${pictures}</div>` : html`<p class="muted">没有照片。</p>`}
${showFacts(facts.filter((one) => one !== undefined))}
${into ? html`<p><a class="button" href="${home}/hazards/${into.id}">看并入的 ${into.number}</a></p>` : ''}
<h2>经过</h2>
<ol class="story">${wholeStory(context, of.id).map(
    (line) =>
      html`<li${line.machine ? html` class="machine"` : ''}><b>${line.what}</b>　${line.who}<small>${line.when}</small>${line.note === '' ? '' : html`<p>${line.note}</p>`}</li>`,
  )}</ol>`;
}

const fact = (label: string, value: string | undefined): Fact | undefined =>
  value === undefined || value === '' ? undefined : { label, value };
