import { closeSync, fstatSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { logFileName } from "./log-file-name.ts";

/** Of one file; then the next part of its day begins. */
const PART_BYTES = 16 * 1024 * 1024;

/**
 * Takes lines into one file a day (UTC), `NAME-2026-11-21.jsonl`, and into further parts of it where
 * a day says much. Several processes may write to one file, a line at a time. What was written is
 * there when its process is killed. Never throws: of a disk that takes nothing lines are lost, and
 * counted in the next one that is taken.
 */
export class DailyFile implements Disposable {
  readonly #folder: string;
  readonly #name: string;
  readonly #now: () => Date;
  readonly #partBytes: number;
  #open: { readonly day: string; readonly fd: number; room: number } | undefined;
  #part = 1;
  #lost = 0;
  /** Whether the last line has no end: the disk took a part of it. */
  #isCut = false;

  constructor(folder: string, name: string, now = () => new Date(), partBytes = PART_BYTES) {
    this.#folder = folder;
    this.#name = name;
    this.#now = now;
    this.#partBytes = partBytes;
  }

  /** Appends one line, JSON without its end. */
  write(line: string): void {
    const lost = this.#lost > 0 ? `${JSON.stringify({ kind: "lines-lost", n: this.#lost })}\n` : "";
    try {
      const file = this.#fileOf(this.#now().toISOString().slice(0, 10));
      const bytes = Buffer.from(`${this.#isCut ? "\n" : ""}${lost}${line}\n`);
      const taken = writeSync(file.fd, bytes);
      file.room -= taken;
      // A line that was cut off by a full disk must not spoil the next one.
      this.#isCut = taken === bytes.length ? false : this.#isCut || taken > 0;
      this.#lost = taken === bytes.length ? 0 : this.#lost + 1;
    } catch {
      this.#lost += 1;
    }
  }

  [Symbol.dispose](): void {
    if (this.#open !== undefined) closeSync(this.#open.fd);
    this.#open = undefined;
  }

  #fileOf(day: string): { readonly fd: number; room: number } {
    const open = this.#open;
    if (open !== undefined && open.day === day && open.room > 0) return open;
    this[Symbol.dispose]();
    if (open?.day !== day) this.#part = 1;
    mkdirSync(this.#folder, { recursive: true });
    for (; ; this.#part += 1) {
      const path = join(this.#folder, logFileName(this.#name, day, this.#part));
      const fd = openSync(path, "a", 0o600);
      const room = this.#partBytes - fstatSync(fd).size;
      if (room > 0) {
        this.#open = { day, fd, room };
        this.#isCut = false;
        return this.#open;
      }
      closeSync(fd);
    }
  }
}
