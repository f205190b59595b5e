/** At most `length` characters, with … where something was left out: titles hold 20 (domain/voice.md §2). */
export function clip(text: string, length: number): string {
  const characters = [...text.replaceAll('\n', ' ')];
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}
