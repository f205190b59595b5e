/** DingTalk's markdown subset (reference/dingtalk.md §5.3) in the words of the page's markdown. */

const STRUCTURE = /^\s*(#{1,6}\s|>|[-*+]\s|\d{1,9}[.)]\s|$)/;
/** Tags the client draws; any other one is shown as its text. */
const TAGS = /^<(br\s*\/?|\/?a(\s+[aA]t[iI]d=[^>]*)?)>/;

/** What the client would not draw (tables, other tags) comes out as text, and a line breaks only after two spaces. */
export function pageMarkdown(markdown: string): string {
  return joined(markdown.split('\n')).map(plainer).join('\n');
}

/** The name of an uploaded picture inside a page's address. */
export function imageKey(mediaId: string): string {
  return mediaId.replace(/^[@$]/, 'media-');
}

function joined(lines: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (const line of lines) {
    const before = out.at(-1);
    const runsOn = before !== undefined && !/ {2}$/.test(before) && !STRUCTURE.test(line) && !STRUCTURE.test(before);
    if (runsOn) out[out.length - 1] = `${before} ${line.trimStart()}`;
    else out.push(line);
  }
  return out.map((line) => line.trimEnd());
}

function plainer(line: string): string {
  return line
    .replace(/<[^>]*>?/g, (tag) => {
      if (!TAGS.test(tag)) return tag.replace('<', '&lt;');
      return tag.startsWith('<br') ? '<br>' : '';
    })
    .replace(/\|/g, '&#124;')
    .replace(/~/g, '&#126;')
    .replace(/!\[([^\]]*)\]\(([@$][\w-]+)\)/g, (_whole, alt: string, id: string) => `![${alt}](${imageKey(id)})`);
}
