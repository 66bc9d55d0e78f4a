/** How much a finding matters: only a `problem` keeps a lot from being run. */
export type Level = "ok" | "note" | "warning" | "problem";

/** What a check saw. Texts are as found on the machine: whoever prints them escapes them. */
export interface Remark {
  readonly level: Level;
  /** One sentence. */
  readonly what: string;
  /** What to do about it, as a sentence. */
  readonly remedy?: string;
  /** Lines to paste into a shell, in this order; all that came from outside is quoted. */
  readonly commands?: readonly string[];
  readonly fixture?: string;
  /** Several fixtures that one thing is about, such as those of a relay board; then `fixture` is absent. */
  readonly fixtures?: readonly string[];
  /** Path of the port, as the jig file names it. */
  readonly port?: string;
}

/** A remark and the check that made it. */
export interface Finding extends Remark {
  readonly check: string;
}
