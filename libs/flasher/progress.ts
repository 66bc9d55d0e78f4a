/** What a procedure tells while it works. */
export interface Progress {
  /** `done` of `total` bytes. */
  bytes(done: number, total: number): void;
  /** A command was repeated. */
  retried(): void;
  /** Something the record should show though the run goes on. */
  note(text: string): void;
}
