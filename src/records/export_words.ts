import { allLedgerKinds, type LedgerKind, ledgerKinds } from './kinds.ts';

const asks = /^(?:请|帮我|麻烦)?(?:导出|下载|打印|要一份|发我一份)/;
/** Words that only say that it is a ledger. */
const filler =
  /(?:的|一下|电子版|excel|xlsx|表格|表|台账|登记册|登记|记录|汇总|全部|所有|给我|发我|一份|[。.!！,，])/gi;

const photoWords = /[，,、]?(?:要|还要)?[带含附连]?(?:着|上|有)?(?:照片|图片)(?:一起)?/;

export interface ExportWords {
  readonly kind: LedgerKind;
  /** What is left to read as a period; '' when nothing was said. */
  readonly period: string;
  /** 带照片: shown in the table instead of named. */
  readonly withPhotos: boolean;
}

/** 导出台账 9月, 导出演练台账 本学期: which ledger and which period; undefined when it asks for something else. */
export function readExportWords(words: string): ExportWords | undefined {
  const said = words.normalize('NFKC').trim();
  const asked = asks.exec(said);
  if (
    !asked ||
    !(/台账|登记册|记录|汇总|表|清单/.test(said) || allLedgerKinds.some((one) => ledgerKinds[one].words.test(said)))
  )
    return undefined;
  const withPhotos = photoWords.test(said);
  const rest = said.slice(asked[0].length).replace(photoWords, '');
  const kind = allLedgerKinds.find((one) => ledgerKinds[one].words.test(rest)) ?? 'hazards';
  const period = rest
    .replace(new RegExp(ledgerKinds[kind].words, 'g'), '')
    .replace(/随手报|检查|来访|安全/g, '')
    .replace(filler, '')
    .trim();
  return { kind, period, withPhotos };
}
