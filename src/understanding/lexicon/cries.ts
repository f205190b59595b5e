/** What is cried out in a few characters and hardly ever meant otherwise. In common form (normalise.ts). */
export const CRIES: readonly (readonly ['emergency' | 'sensitive', RegExp])[] = [
  [
    'emergency',
    /着火了|着火$|起火了|着火啦|失火|冒烟了|在冒烟|爆炸了|晕倒|昏倒|昏迷|晕过去|昏过去|休克|抽搐|没呼吸|没心跳|叫不醒|触电了|溺水|落水了|掉(?:进|到|下)(?:水|河|池|塘|井|沟)|中毒了|持刀|拿刀砍|砍人|捅人|枪声|劫持|绑架|抢孩子|走失了?$|走丢|失踪|(?<![要快会])塌了|压(?:到|住|着)人|砸到人|困(?:在|住)|要跳楼|割腕|大出血|流血不止|出人命|救命|快来人|被车撞|被狗咬/,
  ],
  [
    'sensitive',
    /不想活|想自杀|要自杀|自残|(?:我|他|她|孩子|学生)[^，。]{0,3}想死(?!你|了你)|^(?:好|真)?想死$|我想跳楼|(?:爸|妈|老师|同学|家长|教练|爷爷|奶奶)[^，。]{0,2}打(?:我|孩子)|我[^，。]{0,3}被(?:打|孤立|骂|欺)|老师(?:亲|摸)我|要杀了?我|^家暴$|^霸凌$|被(?:欺负|霸凌|猥亵|性侵|体罚|家暴|勒索|孤立)|遭到?(?:欺凌|霸凌|猥亵|性侵)/,
  ],
];

/** A child's own matter named, and words that make it a case rather than a subject of lessons, plans and checks. */
export const PRIVATE_MATTER =
  /欺凌|霸凌|欺负|割腕|自残|自杀|轻生|遗书|不想活|猥亵|性侵|骚扰|家暴|体罚|虐待|孤立|勒索|被威胁|遭威胁|被跟踪|遭跟踪|扬言|怀孕|抑郁/;
/** A single child's case, whatever else the line speaks of. */
export const ONE_CASE = /一事|某/;
export const CASE = /\d班|[一二三四五六七八九]班|同学|家长|孩子|学生[^，。]{0,6}(?:被|遭|有|自|割)/;
export const SUBJECT = /防|反|预防|治理|专项|教育|讲座|宣传|主题|问卷|制度(?!上)|预案|班会|课(?![间后堂上])/;

/** Somebody who is hurting himself at this moment. */
export const HARMS_ITSELF =
  /割腕|割脉|上吊(?![灯顶扇柜])|要跳(?:楼|河)|跳楼|(?<!误)吞(?:了|下)?[^，。电]{0,4}(?:安眠药|药片|一把药|一瓶药|刀片)|(?<!误)喝(?:了|下)?[^，。]{0,4}农药|拿刀[^，。]{0,4}(?:划|割)自己/;
