/**
 * At most `limit` characters, the last one … where something was cut. For titles, labels and toasts, whose lengths
 * domain/voice.md §2 fixes; line breaks become blanks, since a title has one line.
 */
export function shorten(text: string, limit: number): string {
  const letters = [...text.replace(/\s+/g, ' ').trim()];
  return letters.length > limit ? `${letters.slice(0, Math.max(limit - 1, 0)).join('')}…` : letters.join('');
}
