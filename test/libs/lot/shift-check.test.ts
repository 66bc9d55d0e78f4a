import { describe, expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import { checkThat, WHOLE_CHECK } from "../../../libs/lot/fixture-check.ts";
import type { CheckBoards } from "../../../libs/recipe/shift-check.ts";
import { lotOf } from "./lot-of.ts";
import { PRESS, SWAP, watchedLot } from "./watched-lot.ts";

const BOARDS: CheckBoards = { golden: "GOLD", mustFail: { serial: "BAD", code: "wrong-chip" } };
const WRONG_CHIP: Failure = { code: "wrong-chip", expected: "a", found: "b" };
const NO_LINK: Failure = { code: "no-link", attempts: 3, heard: 0 };

const both = new Map(["F1", "F2"].map((fixture) => [fixture, checkThat(BOARDS, WHOLE_CHECK)]));
const only = new Map([["F1", checkThat(BOARDS, WHOLE_CHECK)]]);

const checked = (order: Parameters<typeof lotOf>[0] = {}) =>
  lotOf({ checks: both, operator: "present", ...order });

const attended = { trigger: "operator", operator: "present" } as const;

/** A board has failed twice in a fixture whose proof has become due since: it may run once more by hand. */
const failedBeforeItsProof = () => {
  const lot = lotOf({
    ...attended,
    serials: ["A"],
    fixtures: [{ id: "F1", retries: 1 }],
    checks: new Map([["F1", checkThat(BOARDS, [])]]),
  });
  lot.ready("F1");
  lot.tell({ kind: "start" });
  lot.breaks("F1", "A", NO_LINK);
  lot.breaks("F1", "A", NO_LINK);
  lot.tell({ kind: "check-due", fixture: "F1" });
  return lot;
};

test("each fixture shows both before its first board; the golden board goes on to the next one", () => {
  const lot = checked();
  expect(lot.ready("F1")).toEqual(["F1 runs GOLD #1"]);
  expect(lot.ready("F2")).toEqual(["F2 waits for GOLD: elsewhere"]);
  expect(lot.pass("F1", "GOLD")).toEqual([
    "F1 shows GOLD no more: check",
    "F1 runs BAD #1",
    "F2 runs GOLD #2",
  ]);
  expect(lot.breaks("F1", "BAD", WRONG_CHIP)).toEqual([
    "F1 shows BAD no more: check",
    "F1 is proven",
    "F1 runs A #1",
  ]);
  expect(lot.pass("F2", "GOLD")).toEqual(["F2 shows GOLD no more: check", "F2 runs BAD #2"]);
  expect(lot.breaks("F2", "BAD", WRONG_CHIP)).toContain("F2 runs B #1");
  lot.pass("F1", "A");
  lot.pass("F2", "B");
  expect(lot.pass("F1", "C")).toContain("finished");
  expect(lot.counts()).toEqual({ pass: 3, fail: 0, error: 0, aborted: 0, notRun: 0 });
  expect(lot.exit()).toBe(0);
});

test("what was shown already is not asked for again", () => {
  const lot = lotOf({
    checks: new Map([
      ["F1", checkThat(BOARDS, [])],
      ["F2", checkThat(BOARDS, ["must-fail"])],
    ]),
  });
  expect(lot.ready("F1")).toEqual(["F1 runs A #1"]);
  expect(lot.ready("F2")).toEqual(["F2 runs BAD #1"]);
});

test("numbers of check boards' runs go on where the lot's last sitting left them", () => {
  expect(checked({ checkRuns: new Map([["GOLD", 7]]) }).ready("F1")).toEqual(["F1 runs GOLD #8"]);
});

test("fixtures that get no board of the lot need not be proven", () => {
  const lot = checked({ serials: ["A"] });
  lot.ready("F1");
  lot.ready("F2");
  lot.pass("F1", "GOLD");
  expect(lot.breaks("F1", "BAD", WRONG_CHIP)).toContain("F1 runs A #1");
  expect(lot.pass("F2", "GOLD")).toEqual(["F2 shows GOLD no more: check", "F2 idle: done"]);
  expect(lot.pass("F1", "A")).toContain("finished");
});

describe("a fixture in which a check board does not do what it must", () => {
  test.each([
    ["a golden board that fails", "GOLD", NO_LINK, "golden GOLD: no-link"],
    ["a must-fail board that passes", "BAD", null, "must-fail BAD passed"],
    ["a must-fail board that fails otherwise", "BAD", NO_LINK, "must-fail BAD: no-link"],
  ])("%s: locked, until a named person asks again", (_what, serial, failure, why) => {
    const lot = checked({ checks: only });
    lot.ready("F1");
    if (serial === "BAD") lot.pass("F1", "GOLD");
    const ended = failure === null ? lot.pass("F1", serial) : lot.breaks("F1", serial, failure);
    expect(ended).toEqual([`F1 shows ${serial} no more: check`, `F1: ${why}`, "F1 locked"]);
    expect(lot.exit()).toBe(3);
    // Too old is what was never shown: no way round the name.
    expect(lot.tell({ kind: "check-due", fixture: "F1" })).toEqual([]);
    expect(lot.tell({ kind: "unlock", fixture: "F1", by: null })).toEqual([
      "refused unlock of F1: unnamed",
    ]);
    expect(lot.tell({ kind: "unlock", fixture: "F1", by: "Eva" })).toEqual([
      "F1 unlocked",
      "F1 runs GOLD #2",
    ]);
    lot.pass("F1", "GOLD");
    expect(lot.breaks("F1", "BAD", WRONG_CHIP)).toContain("F1 runs A #1");
  });

  test("is locked by that, too, where a person has locked it meanwhile", () => {
    const lot = checked({ checks: only });
    lot.ready("F1");
    lot.tell({ kind: "lock", fixture: "F1", by: null, why: "by hand" });
    expect(lot.breaks("F1", "GOLD", NO_LINK)).toContain("F1 locked");
    expect(lot.tell({ kind: "unlock", fixture: "F1", by: null })).toEqual([
      "refused unlock of F1: unnamed",
    ]);
  });

  test("is nobody's to unlock where nobody is: its boards go elsewhere", () => {
    const lot = lotOf({ checks: only });
    lot.ready("F1");
    lot.ready("F2");
    lot.breaks("F1", "GOLD", NO_LINK);
    lot.pass("F2", "A");
    lot.pass("F2", "B");
    expect(lot.pass("F2", "C")).toContain("finished");
    expect(lot.counts()).toMatchObject({ pass: 3, fail: 0 });
    expect(lot.exit()).toBe(3);
  });

  test("the station's error proves nothing: once more, then locked; an unfit fixture is taken out", () => {
    const lot = checked({ checks: only });
    lot.ready("F1");
    const internal: Failure = { code: "internal", reason: "" };
    expect(lot.breaks("F1", "GOLD", internal)).toContain("F1 runs GOLD #2");
    expect(lot.breaks("F1", "GOLD", internal)).toContain("F1: golden GOLD: internal");
    const other = checked({ checks: only });
    other.ready("F1");
    const relay: Failure = { code: "relay-failed", control: "", reason: "" };
    expect(other.breaks("F1", "GOLD", relay)).toContain("F1 idle: taken-out");
  });
});

test("a proof that has become too old: the board at work finishes, its repeat waits", () => {
  const lot = lotOf({ checks: new Map([["F1", checkThat(BOARDS, [])]]) });
  lot.ready("F1");
  expect(lot.tell({ kind: "check-due", fixture: "F1" })).toEqual([]);
  expect(lot.breaks("F1", "A", NO_LINK)).toEqual(["F1 runs GOLD #1"]);
  lot.pass("F1", "GOLD");
  expect(lot.breaks("F1", "BAD", WRONG_CHIP)).toContain("F1 runs A #2");
});

test("a lost worker's check is asked for again, and its board is free for others", () => {
  const lot = checked();
  lot.ready("F1");
  lot.ready("F2");
  expect(lot.tell({ kind: "fixture-lost", fixture: "F1" })).toEqual([
    "F1 idle: worker-lost",
    "F2 runs GOLD #2",
  ]);
  expect(lot.ready("F1")).toEqual(["F1 waits for GOLD: elsewhere"]);
  expect(lot.counts()).toMatchObject({ error: 0, notRun: 3 });
});

describe("by hand", () => {
  test("each nest says what to load; a key starts the one that asks", () => {
    const lot = checked(attended);
    expect(lot.ready("F1")).toEqual(["F1 waits for GOLD"]);
    expect(lot.ready("F2")).toEqual(["F2 waits for GOLD"]);
    expect(lot.tell({ kind: "start", fixture: "F2" })).toEqual([
      "F2 runs GOLD #1",
      "F1 waits for GOLD: elsewhere",
    ]);
    expect(lot.tell({ kind: "start", fixture: "F1" })).toEqual(["refused start of F1: in-fixture"]);
    expect(lot.pass("F2", "GOLD")).toEqual([
      "F2 shows GOLD no more: check",
      "F1 waits for GOLD",
      "F2 waits for BAD",
    ]);
    lot.tell({ kind: "start", fixture: "F2" });
    // A must-fail board's fail asks nobody to acknowledge anything.
    expect(lot.breaks("F2", "BAD", WRONG_CHIP)).toContain("F2 waits for A");
  });

  test("a scan of a board of the lot is told to wait, one of the check board starts it", () => {
    const lot = checked({ ...attended, serials: "scan" });
    lot.ready("F1");
    lot.ready("F2");
    expect(lot.tell({ kind: "scan", serial: "A" })).toEqual(["refused A: unproven in F1"]);
    expect(lot.tell({ kind: "scan", serial: "BAD" })).toEqual(["refused BAD: check-board"]);
    lot.tell({ kind: "scan", serial: "F2" });
    expect(lot.tell({ kind: "scan", serial: "A" })).toEqual(["refused A: unproven in F2"]);
    expect(lot.tell({ kind: "scan", serial: "GOLD" })).toContain("F2 runs GOLD #1");
    expect(lot.tell({ kind: "scan", serial: "GOLD" })).toEqual(["refused GOLD: in-fixture in F2"]);
    lot.pass("F2", "GOLD");
    lot.tell({ kind: "scan", serial: "BAD" });
    lot.breaks("F2", "BAD", WRONG_CHIP);
    expect(lot.tell({ kind: "scan", serial: "A" })).toContain("F2 runs A #1");
    expect(lot.counts()).toMatchObject({ pass: 0, fail: 0 });
  });

  test("a board that failed is not run once more in a fixture whose proof is due", () => {
    const lot = failedBeforeItsProof();
    expect(lot.tell({ kind: "retry", fixture: "F1" })).toEqual(["refused retry of F1: unproven"]);
  });

  test("hands in a nest that waits for a board at work elsewhere start nothing", () => {
    const lot = watchedLot({
      ...attended,
      fixtures: [
        { id: "F1", retries: 0 },
        { id: "F2", retries: 0 },
      ],
      checks: both,
    });
    lot.ready("F1");
    lot.ready("F2");
    lot.change("F2", { board: "absent" });
    lot.tell({ kind: "start", fixture: "F1" });
    lot.change("F2", { board: "present" });
    expect(lot.pass("F1", "GOLD")).toContain("F2 waits for GOLD");
    expect(lot.change("F2", ...SWAP)).toContain("F2 runs GOLD #2");
  });

  test("with lids, the board that lay there for the check must be swapped for one of the lot", () => {
    const lot = watchedLot({
      trigger: "switch",
      operator: "present",
      checks: new Map([["F1", checkThat(BOARDS, ["must-fail"])]]),
    });
    lot.change("F1", { lid: "closed" }, { button: "up" });
    lot.ready("F1");
    lot.change("F1", { lid: "open" });
    expect(lot.change("F1", { lid: "closed" })).toEqual(["F1 runs BAD #1"]);
    expect(lot.breaks("F1", "BAD", WRONG_CHIP)).toContain("F1 waits for A: reopen");
    expect(lot.change("F1", ...PRESS)).toEqual(["refused start of F1: reopen"]);
  });
});

test("a board that failed, scanned again, does not run on a fixture whose proof is due, and keeps its try", () => {
  const lot = failedBeforeItsProof();
  expect(lot.tell({ kind: "scan", serial: "A" })).toEqual(["refused A: unproven in F1"]);
});
