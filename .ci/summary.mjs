// Counts vitest's JSON report: node .ci/summary.mjs REPORT FAILED_STEPS. Its last line is the whole run's result.
import { readFileSync } from 'node:fs';

const [, , file = '', steps = '0'] = process.argv;
let passed = 0;
let failed = 0;
let skipped = 0;
try {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  for (const result of report.testResults) {
    let failedHere = 0;
    for (const { status, fullName } of result.assertionResults) {
      if (status === 'passed') passed += 1;
      else if (status === 'failed') {
        failedHere += 1;
        process.stdout.write(`failed: ${result.name}: ${fullName}\n`);
      } else {
        skipped += 1;
        process.stdout.write(`skipped: ${result.name}: ${fullName}\n`);
      }
    }
    // A file that could not be loaded has no test to blame.
    if (result.status === 'failed' && failedHere === 0) {
      failedHere = 1;
      process.stdout.write(`failed: ${result.name}\n`);
    }
    failed += failedHere;
  }
} catch {
  process.stdout.write('the tests left no report that can be read\n');
}
// "npm test" is one of the failed steps whenever a test failed: those are counted by test, the other steps one each.
const failedSteps = Number(steps);
const inAll = failed > 0 ? failed + Math.max(0, failedSteps - 1) : Math.max(failedSteps, passed === 0 ? 1 : 0);
process.stdout.write(`${passed} passed, ${inAll} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
if (inAll > 0) process.exitCode = 1;
