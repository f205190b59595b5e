export type UnreadableCode =
  | 'roster.empty'
  | 'roster.too-large'
  | 'roster.too-many-rows'
  | 'roster.old-xls'
  | 'roster.encrypted'
  | 'roster.picture'
  | 'roster.not-a-spreadsheet'
  | 'roster.other-spreadsheet'
  | 'roster.unknown-text'
  | 'roster.broken';

/** A file that holds no roster that can be read. `message` is for the log, `personText` for whoever sent the file. */
export class RosterUnreadable extends Error {
  readonly code: UnreadableCode;
  readonly personText: string;

  constructor(code: UnreadableCode, fileName: string, detail = '') {
    super(
      `${code}: the file sent as a roster could not be read${detail === '' ? '' : ` (${detail})`}; send it again as .xlsx or .csv`,
    );
    this.name = 'RosterUnreadable';
    this.code = code;
    this.personText = `“${shownFileName(fileName)}”${WORDS[code]}`;
  }
}

const WORDS: Record<UnreadableCode, string> = {
  'roster.empty': '是空的。请填好名册，存盘后再发一次。',
  'roster.too-large': '太大，没有读。名册请在 5 MB 以内；去掉图片和多余的空白行列，另存为 .xlsx 再发一次。',
  'roster.too-many-rows': '超过 2 万行，没有读。请只留教职工名册，另存为 .xlsx 再发一次。',
  'roster.old-xls': '是旧版表格。请用 Excel 或 WPS 打开，另存为 .xlsx 再发一次。',
  'roster.encrypted': '加了密码，打不开。请取消密码，另存为 .xlsx 再发一次。',
  'roster.picture': '是图片，不是表格。请发原来的表格文件（.xlsx 或 .csv）。',
  'roster.not-a-spreadsheet': '不是表格。请把名册存成 .xlsx 或 .csv 再发一次。',
  'roster.other-spreadsheet': '这种格式读不了。请用 Excel 或 WPS 打开，另存为 .xlsx 再发一次。',
  'roster.unknown-text': '里的文字读不出来。请用 Excel 或 WPS 打开，另存为 .xlsx 再发一次。',
  'roster.broken': '打不开，文件可能不完整。请在电脑上打开看看，另存为 .xlsx 再发一次。',
};

function shownFileName(fileName: string): string {
  const plain = [...fileName.replace(/[\p{Cc}\p{Cf}]/gu, '').replace(/^.*[/\\]/, '')];
  const short = plain.length > 40 ? `${plain.slice(0, 30).join('')}…${plain.slice(-8).join('')}` : plain.join('');
  return short === '' ? '这个文件' : short;
}
