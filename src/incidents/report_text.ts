import { type Stage, stageNames } from './report_rules.ts';
import type { ReportWords } from './report_words.ts';

const sentence = (text: string): string => (/[。！？]$/.test(text) ? text : `${text}。`);

/** The report as one reads it out or copies it: when, where, what, numbers, measures, who reports. Pure. */
export function reportText(
  stage: Stage,
  words: ReportWords,
  by: { readonly school: string; readonly name: string; readonly moment: string },
): string {
  const parts = [
    `【${stageNames[stage]}】${by.school} ${by.moment}，${words.place}，${words.kind}。`,
    sentence(`经过：${words.facts}`),
    `受伤 ${words.injured} 人，死亡 ${words.dead} 人。`,
    sentence(`已采取：${words.measures}`),
    words.called.length > 0 ? `已拨 ${words.called.join('、')}。` : '',
    words.cause ? sentence(`原因：${words.cause}`) : '',
    words.improvement ? sentence(`改进：${words.improvement}`) : '',
    `报告人 ${by.name}。`,
  ];
  return parts.join('');
}
