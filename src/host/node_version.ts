/** The oldest Node whose better-sqlite3 build and type stripping work here (reference/runtime.md §1). */
const OLDEST = [22, 18] as const;

/**
 * Ends the process with a clear sentence on an older Node. Must run before anything imports the database: on Node 20
 * its native part crashes instead of failing.
 */
export function requireNodeVersion(version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  process.stderr.write(
    `Anyuan needs Node ${OLDEST.join('.')} or newer; this is ${version}.\nStart it with npm (npm start, npm run demo): the right Node comes with npm ci.\n需要 Node ${OLDEST.join('.')} 以上，当前是 ${version}。请用 npm start 或 npm run demo 启动。\n`,
  );
  process.exit(1);
}
