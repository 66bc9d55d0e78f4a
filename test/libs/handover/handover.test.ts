import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keysOf } from "../../../libs/dispatch/keys.ts";
import { RecordInbox } from "../../../libs/dispatch/record-inbox.ts";
import { openRecordPost, RECORD_FIELD } from "../../../libs/dispatch/record-post.ts";
import { runRecordSchema } from "../../../libs/dispatch/run-schemas.ts";
import { RecordBringer } from "../../../libs/handover/record-bringer.ts";
import { type RecordBrought, takeRecords } from "../../../libs/handover/record-taker.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import { type RedisForTests, startRedisForTests } from "../../redis-for-tests.ts";
import { samplePass, sampleStart } from "../journal/sample-records.ts";
import { scratchFolder } from "../journal/scratch.ts";

let redis: RedisForTests;
beforeAll(async () => {
  redis = await startRedisForTests();
});
afterAll(() => redis[Symbol.asyncDispose]());

const AT = "2026-03-01T10:00:00.000Z";
const PREFIX = "line";
const keys = keysOf(PREFIX);

const placeOf = (run: string) => ({ place: Number(run.slice(1)), hash: `hash of ${run}` });
const read = (record: unknown): RunRecord | null => runRecordSchema.safeParse(record).data ?? null;

/** A worker and a coordinator with a journal each, of which a test plays every accident. */
class Two implements Disposable {
  readonly told: RecordBrought[] = [];
  readonly folders = { worker: scratchFolder(), line: scratchFolder() };
  readonly done: string[] = [];
  worker: Journal;
  line: Journal;
  bringer: RecordBringer;
  inbox: RecordInbox;

  constructor() {
    this.worker = openJournal(this.folders.worker, { mode: "write" });
    this.line = openJournal(this.folders.line, { mode: "write" });
    this.bringer = this.startWorker();
    this.inbox = this.startCoordinator();
  }

  startWorker(): RecordBringer {
    const post = openRecordPost(redis.peek, keys);
    const { handover: ledger } = this.worker;
    const [journal, station] = ["WORKER", "line-b"];
    this.bringer = new RecordBringer({ ledger, post, journal, station, placeOf, now: () => AT });
    return this.bringer;
  }

  startCoordinator(): RecordInbox {
    const { handover: ledger } = this.line;
    const tell = (one: RecordBrought): void => void this.told.push(one);
    const desk = takeRecords({ journal: "LINE", ledger, read, now: () => AT, tell });
    const unreadable = (): void => undefined;
    const parts = { desk, timings: { lifeMs: 60_000 }, onUnreadable: unreadable };
    this.inbox = new RecordInbox(redis.peek, keys, parts);
    return this.inbox;
  }

  /** The worker ends runs for the line, and one of its own in between. */
  endRuns(count: number): void {
    for (let each = 0; each < count; each += 1) {
      const run = `R${this.done.length + 1}`;
      this.done.push(run);
      const record = samplePass({ run, serial: `SN${run}` });
      this.worker.startRun(sampleStart({ run, serial: `SN${run}` }), "LINE");
      this.worker.endRun(record);
    }
  }

  keepCopy(name: "worker" | "line"): void {
    this.#closed(name, (folder) =>
      copyFileSync(join(folder, "journal.sqlite"), join(folder, "copy.sqlite")),
    );
  }

  /** The coordinator's, or the worker's, journal is put back as it was. */
  putBack(name: "worker" | "line"): void {
    this.#closed(name, (folder) =>
      copyFileSync(join(folder, "copy.sqlite"), join(folder, "journal.sqlite")),
    );
  }

  #closed(name: "worker" | "line", act: (folder: string) => void): void {
    this[name].close();
    const folder = this.folders[name];
    for (const end of ["-wal", "-shm"])
      rmSync(join(folder, `journal.sqlite${end}`), { force: true });
    act(folder);
    this[name] = openJournal(folder, { mode: "write" });
    if (name === "worker") this.startWorker();
    else this.startCoordinator();
  }

  /** Until nothing is left to bring. */
  async settle(): Promise<void> {
    for (let round = 0; round < 60; round += 1) {
      await this.inbox.beat();
      if ((await this.bringer.bringAll()) === "nothing-left") return;
    }
    throw new Error("it goes on for ever");
  }

  [Symbol.dispose](): void {
    this.worker.close();
    this.line.close();
  }
}

const runsIn = (journal: Journal): string[] => journal.records().map(({ run }) => run);

type Accident = (two: Two) => Promise<unknown>;

