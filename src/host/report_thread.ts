import { parentPort, workerData } from 'node:worker_threads';
import type { Report } from '../digests/report.ts';
import { type Embedded, reportDocument } from './report_docx.ts';

// Given by `reportAside` only.
const { report, pictures } = workerData as { report: Report; pictures: ReadonlyMap<string, Embedded> };
parentPort?.postMessage(await reportDocument(report, pictures));
