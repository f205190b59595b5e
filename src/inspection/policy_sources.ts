import type { Duty } from '../duties/duty.ts';

/** One place of one document that asks for a duty. */
export interface PolicySource {
  /** 《中小学幼儿园安全管理办法》, 江苏三年行动方案（苏公通〔2019〕635 号） … */
  readonly document: string;
  /** 第31条, 「每天对学生有一个安全提醒」, or '' where the whole document asks. */
  readonly clause: string;
  /** `norm`: national rule or standard; `local`: the local plan the catalogue was made from. */
  readonly kind: 'norm' | 'local';
  /** The catalogue has not been checked against the document's own text yet. */
  readonly unchecked: boolean;
}

/** The local plans of the catalogue by the names it gives them, longest first where one begins like another. */
const localPlans = [
  '某县高山小学护校安园行动方案',
  '某县教体局与小学护校安园方案',
  '某区护校安园方案',
  '淄博市张店区护校安园专项方案（2018）',
  '江苏三年行动方案（苏公通〔2019〕635 号）',
  '湛江市综治委若干意见（2010）',
] as const;

/** National documents that are named without 《》. */
const plainNorms = [
  '“1530”安全教育模式',
  '国办发〔2017〕35 号',
  '消防法及公安部令第 61 号',
  '2021 防范中小学生欺凌专项治理行动工作方案',
  '保安服务管理条例',
  '内保条例',
  '安全生产法',
  '未保法校园周边规定',
  '传染病因病缺课登记',
  '各地教育突发事件信息报送规定',
  '周边道路交通设施设置规范',
  '全国中小学生安全教育日',
] as const;

const UNCHECKED = /（待核对）/g;

const source = (kind: PolicySource['kind'], document: string, clause: string, whole: string): PolicySource => ({
  kind,
  document,
  clause: clause.replace(UNCHECKED, '').trim(),
  unchecked: whole.includes('（待核对）'),
});

function localSources(seed: string): readonly PolicySource[] {
  return seed
    .split('；')
    .filter((part) => part !== '')
    .map((part) => {
      const plan = localPlans.find((one) => part.startsWith(one)) ?? part;
      return source('local', plan, part.slice(plan.length), part);
    });
}

/** A titled document: a standard's number may stand before the title. */
const titled = /^(?:GB\/T [\d-]+)?《[^》]*》(?:（[^）]*号）)?/;

const documentIn = (part: string): string | undefined =>
  titled.exec(part)?.[0] ?? plainNorms.find((one) => part.startsWith(one));

/** Splits at 、 and ；, but not inside 《》, and before a title that follows another without a mark between them. */
const partsOf = (norm: string): readonly string[] =>
  norm
    .replace(/》(?=《)/g, '》、')
    .split(/[、；](?![^《]*》)/)
    .filter((part) => part.trim() !== '');

function normSources(norm: string): readonly PolicySource[] {
  const found: PolicySource[] = [];
  for (const part of partsOf(norm)) {
    const document = documentIn(part);
    const last = found.at(-1);
    if (document === undefined && last) {
      // 《…要求》、联网: further words about the document before.
      found[found.length - 1] = source('norm', last.document, [last.clause, part].filter(Boolean).join('、'), part);
    } else {
      const named = document ?? part.replace(UNCHECKED, '');
      found.push(source('norm', named, part.slice(document?.length ?? part.length), part));
    }
  }
  return found;
}

/** Where a duty comes from, document by document: national rules first, then the local plans. Pure. */
export const policySourcesOf = (duty: Pick<Duty, 'source'>): readonly PolicySource[] => [
  ...normSources(duty.source.norm),
  ...localSources(duty.source.seed),
];
