import { expect, test } from "vitest";
import {
  adviseRate,
  learnRates,
  NOTHING_KNOWN,
  type RateKnowledge,
} from "../../../libs/adapter-rates/rate-knowledge.ts";
import type { AdapterMemory } from "../../../libs/run/adapter-memory.ts";
import { type BenchOptions, startRun } from "../../support/memory-bench.ts";

const NOW = new Date("2026-11-16T08:00:00Z");

/** An adapter's memory from run to run. */
const memory = (): AdapterMemory => {
  let known: RateKnowledge = NOTHING_KNOWN;
  return {
    advise: (wanted) => adviseRate(known, wanted, NOW),
    learn: (experience) => {
      known = learnRates(known, experience, NOW);
    },
  };
};

/** One board after the other in one nest; what each run's record tells of its rate. */
const runAll = async (serials: readonly string[], options: BenchOptions) => {
  const adapter = memory();
  const ends = [];
  for (const serial of serials) {
    const identity = { run: serial, lot: "L1", serial, fixture: "F01", attempt: 1 };
    const run = startRun("bk7231n", { ...options, adapter, order: { identity, ...options.order } });
    const { verdict, baud, linkAttempts, notes } = await run.end;
    ends.push({ verdict, baud, linkAttempts, note: notes[0] });
  }
  return ends;
};

test("a rate the adapter refuses is not asked for by the next run, which says why", async () => {
  const ends = await runAll(["SN1", "SN2"], { wiring: { adapter: { fastestBaud: 500_000 } } });
  const passed = { verdict: "pass", baud: 460800, linkAttempts: 1 };
  expect(ends).toEqual([
    { ...passed, note: "The adapter has no 921600 baud" },
    { ...passed, note: expect.stringContaining("refused 921600 baud on 2026-11-16") },
  ]);
});

test("a rate at which boards do not answer costs two of them a power cycle, not the third", async () => {
  const ends = await runAll(["SN1", "SN2", "SN3"], { faults: ["deaf-above:500000"] });
  const passed = { verdict: "pass", baud: 460800 };
  const restarted = expect.stringContaining("did not answer at 921600 baud");
  expect(ends).toEqual([
    { ...passed, linkAttempts: 2, note: restarted },
    { ...passed, linkAttempts: 2, note: restarted },
    { ...passed, linkAttempts: 1, note: expect.stringContaining("two boards") },
  ]);
});

test("boards that fail leave the adapter its rate, however often", async () => {
  const faults = ["deaf-above:500000", "protected"];
  const ends = await runAll(["SN1", "SN2", "SN3"], { faults });
  for (const end of ends) expect(end).toMatchObject({ verdict: "fail", linkAttempts: 2 });
});
