/**
 * Data as the text of a text message. The vendor reads `<at …>` and a few style tags, and links in brackets
 * (reference/feishu.md §7 Send); broken with look-alikes they are shown as typed.
 */
export const escapeTextMessage = (text: string): string => text.replace(/<(?=[a-z/!])/gi, '＜').replaceAll('](', ']（');
