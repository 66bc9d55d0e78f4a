import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { Deliverer } from "../../../libs/delivery/deliverer.ts";
import type { DeliveryNews } from "../../../libs/delivery/delivery-news.ts";
import type { HandOver } from "../../../libs/delivery/receiver.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { samplePass } from "../journal/sample-records.ts";
import { scratchFolder, scratchJournal } from "../journal/scratch.ts";

const AWAY: HandOver = { kind: "failed", problem: "is away", mend: "time" };
const TAKEN: HandOver = { kind: "delivered" };

/** A receiver that answers as it is told to, on a clock of its own; what it is handed is noted. */
const bench = (journal: Journal, answers: (number: number) => HandOver | "lost") => {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const handed: { readonly run: string; readonly at: number }[] = [];
  const news: DeliveryNews[] = [];
  const marked: number[] = [];
  const stopWhen = { idle: true };
  const deliverer = new Deliverer({
    ledger: journal.delivery,
    receiver: {
      name: "https://mes",
      hand: async ({ run }) => {
        handed.push({ run, at: Math.round(clock.now()) });
        await clock.sleep(50);
        const answer = answers(handed.length);
        // The receiver has it, and this process dies before it hears so.
        if (answer === "lost") stop.abort();
        return answer === "lost" ? AWAY : answer;
      },
    },
    clock,
    chance: () => 0.5,
    breathMs: 0,
    onMarked: (head) => marked.push(head.place),
    tell: (told) => {
      news.push(told);
      if (told.kind === "nothing-waits" && stopWhen.idle) stop.abort();
    },
  });
  return { deliverer, clock, stop, handed, news, stopWhen, marked };
};

const fill = (journal: Journal, runs: readonly string[]): void => {
  for (const run of runs) journal.endRun(samplePass({ run, serial: run }));
};

test("records go out in order; one that is not taken is sent again and again, the next ones wait", async () => {
  const journal = scratchJournal();
  fill(journal, ["R3", "R1", "R2"]);
  const line = bench(journal, (number) => (number >= 2 && number <= 9 ? AWAY : TAKEN));
  await line.deliverer.deliverForEver(line.stop.signal);
  expect(line.handed.map(({ run }) => run)).toEqual([
    ...["R3", "R1", "R1", "R1", "R1", "R1", "R1", "R1", "R1", "R1", "R2"],
  ]);
  // The last record's end, behind the journal's own row and three rows of each of the others.
  expect(line.marked.at(-1)).toBe(9);
  const times = line.handed.slice(1, 10).map(({ at }) => at);
  const pauses = times.slice(1).map((at, index) => Math.round((at - (times[index] ?? 0)) / 1000));
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  expect(line.news.filter(({ kind }) => kind === "record-delivered")).toMatchObject([
    ...[{ run: "R3", serial: "R3", verdict: "pass" }, { run: "R1" }, { run: "R2" }],
  ]);
  expect(line.news[1]).toEqual({
    ...{ kind: "delivery-failed", run: "R1", problem: "https://mes is away", mend: "time" },
    ...{ retryMs: 1000, waiting: 2 },
  });
  expect(journal.delivery.standing()).toMatchObject({ waiting: 0, delivered: { place: 3 } });
});

test("of a long trouble the journal keeps its beginning, and how it stands now and then", async () => {
  const folder = scratchFolder();
  const journal = scratchJournal(folder);
  fill(journal, ["R1"]);
  const line = bench(journal, (number) => (number <= 30 ? AWAY : TAKEN));
  await line.deliverer.deliverForEver(line.stop.signal);
  using raw = new DatabaseSync(join(folder, "journal.sqlite"), { readOnly: true });
  const rows = raw.prepare("SELECT at FROM delivery_failure ORDER BY id").all();
  // 30 tries within 25 minutes.
  expect(rows).toHaveLength(3);
});

test("new records are found; of many that go out at once one mark a second is made", async () => {
  const folder = scratchFolder();
  const journal = scratchJournal(folder);
  const line = bench(journal, () => TAKEN);
  line.stopWhen.idle = false;
  const going = line.deliverer.deliverForEver(line.stop.signal);
  await line.clock.sleep(10_000);
  fill(
    journal,
    Array.from({ length: 60 }, (_, index) => `R${index}`),
  );
  await line.clock.sleep(10_000);
  line.stop.abort();
  await going;
  expect(line.handed).toHaveLength(60);
  using raw = new DatabaseSync(join(folder, "journal.sqlite"), { readOnly: true });
  const marks = raw.prepare("SELECT count(*) AS n FROM delivery_mark").get()?.n;
  expect(marks).toBeGreaterThan(2);
  expect(marks).toBeLessThan(6);
  expect(journal.delivery.deliveredUpTo()).toBe(60);
});

test("a journal that another program holds: nothing is lost, nothing sent twice", async () => {
  const folder = scratchFolder();
  fill(scratchJournal(folder), ["R1", "R2"]);
  using journal = openJournal(folder, { mode: "write", busyMs: 1 });
  using other = new DatabaseSync(join(folder, "journal.sqlite"));
  other.exec("BEGIN IMMEDIATE");
  const line = bench(journal, () => TAKEN);
  line.clock.after(5000, () => other.exec("ROLLBACK"));
  await line.deliverer.deliverForEver(line.stop.signal);
  expect(line.handed.map(({ run }) => run)).toEqual(["R1", "R2"]);
  expect(line.news).toContainEqual(
    expect.objectContaining({
      ...{ kind: "delivery-failed", run: null, waiting: 2 },
      problem: expect.stringMatching(/was locked by another program for too long$/),
    }),
  );
  expect(journal.delivery.deliveredUpTo()).toBe(2);
});

test("once: to the end, or to the first failure", async () => {
  const journal = scratchJournal();
  fill(journal, ["R1", "R2", "R3"]);
  const first = bench(journal, (number) => (number === 2 ? AWAY : TAKEN));
  await first.deliverer.deliverOnce(first.stop.signal);
  expect(first.handed).toHaveLength(2);
  expect(journal.delivery.deliveredUpTo()).toBe(1);
  const second = bench(journal, () => TAKEN);
  await second.deliverer.deliverOnce(second.stop.signal);
  expect(second.handed.map(({ run }) => run)).toEqual(["R2", "R3"]);
  expect(journal.delivery.standing()?.waiting).toBe(0);
});

test("whatever fails and whenever it dies: every record arrives, in order, again only right after itself", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.constantFrom<HandOver | "lost">(TAKEN, AWAY, "lost"), { maxLength: 20 }),
      async (count, script) => {
        using journal = openJournal(scratchFolder(), { mode: "write" });
        const runs = Array.from({ length: count }, (_, index) => `R${index}`);
        fill(journal, runs);
        const answers = [...script];
        const arrived: string[] = [];
        while ((journal.delivery.standing()?.waiting ?? 0) > 0) {
          const life = bench(journal, () => answers.shift() ?? TAKEN);
          await life.deliverer.deliverForEver(life.stop.signal);
          arrived.push(...life.handed.map(({ run }) => run));
        }
        const once = arrived.filter((run, index) => run !== arrived[index - 1]);
        expect(once).toEqual(runs);
      },
    ),
    { numRuns: 6 },
  );
});
