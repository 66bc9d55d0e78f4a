import type { BootEvent, BootReach } from "./boot-event.ts";
import { type LineMeaning, readBootLine } from "./boot-line.ts";

/** Longer lines are read in pieces: a log may never end a line. */
const LONGEST_LINE = 256;

/** Where the chip is as far as its log tells. `text`: it says something, but no known line was among it. */
type Phase = "nothing" | "text" | "bootloader" | "jump" | "app";

interface Line {
  readonly raw: string;
  readonly meaning: LineMeaning;
}

/**
 * Follows a chip's log as it comes, in pieces of any length: the same bytes give the same events.
 * Keeps a line or two, however much is said.
 */
export class BootLogReader {
  #line = "";
  #phase: Phase = "nothing";
  /** Lines seen that come once in a life: a second one of a kind tells of a new start. */
  #onceLines = new Set<string>();
  /** A version at the start of a line: a banner if registers follow, else the application's own. */
  #version: { readonly raw: string; readonly version: string } | undefined;

  /** How far the present life got, as far as that is sure. */
  get reach(): BootReach {
    return this.#phase === "text" ? "app" : this.#phase;
  }

  /** The same if nothing more comes: a version that nothing followed was whose turn it was to speak. */
  get finalReach(): BootReach {
    if (this.#version === undefined) return this.reach;
    if (this.#phase === "nothing") return "bootloader";
    return this.#phase === "jump" ? "app" : this.reach;
  }

  /** `text`: one character per byte. */
  push(text: string): BootEvent[] {
    const events: BootEvent[] = [];
    for (const character of text) {
      const isEnd = character === "\r" || character === "\n";
      if (!isEnd) this.#line += character;
      if (isEnd || this.#line.length === LONGEST_LINE) this.#endLine(events);
    }
    return events;
  }

  #endLine(events: BootEvent[]): void {
    const raw = this.#line;
    this.#line = "";
    if (raw.trim() === "") return;
    const line = { raw, meaning: readBootLine(raw) };
    this.#settleVersion(line, events);
    this.#take(line, events);
  }

  /** The line behind a version tells whose it was. */
  #settleVersion({ raw, meaning }: Line, events: BootEvent[]): void {
    const named = this.#version;
    this.#version = undefined;
    if (named === undefined) return;
    if (
      meaning.kind === "registers" ||
      meaning.kind === "reset-reason" ||
      meaning.kind === "jump"
    ) {
      this.#begin(`${named.raw}\n${raw}`, events);
      this.#phase = "bootloader";
      events.push({ kind: "banner", version: named.version });
    } else {
      this.#takeText(named.raw, events);
    }
  }

  #take({ raw, meaning }: Line, events: BootEvent[]): void {
    switch (meaning.kind) {
      case "version":
        this.#version = { raw, version: meaning.version };
        break;
      case "bootloader":
        if (this.#phase !== "nothing") break;
        this.#begin(raw, events);
        this.#phase = "bootloader";
        break;
      case "registers":
        if (this.#phase !== "bootloader") this.#takeText(raw, events);
        break;
      case "reset-reason":
        if (this.#phase !== "bootloader") this.#takeText(raw, events);
        else events.push(meaning);
        break;
      case "jump":
        if (this.#phase !== "bootloader" && this.#phase !== "text") this.#begin(raw, events);
        this.#phase = "jump";
        events.push(meaning);
        break;
      case "app-start":
        this.#takeAppStart(meaning, raw, events);
        break;
      case "crash":
        this.#beginIfSecond("crash", raw, events);
        this.#phase = "app";
        events.push({ kind: "crash" }, { kind: "app-line", text: raw });
        break;
      case "echo":
        if (this.#phase === "jump" || this.#phase === "app") this.#takeText(raw, events);
        break;
      case "noise":
        events.push({ kind: "noise" });
        break;
      case "text":
        this.#takeText(raw, events);
    }
  }

  #takeAppStart(
    { name, reason }: LineMeaning & { readonly kind: "app-start" },
    raw: string,
    events: BootEvent[],
  ): void {
    this.#beginIfSecond(name, raw, events);
    this.#phase = "app";
    events.push({ kind: "app-start" });
    if (reason !== undefined) events.push({ kind: "reset-reason", reason });
    events.push({ kind: "app-line", text: raw });
  }

  /** `name`: a line that comes once in a life. */
  #beginIfSecond(name: string, raw: string, events: BootEvent[]): void {
    if (this.#phase === "nothing" || this.#onceLines.has(name)) this.#begin(raw, events);
    this.#onceLines.add(name);
  }

  #takeText(raw: string, events: BootEvent[]): void {
    if (this.#phase === "nothing") this.#begin(raw, events);
    this.#phase = this.#phase === "jump" || this.#phase === "app" ? "app" : "text";
    events.push({ kind: "app-line", text: raw });
  }

  #begin(text: string, events: BootEvent[]): void {
    this.#phase = "nothing";
    this.#onceLines = new Set();
    events.push({ kind: "start", text });
  }
}

/** How far the last life in a log got. `log`: one character per byte. */
export const bootReachOf = (log: string): BootReach => {
  const reader = new BootLogReader();
  reader.push(log);
  return reader.finalReach;
};
