import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { DailyFile } from "../../../libs/log/daily-file.ts";
import { keepPruned } from "../../../libs/log/keep-pruned.ts";
import { pruneLogs } from "../../../libs/log/prune-logs.ts";
import { runLines } from "../../../libs/log/run-lines.ts";
import { mountSmallDisk } from "../../support/small-disk.ts";

let folder: string;
let now: Date;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daily-"));
  now = new Date("2026-11-21T23:59:59Z");
});
afterEach(() => rmSync(folder, { recursive: true }));

const textOf = (name: string): string => readFileSync(join(folder, name), "utf8");
const names = (): readonly string[] => readdirSync(folder).sort();

test("a day that is over, and a file that is full, end; two processes fill one file", () => {
  using one = new DailyFile(folder, "runs", () => now, 12);
  using other = new DailyFile(folder, "runs", () => now, 12);
  one.write("1111");
  other.write("2222");
  one.write("3333");
  other.write("4444");
  other.write("5555");
  expect(textOf("runs-2026-11-21.jsonl")).toBe("1111\n2222\n3333\n4444\n");
  expect(textOf("runs-2026-11-21.2.jsonl")).toBe("5555\n");
  now = new Date("2026-11-22T00:00:00Z");
  one.write("6666");
  expect(textOf("runs-2026-11-22.jsonl")).toBe("6666\n");
});

test("a disk that takes nothing loses lines, which the next one counts", () => {
  const blocked = join(folder, "logs");
  writeFileSync(blocked, "no folder");
  using file = new DailyFile(blocked, "runs", () => now);
  file.write("1");
  file.write("2");
  rmSync(blocked);
  file.write("3");
  expect(readFileSync(join(blocked, "runs-2026-11-21.jsonl"), "utf8")).toBe(
    '{"kind":"lines-lost","n":2}\n3\n',
  );
});

test("a line that a full disk cut off is lost, counted, and spoils none behind it", () => {
  using disk = mountSmallDisk(join(folder, "disk"), 1);
  if (disk === undefined) return;
  using file = new DailyFile(disk.folder, "runs", () => now);
  disk.fill();
  // No page is left but the one that the first lines begin.
  truncateSync(join(disk.folder, "filler"), statSync(join(disk.folder, "filler")).size - 4096);
  file.write("1");
  file.write("x".repeat(5000));
  file.write("y");
  disk.makeRoom();
  file.write("2");
  const lines = textOf("disk/runs-2026-11-21.jsonl").split("\n");
  expect(lines.slice(2)).toEqual(['{"kind":"lines-lost","n":2}', "2", ""]);
});

test("the oldest go, by their days and by what all come to; today's stay, and what is no log", async () => {
  const mega = "x".repeat(1024 * 1024);
  for (const day of ["2026-11-01", "2026-11-19", "2026-11-20", "2026-11-21"]) {
    writeFileSync(join(folder, `runs-${day}.jsonl`), mega);
  }
  writeFileSync(join(folder, "runs-2026-11-21.2.jsonl"), mega);
  writeFileSync(join(folder, "notes-2020-01-01.txt"), "mine");
  writeFileSync(join(folder, "worker-1.log"), mega.repeat(5));
  await pruneLogs(folder, { keepDays: 10, maxMegabytes: 3 }, now);
  expect(names()).toEqual([
    "notes-2020-01-01.txt",
    "runs-2026-11-20.jsonl",
    "runs-2026-11-21.2.jsonl",
    "runs-2026-11-21.jsonl",
    "worker-1.log.old",
  ]);
  await pruneLogs(folder, { keepDays: 10, maxMegabytes: 1 }, now);
  expect(names()).not.toContain("runs-2026-11-20.jsonl");
  await pruneLogs(join(folder, "none"), { keepDays: 10, maxMegabytes: 1 }, now);
});

test("a worker that lives for days removes what becomes too old meanwhile", async () => {
  writeFileSync(join(folder, "runs-2026-11-01.jsonl"), "");
  const clock = new VirtualClock(now);
  await pruneLogs(folder, { keepDays: 20, maxMegabytes: 3 }, now);
  expect(names()).toHaveLength(1);
  using _ = keepPruned(folder, { keepDays: 20, maxMegabytes: 3 }, clock);
  await vi.waitFor(() => expect(names()).toEqual([]));
});

test("a run's lines are found over days and parts, and what is no line of it is passed over", async () => {
  // Made on 2026-11-21, as its first ten characters say.
  const run = "01KAM0YH00AAAAAAAAAAAAAAAA";
  mkdirSync(folder, { recursive: true });
  const line = (n: number, of = run): string => `{"run":"${of}","n":${n}}\n`;
  writeFileSync(join(folder, "runs-2025-11-22.jsonl"), `${line(3)}{"run":"${run}", torn`);
  writeFileSync(join(folder, "runs-2025-11-21.jsonl"), `${line(1)}not JSON\n${line(9, "OTHER")}`);
  writeFileSync(join(folder, "runs-2025-11-21.2.jsonl"), line(2));
  writeFileSync(join(folder, "runs-2020-01-01.jsonl"), line(0));
  const found = await runLines(folder, "runs", [run]);
  expect(found.get(run)?.map(({ n }) => n)).toEqual([1, 2, 3]);
  expect((await runLines(folder, "runs", ["OTHER"])).get("OTHER")).toHaveLength(1);
  expect((await runLines(join(folder, "none"), "runs", [run])).get(run)).toEqual([]);
});
