import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { closeInterrupted } from "../../../libs/journal/close-interrupted.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { scratchFolder } from "./scratch.ts";

const NODE = resolve(import.meta.dirname, "../../../node_modules/.bin/node");
const CHILD = join(import.meta.dirname, "write-for-ever.ts");

/** Three writers of one journal at a time: each begins its next run when all have ended theirs. */
class Round {
  readonly #folder: string;
  readonly #living = new Set<ChildProcess>();
  readonly #ready = new Set<ChildProcess>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Lets a writer work and kills it once it has said `lines` lines; returns all it said. */
  async killAfter(name: string, lines: number): Promise<string[]> {
    const child = spawn(NODE, [CHILD, this.#folder, name], { stdio: ["pipe", "pipe", "inherit"] });
    this.#living.add(child);
    this.#ready.add(child);
    // A byte that comes after the kill has no reader.
    child.stdin.on("error", () => undefined);
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (text.includes("ended")) this.#ready.add(child);
      this.#goOn();
      if (said.split("\n").length > lines) child.kill("SIGKILL");
    });
    this.#goOn();
    const [, signal] = await once(child, "close");
    this.#living.delete(child);
    this.#ready.delete(child);
    this.#goOn();
    expect(signal).toBe("SIGKILL");
    // The last line may have been cut in two by the kill.
    return said.split("\n").slice(0, -1);
  }

  #goOn(): void {
    if (this.#ready.size < this.#living.size) return;
    for (const child of this.#ready) child.stdin?.write("\n");
    this.#ready.clear();
  }
}

const idsOf = (lines: readonly string[], word: string): string[] =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

test("writers killed at any moment lose nothing they were told is kept, and double nothing", async () => {
  const folder = scratchFolder();
  const said: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const together = new Round(folder);
    const writers = ["a", "b", "c"].map((name) =>
      together.killAfter(`${round}${name}`, 1 + Math.floor(Math.random() * 60)),
    );
    said.push(...(await Promise.all(writers)).flat());
  }

  using raw = new DatabaseSync(join(folder, "journal.sqlite"), { readOnly: true });
  expect(raw.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  using journal = openJournal(folder, { mode: "write" });
  const started = idsOf(said, "started");
  const ended = idsOf(said, "ended");
  expect(started.length).toBeGreaterThanOrEqual(12);
  expect(started.filter((run) => journal.startOf(run) === undefined)).toEqual([]);
  expect(ended.filter((run) => journal.record(run)?.verdict !== "pass")).toEqual([]);

  const fixtures = new Set(journal.openRuns().map((start) => start.fixture));
  // A writer has one run at a time, so it leaves at most one open.
  expect(journal.openRuns()).toHaveLength(fixtures.size);
  const closed = closeInterrupted(journal, {
    station: "line-a",
    fixtures: [...fixtures],
    now: new Date("2026-03-02T00:00:00.000Z"),
  });
  expect(closed.filter((record) => ended.includes(record.run))).toEqual([]);
  expect(journal.openRuns()).toEqual([]);
  const runs = journal.records().map((record) => record.run);
  expect(new Set(runs).size).toBe(runs.length);
  expect(runs).toEqual(expect.arrayContaining(started));
});
