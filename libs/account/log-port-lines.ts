import { readableText } from "../boot/readable-text.ts";
import { printable } from "../failure/printable.ts";
import { EndsList } from "./ends-list.ts";

const LONGEST_LINE = 160;
/** A log may never end a line. */
const LONGEST_PIECE = 256;
const SHORTEST_SECRET = 4;

/** A line of the log port, when it ended, in ms since the run began. */
export type LogLine = readonly [ms: number, text: string];

/** What a board's log port said, by lines with their times: the first and the last of them, escaped. */
export class LogPortLines {
  readonly lines = new EndsList<LogLine>(20, 60);
  readonly #now: () => number;
  readonly #secrets: readonly string[];
  #line = "";

  /** `secrets`: values (hex) that no line shows, neither as hex nor as the text they may be. */
  constructor(now: () => number, secrets: readonly string[]) {
    this.#now = now;
    this.#secrets = secrets
      .flatMap((hex) => [hex, Buffer.from(hex, "hex").toString("latin1")])
      .filter((secret) => secret.length >= SHORTEST_SECRET)
      .map((secret) => secret.toLowerCase());
  }

  push(text: string): void {
    for (const part of text.split(/(?<=[\r\n])/)) {
      this.#line += part;
      if (/[\r\n]$/.test(part) || this.#line.length >= LONGEST_PIECE) this.end();
    }
  }

  /** The line under way is over. */
  end(): void {
    const line = this.#line.trim();
    this.#line = "";
    if (line === "") return;
    const shown = printable(readableText(this.#masked(line)), LONGEST_LINE);
    this.lines.push([Math.round(this.#now()), shown]);
  }

  /** A board that prints its key prints it in whatever way it likes: the whole line goes. */
  #masked(line: string): string {
    const bare = line.toLowerCase();
    const hexOnly = bare.replaceAll(/[^0-9a-f]/g, "");
    const shows = this.#secrets.some((secret) => bare.includes(secret) || hexOnly.includes(secret));
    return shows ? "(a line that shows a secret value)" : line;
  }
}
