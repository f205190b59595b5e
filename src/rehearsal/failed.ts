/** A rehearsal that could not be held; `personText` says why and what to do, where the person can mend it. */
export class RehearsalFailed extends Error {
  readonly personText: string | undefined;
  constructor(message: string, personText?: string) {
    super(message);
    this.personText = personText;
  }
}
