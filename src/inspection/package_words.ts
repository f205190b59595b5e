const asks =
  /^(?:请|帮我|麻烦|我要|要|给我)*(?:做|生成|整理|导出|准备|打)?(?:一个|一份|个|份|一下)?迎检(?:包|材料|资料|档案|(?=[\s。.]*$))/;
/** 9月的迎检包: the period first. */
const turned = /^(.{2,24}?)的?迎检(?:包|材料|资料)[。.]?$/;
/** Words that only say that something is wanted. */
const filler = /(?:的|一下|压缩包|给我|发我|一份|一个|吧|[。.!！,，])/g;
const namesTime = /^$|[0-9年月]|学期/;

export interface PackageWords {
  /** What is left to read as a period; '' when nothing was said. */
  readonly period: string;
}

/** 迎检包 本学期, 导出迎检材料 9月: for which period; undefined when it asks for something else. */
export function readPackageWords(words: string): PackageWords | undefined {
  const said = words.normalize('NFKC').trim();
  const asked = asks.exec(said);
  const rest = asked ? said.slice(asked[0].length) : turned.exec(said)?.[1];
  if (rest === undefined) return undefined;
  const period = rest.replace(filler, '').trim();
  return namesTime.test(period) ? { period } : undefined;
}