const ACCIDENTS: Readonly<Record<string, Accident>> = {
  "runs end": async (two) => two.endRuns(5),
  "the worker brings": (two) => two.bringer.bringAll(),
  "the coordinator takes": (two) => two.inbox.beat(),
  "the worker starts again": async (two) => two.startWorker(),
  "the coordinator starts again": async (two) => two.startCoordinator(),
  "nobody is there for a while": () => redis.peek.del(keys.receiver("LINE")),
  "Redis is emptied": () => redis.peek.flushall(),
  "what was said is lost": () => redis.peek.del(keys.stored("LINE")),
  "records are lost on the way": () => redis.peek.xtrim(keys.records("LINE"), "MAXLEN", 2),
  "records come twice": async () => {
    const entries = await redis.peek.xrange(keys.records("LINE"), "-", "+", "COUNT", 3);
    for (const [, fields] of entries) {
      await redis.peek.xadd(keys.records("LINE"), "*", RECORD_FIELD, fields[1] ?? "");
    }
  },
  "the line's journal is copied": async (two) => two.keepCopy("line"),
  "the line's journal is put back": async (two) => two.putBack("line"),
};

test("whatever is lost, repeated, emptied or put back, each record is in the line's journal once in the end", async () => {
  const accidents = fc.array(fc.constantFrom(...Object.keys(ACCIDENTS)), { maxLength: 16 });
  await fc.assert(
    fc.asyncProperty(accidents, async (names) => {
      await redis.peek.flushall();
      using two = new Two();
      two.keepCopy("line");
      two.endRuns(40);
      for (const name of names) await ACCIDENTS[name]?.(two);
      await two.settle();
      expect(runsIn(two.line)).toEqual(runsIn(two.worker));
      const brought = two.line.handover.broughtFrom("WORKER");
      expect(brought.map(({ run, fate, ...it }) => [run, fate, it.hash])).toEqual(
        two.done.map((run) => [run, "stored", `hash of ${run}`]),
      );
      expect(two.worker.handover.waiting("LINE")).toBe(0);
    }),
    { numRuns: 8 },
  );
});

test("no more than a batch is under way, and nothing at all while nobody takes it", async () => {
  await redis.peek.flushall();
  using two = new Two();
  two.endRuns(100);
  expect(await two.bringer.bringAll()).toBe("nobody");
  await two.inbox.beat();
  for (let each = 0; each < 5; each += 1) await two.bringer.bringAll();
  expect(await redis.peek.xlen(keys.records("LINE"))).toBe(32);
  expect(two.worker.handover.waiting("LINE")).toBe(100);
});

test("a record that contradicts a stored one is kept aside and told once, and holds none up", async () => {
  await redis.peek.flushall();
  using two = new Two();
  two.endRuns(3);
  const other = { ...samplePass({ run: "R2", serial: "SNR2" }), notes: ["another end"] };
  two.line.endRun(other);
  await two.settle();
  two.startCoordinator();
  await two.settle();
  expect(runsIn(two.line)).toEqual(["R1", "R2", "R3"]);
  expect(two.line.record("R2")?.notes).toEqual(["another end"]);
  expect(two.told.map(({ run, fate }) => [run, fate])).toEqual([
    ["R1", "stored"],
    ["R2", "refused"],
    ["R3", "stored"],
  ]);
  expect(JSON.parse(two.line.handover.originsOf("R2")[0]?.record ?? "")).toEqual(
    two.worker.record("R2"),
  );
});

test("a worker's journal that was put back from an older copy brings its later records all the same", async () => {
  await redis.peek.flushall();
  using two = new Two();
  two.endRuns(2);
  two.keepCopy("worker");
  two.endRuns(40);
  await two.settle();
  two.putBack("worker");
  two.endRuns(2);
  await two.settle();
  expect(runsIn(two.line)).toHaveLength(44);
});

test("a record of a newer program is kept as it came; what is no record at all is passed over", async () => {
  await redis.peek.flushall();
  using two = new Two();
  const message = { journal: "WORKER", place: 1, hash: "h", station: "line-b", after: null };
  const newer = { ...message, run: "R1", record: { schema: 99, run: "R1" } };
  // Of what can be read but not written again only the name is kept: it must hold none up.
  const deep = JSON.stringify({ ...message, run: "R2", record: "DEEP" });
  const levels = 20_000;
  const nested = deep.replace('"DEEP"', "[".repeat(levels) + "]".repeat(levels));
  for (const text of ["nonsense", nested, JSON.stringify(newer)]) {
    await redis.peek.xadd(keys.records("LINE"), "*", RECORD_FIELD, text);
  }
  await two.inbox.beat();
  expect(await redis.peek.xlen(keys.records("LINE"))).toBe(0);
  expect(two.line.handover.broughtFrom("WORKER")).toMatchObject([
    { run: "R2", fate: "unreadable", record: "null" },
    { run: "R1", fate: "unreadable", record: '{"schema":99,"run":"R1"}' },
  ]);
});
