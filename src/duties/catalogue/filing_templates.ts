/** A filing that documents ask for, as an example: when a campaign begins, somebody confirms the date of that year. */
export interface FilingTemplate {
  readonly id: string;
  /** The duty whose form it is filed with. */
  readonly dutyId: 'plan-submission' | 'interim-summary' | 'final-summary' | 'campaign-stage';
  readonly name: string;
  /** As the document says it. */
  readonly deadlineText: string;
  /** What is offered for confirmation, `MM-DD`, and whether it lies in the year after the campaign began. Never used by itself. */
  readonly usual?: { readonly date: string; readonly nextYear: boolean };
  readonly recipient: string;
  readonly source: string;
}

/**
 * The example deadlines of domain/duties.md §6. They are years old: a template is never turned into a task before
 * somebody has confirmed the date for this year.
 */
export const filingTemplates: readonly FilingTemplate[] = [
  {
    id: 'dl-plan',
    dutyId: 'plan-submission',
    name: '本校专项方案',
    deadlineText: '4-20',
    usual: { date: '04-20', nextYear: false },
    recipient: '中心校',
    source: '某县教体局与小学护校安园方案',
  },
  {
    id: 'dl-final',
    dutyId: 'final-summary',
    name: '专项总结',
    deadlineText: '次年 1-26（行动 3-19 至 1-26）',
    usual: { date: '01-26', nextYear: true },
    recipient: '中心校',
    source: '某县教体局与小学护校安园方案',
  },
  {
    id: 'dl-mobilise',
    dutyId: 'plan-submission',
    name: '动员部署、下发方案预案',
    deadlineText: '5-30 前',
    usual: { date: '05-30', nextYear: false },
    recipient: '区领导小组办公室',
    source: '某区护校安园方案',
  },
  {
    id: 'dl-interim-1',
    dutyId: 'interim-summary',
    name: '阶段性总结',
    deadlineText: '6 月底',
    usual: { date: '06-30', nextYear: false },
    recipient: '区教体局督导室',
    source: '某区护校安园方案',
  },
  {
    id: 'dl-interim-2',
    dutyId: 'interim-summary',
    name: '阶段性总结',
    deadlineText: '12 月底',
    usual: { date: '12-31', nextYear: false },
    recipient: '区教体局督导室',
    source: '某区护校安园方案',
  },
  {
    id: 'dl-eval',
    dutyId: 'final-summary',
    name: '总结评估、指标验收',
    deadlineText: '次年 1-20',
    usual: { date: '01-20', nextYear: true },
    recipient: '区领导小组办公室',
    source: '某区护校安园方案',
  },
  {
    id: 'dl-end-000',
    dutyId: 'final-summary',
    name: '专项行动结束',
    deadlineText: '次年 1 月底',
    usual: { date: '01-31', nextYear: true },
    recipient: '区教育局',
    source: '淄博市张店区护校安园专项方案（2018）',
  },
  {
    id: 'dl-end-002',
    dutyId: 'final-summary',
    name: '专项行动结束',
    deadlineText: '次年 1 月底',
    usual: { date: '01-31', nextYear: true },
    recipient: '县教育局',
    source: '某县高山小学护校安园行动方案',
  },
  {
    id: 'dl-yearly-003',
    dutyId: 'final-summary',
    name: '三年行动：经验分条线及时报，结束后报总结',
    deadlineText: '期末',
    recipient: '省市公安、教育部门',
    source: '江苏三年行动方案（苏公通〔2019〕635 号）',
  },
  {
    id: 'dl-annual-001',
    dutyId: 'campaign-stage',
    name: '每年全面检查考核',
    deadlineText: '每年',
    recipient: '市综治委、教育局',
    source: '湛江市综治委若干意见（2010）',
  },
];
