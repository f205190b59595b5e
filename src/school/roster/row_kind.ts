import { foldText } from './cell_text.ts';
import type { Column, Header } from './header.ts';
import type { IgnoredRow } from './model.ts';

const TOTAL = /^(?:合计|总计|小计|共计|总人数|合计人数|共\d+人|总共)/;
const FOOTER =
  /^(?:注|备注|说明|填表|制表|审核|填报|联系人|截止|打印|以上|校长签|签字|盖章|日期|更新时间)[^:]{0,6}(?::|人|日期|$)|^以上|^注\d*[:.]/;
const EXAMPLE = /示例|样例|^例[:：]|填写范例/;
const SECTION =
  /^[一二三四五六七八九十]{1,3}[、.]|^\([一二三四五六七八九十]{1,3}\)|年级(?:组|部)?$|(?:人员|名单|部门|领导|行政|班子|后勤|教师|职工|处|科室|办公室|组|部|年级|情况|如下)[:]?$|^-+$|^\*+$/;

/** Why a row under the header holds nobody, or undefined when it is to be read as a person. */
export function ignoredReason(cells: readonly string[], header: Header): IgnoredRow['reason'] | undefined {
  const filled = cells.map(foldText).filter((text) => text !== '');
  const first = filled[0] ?? '';
  const columns = header.groups.flat();
  const mapped = columns.filter((column) => foldText(cells[column.index] ?? '') !== '');
  if (
    TOTAL.test(first) ||
    mapped.some((column) => column.kind === 'name' && TOTAL.test(foldText(cells[column.index] ?? '')))
  )
    return 'total';
  if (new Set(filled).size <= 2 && FOOTER.test(first)) return 'footer';
  if (filled.some((text) => EXAMPLE.test(text) && text.length <= 12)) return 'example';
  if (mapped.length === 0) return filled.length === 1 && !/^\d+$/.test(first) ? 'separator' : 'nothing-to-read';
  return new Set(filled).size === 1 && isSection(first, mapped) ? 'separator' : undefined;
}

/** A lone text in the name column is a person unless it reads like a heading; alone under 班级, 角色 or 年级 it can only be one. */
function isSection(text: string, mapped: readonly Column[]): boolean {
  if (SECTION.test(text)) return true;
  return mapped.every((column) =>
    ['class', 'role', 'grade', 'headClass', 'taughtClass', 'place', 'school', 'subject', 'floor'].includes(column.kind),
  );
}
