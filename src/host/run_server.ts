import { existsSync } from 'node:fs';
import { ConfigInvalid, readConfig } from '../config.ts';
import { DataDirectoryInUse } from '../store/node.ts';
import { createLog } from './log.ts';
import { SecretKeyUnreadable } from './secret_key.ts';
import { startServer } from './server.ts';

/** Runs the production server until it is told to stop; what a person can mend ends it with one clear message. */
export async function runServer(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    const config = readConfig(process.env);
    const log = createLog(config.logLevel);
    const server = await startServer({ config, log });
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ error }, 'stop.failed');
          process.exit(1);
        },
      );
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    process.on('unhandledRejection', (error) => log.error({ error }, 'unhandled rejection; the server goes on'));
  } catch (error) {
    if (
      !(error instanceof ConfigInvalid || error instanceof DataDirectoryInUse || error instanceof SecretKeyUnreadable)
    )
      throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
