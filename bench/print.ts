/** Progress and tables go to stderr and stdout apart, so that `--json` leaves only JSON on stdout. */
export const wantsJson = (): boolean => process.argv.includes('--json');

/** A line for whoever watches. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

export const bold = (text: string): string => (process.stderr.isTTY ? `\u001b[1m${text}\u001b[0m` : text);

/** Prints the result: JSON with `--json`, else what `table` makes of it. */
export function printResult<Result>(result: Result, table: (result: Result) => string): void {
  process.stdout.write(wantsJson() ? `${JSON.stringify(result, null, 2)}\n` : `${table(result)}\n`);
}

/** Rows as columns of equal width; numbers are formatted by the caller. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `--name=7` on the command line, else `otherwise`. */
export function numberParameter(name: string, otherwise: number): number {
  const text = process.argv.find((parameter) => parameter.startsWith(`--${name}=`))?.split('=')[1];
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) ? value : otherwise;
}
