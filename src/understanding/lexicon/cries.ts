/** What is cried out in a few characters and hardly ever meant otherwise. In common form (normalise.ts). */
export const CRIES: readonly (readonly ['emergency' | 'sensitive', RegExp])[] = [
  [
    'emergency',
    /着火了|起火了|着火啦|失火|冒烟了|在冒烟|爆炸了|晕倒|昏倒|昏迷|晕过去|昏过去|休克|抽搐|没呼吸|没心跳|叫不醒|触电了|溺水|落水了|掉(?:进|到|下)(?:水|河|池|塘|井|沟)|中毒了|持刀|拿刀砍|砍人|捅人|枪声|劫持|绑架|抢孩子|走失了?$|走丢|失踪|(?<![要快会])塌了|压(?:到|住|着)人|砸到人|困(?:在|住)|要跳楼|割腕|大出血|流血不止|出人命|救命|快来人|被车撞|被狗咬/,
  ],
  ['sensitive', /不想活|想自杀|要自杀|自残|被(?:欺负|霸凌|猥亵|性侵|体罚|家暴|勒索)|遭到?(?:欺凌|霸凌|猥亵|性侵)/],
];

/** A child's own matter named, and words that make it a case rather than a subject of lessons, plans and checks. */
export const PRIVATE_MATTER =
  /欺凌|霸凌|欺负|割腕|自残|自杀|轻生|遗书|不想活|猥亵|性侵|骚扰|家暴|体罚|虐待|孤立|勒索|威胁|扬言|跟踪|怀孕|抑郁/;
export const CASE = /一事|某|\d班|[一二三四五六七八九]班|同学|家长|孩子|学生[^，。]{0,6}(?:被|遭|有|自|割)/;
export const SUBJECT = /防|反|预防|治理|专项|教育|讲座|宣传|主题|问卷|制度|预案|班会|课/;

/** Somebody who is hurting himself at this moment. */
export const HARMS_ITSELF =
  /割腕|割脉|上吊|要跳(?:楼|河|下)|往下跳|跳楼|吞(?:了|下)?[^，。]{0,6}(?:药|刀片)|喝(?:了|下)?[^，。]{0,4}农药|拿刀[^，。]{0,4}(?:划|割)自己/;
