import { parentPort, workerData } from 'node:worker_threads';
import type { Paper } from '../records/paper.ts';
import { giveWay } from './give_way.ts';
import type { Pictures } from './paper_pictures.ts';
import { paperBytes } from './write_paper.ts';

giveWay();
// Given by `paperAside` only.
const { paper, pictures } = workerData as { paper: Paper; pictures: Pictures };
parentPort?.postMessage(await paperBytes(paper, pictures));
