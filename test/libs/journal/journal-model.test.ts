import fc from "fast-check";
import { expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import type { RunRecord, RunStart } from "../../../libs/run/run-record.ts";
import { anyCharacter } from "../../support/any-character.ts";
import { sampleFailure, samplePass, sampleStart } from "./sample-records.ts";
import { scratchFolder, scratchJournal } from "./scratch.ts";

const run = fc.constantFrom("R1", "R2", "R3", "R4");
const failure = fc.constantFrom<Failure>(
  { code: "interrupted" },
  { code: "boot-loop", restarts: 3 },
);
const text = fc.string({ unit: anyCharacter });

const startOrEnd = fc.oneof(
  fc.record({
    kind: fc.constant("start" as const),
    start: run.map((id) => sampleStart({ run: id })),
  }),
  fc.record({
    kind: fc.constant("end" as const),
    record: fc.oneof(
      fc.record({ run, notes: fc.array(text, { maxLength: 2 }) }).map(samplePass),
      fc.tuple(failure, run).map(([cause, id]) => sampleFailure(cause, { run: id })),
    ),
  }),
);

/** What the journal is meant to be: two maps that only grow. */
const expected = (acts: readonly Act[]) => {
  const starts = new Map<string, RunStart>();
  const ends = new Map<string, RunRecord>();
  for (const act of acts) {
    const id = act.kind === "start" ? act.start.run : act.record.run;
    if (!starts.has(id)) starts.set(id, sampleStart({ run: id }));
    if (act.kind === "end" && !ends.has(id)) ends.set(id, act.record);
  }
  return { starts, ends };
};

type Act = typeof startOrEnd extends fc.Arbitrary<infer T> ? T : never;

test("whatever is told in whatever order, the first start and the first end of a run stay", () => {
  const folder = scratchFolder();
  let count = 0;
  fc.assert(
    fc.property(fc.array(startOrEnd, { maxLength: 12 }), (acts) => {
      count += 1;
      const journal = scratchJournal(`${folder}/${count}`);
      for (const act of acts) {
        try {
          if (act.kind === "start") journal.startRun(act.start);
          else journal.endRun(act.record);
        } catch {
          // A second start is refused by throwing; the model says what must be left.
        }
      }
      const { starts, ends } = expected(acts);
      const byRun = <T extends RunStart>(items: Iterable<T>): T[] =>
        [...items].sort((left, right) => left.run.localeCompare(right.run));
      expect(journal.records()).toEqual(byRun(ends.values()));
      expect(journal.openRuns()).toEqual(
        byRun([...starts.values()].filter((start) => !ends.has(start.run))),
      );
      journal.close();
    }),
    { numRuns: 40 },
  );
});
