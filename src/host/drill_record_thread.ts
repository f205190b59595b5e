import { parentPort, workerData } from 'node:worker_threads';
import type { DrillRecord } from '../drills/record.ts';
import { documentOf } from './drill_record_docx.ts';

// Given by `documentAside` only.
parentPort?.postMessage(await documentOf(workerData as DrillRecord));
