import { EXIT, type Exit } from './surroundings.ts';

/** A command ends early; the text, Chinese first, says what happened and what to do. Holds no personal data. */
export class CommandFailed extends Error {
  readonly code = 'cli.failed';
  readonly exit: Exit;
  constructor(message: string, exit: Exit = EXIT.failed) {
    super(message);
    this.name = 'CommandFailed';
    this.exit = exit;
  }
}
