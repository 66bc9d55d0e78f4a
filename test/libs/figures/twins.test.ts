import fc from "fast-check";
import { expect, test } from "vitest";
import { placeRuns } from "../../../libs/figures/place-runs.ts";
import { findTwins } from "../../../libs/figures/twins.ts";
import { tellTwins } from "../../../libs/figures/twins-words.ts";
import { yieldsOf } from "../../../libs/figures/yields.ts";
import type { RunFacts } from "../../../libs/run/run-facts.ts";
import { type End, runThat } from "./sample-runs.ts";

const MAC = "c8478c000007";

/** `serial`'s run that ended so on the board with that MAC. */
const on = (serial: string, end: End, mac: string | null, own: Partial<RunFacts> = {}): RunFacts =>
  runThat(end, { run: `${serial}-${own.attempt ?? 1}`, serial, board: { mac }, ...own });

test.each<[string, readonly RunFacts[], readonly string[]]>([
  ["passed on one board", [on("A", "pass", MAC), on("B", "pass", MAC)], ["A", "B"]],
  ["have a board each", [on("A", "pass", MAC), on("B", "pass", "c8478c000008")], []],
  ["are of two lots", [on("A", "pass", MAC), on("B", "pass", MAC, { lot: "LOT-2" })], []],
  ["did not both pass", [on("A", "pass", MAC), on("B", "fail", MAC)], []],
  [
    "were put right by a later run on another board",
    [
      on("A", "pass", MAC),
      on("B", "pass", MAC),
      on("B", "pass", "c8478c000008", { attempt: 2, startedAt: "2026-03-01T09:00:00.000Z" }),
    ],
    [],
  ],
  [
    "have a last run that is at work",
    [on("A", "pass", MAC), on("B", "pass", MAC), on("B", "open", null, { attempt: 2 })],
    [],
  ],
  ["have no MAC", [on("A", "pass", null), on("B", "pass", null)], []],
  [
    "have the MAC of boards without one",
    [on("A", "pass", "c8478c000000"), on("B", "pass", "c8478c000000")],
    [],
  ],
  [
    "are copies of one dump",
    ["A", "B"].map((serial) => on(serial, "pass", MAC, { copiedMac: MAC })),
    [],
  ],
  ["are one serial", [on("A", "pass", MAC), on("A", "pass", MAC, { attempt: 2 })], []],
  [
    "are a product and a golden board",
    [
      on("GOLD", "pass", MAC, { purpose: "golden" }),
      on("GOLD", "error", MAC, { purpose: "golden", attempt: 2 }),
      on("A", "pass", MAC),
    ],
    ["A", "GOLD"],
  ],
  [
    "are golden boards alone",
    ["G1", "G2"].map((serial) => on(serial, "pass", MAC, { purpose: "golden" })),
    [],
  ],
])("serials that %s", (_, facts, serials) => {
  const twins = findTwins(facts);
  expect(twins.map((those) => those.serials.toSorted())).toEqual(
    serials.length === 0 ? [] : [serials],
  );
  expect(yieldsOf(placeRuns(facts, twins)).doubtful).toBe(
    serials.filter((serial) => serial !== "GOLD").length,
  );
});

test("a board in doubt is no pass, and may not leave the line: in no yield, and lost in the final one", () => {
  const facts = [on("A", "pass", MAC), on("B", "pass", MAC), on("C", "pass", "c8478c000008")];
  expect(yieldsOf(placeRuns(facts, findTwins(facts)))).toMatchObject({
    ...{ boards: 3, pass: 1, doubtful: 2, runs: 3, yield: 1, firstPassYield: 1, finalYield: 1 / 3 },
  });
});

test("any number of serials, in any order of runs: those whose last run passed on a MAC that another's did", () => {
  const run = fc.record({
    serial: fc.constantFrom("A", "B", "C", "D"),
    end: fc.constantFrom<End>("pass", "fail"),
    mac: fc.constantFrom(MAC, "c8478c000008", null),
  });
  fc.assert(
    fc.property(fc.array(run, { maxLength: 12 }), (runs) => {
      const facts = runs.map(({ serial, end, mac }, index) =>
        on(serial, end, mac, { attempt: index + 1 }),
      );
      const lasts = [...new Map(facts.map((one) => [one.serial, one])).values()];
      const expected = lasts.filter(
        (one) =>
          one.verdict === "pass" &&
          one.board?.mac != null &&
          lasts.some(
            (other) =>
              other !== one && other.verdict === "pass" && other.board?.mac === one.board?.mac,
          ),
      );
      const found = findTwins(facts.toReversed());
      expect(found.flatMap((twins) => twins.runs).toSorted()).toEqual(
        expected.map((one) => one.run).toSorted(),
      );
    }),
  );
});

test("what is said of them", () => {
  expect(tellTwins({ mac: MAC, serials: ["A", "B", "C"] })).toBe(
    "A, B and C all passed in this lot on a board with MAC c8:47:8c:00:00:07: one board several times, or several boards with one MAC. Set them all aside.",
  );
});
