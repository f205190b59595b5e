/** How wide a text stands in a table, in characters; a Chinese one is two. The widest of its lines. */
export const textWidth = (text: string): number => {
  let widest = 0;
  let line = 0;
  for (const letter of text) {
    line = letter === '\n' ? 0 : line + (letter > '\u00ff' ? 2 : 1);
    if (line > widest) widest = line;
  }
  return widest;
};

/** Lines a text takes in a column of that many characters. */
export const linesIn = (text: string, width: number): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / width)), 0);
