import { plainText } from './normalise.ts';

/** 匿名 at the beginning, or as what somebody wants to do; an anonymous questionnaire is none. */
const ASKS =
  /^(?:我|您好|你好|老师|请问|安园|，)*(?:想|要|想要|可以|能|能不能|希望)*匿名(?!问卷|调查|投票|评|信箱|意见箱|群|墙|表白)|(?:我|想|要|能)[^，。]{0,4}匿名(?:举报|上报|反映|说|告诉|报告|投诉|反馈)/;

/** Whether the message asks to say something without leaving a name. Total, pure. */
export const asksAnonymity = (text: string): boolean => ASKS.test(plainText(text));
