import { expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import { quietNest } from "../../../libs/station/nest-news.ts";
import { PRESS, SWAP, watchedLot } from "./watched-lot.ts";

const FAIL: Failure = { code: "no-link", attempts: 3, heard: 0 };
const OPEN = { lid: "open" } as const;
const CLOSED = { lid: "closed" } as const;

test("switch: closing the lid starts a serial; the next needs it opened and closed again", () => {
  const lot = watchedLot({ trigger: "switch", serials: ["A", "B"] });
  lot.change("F1", OPEN);
  expect(lot.ready("F1")).toEqual(["F1 waits for A: lid"]);
  expect(lot.change("F1", CLOSED)).toEqual(["F1 runs A #1"]);
  expect(lot.pass("F1", "A")).toEqual(["F1 waits for B: reopen"]);
  // Told again, and by another wire: still the same board.
  expect(lot.change("F1", CLOSED, { button: "up" })).toEqual([]);
  expect(lot.change("F1", OPEN)).toEqual(["F1 waits for B: lid"]);
  expect(lot.change("F1", CLOSED)).toEqual(["F1 runs B #1"]);
  expect(lot.pass("F1", "B")).toEqual(["F1 idle: done", "finished"]);
});

test("switch: a lid that was closed before the lot began starts nothing by itself, but the key does", () => {
  const lot = watchedLot({ trigger: "switch" });
  lot.change("F1", CLOSED);
  expect(lot.ready("F1")).toEqual(["F1 waits for A: reopen"]);
  expect(lot.tell({ kind: "start" })).toEqual(["F1 runs A #1"]);
  lot.pass("F1", "A");
  expect(lot.tell({ kind: "start" })).toEqual(["refused start of F1: reopen"]);
});

test("switch with a board-present input: a closed lid over the last board starts nothing", () => {
  const lot = watchedLot({ trigger: "switch" });
  lot.change("F1", { board: "absent", lid: "open" });
  expect(lot.ready("F1")).toEqual(["F1 waits for A: board"]);
  expect(lot.change("F1", CLOSED)).toEqual([]);
  expect(lot.change("F1", { board: "present" })).toEqual(["F1 runs A #1"]);
  expect(lot.pass("F1", "A")).toEqual(["F1 waits for B: swap"]);
  expect(lot.change("F1", OPEN, CLOSED)).toEqual([]);
  expect(lot.change("F1", OPEN, ...SWAP)).toEqual([
    "F1 shows A no more: removal",
    "F1 waits for B: board",
    "F1 waits for B: lid",
  ]);
  expect(lot.change("F1", CLOSED)).toEqual(["F1 runs B #1"]);
});

test("switch without a lid: the nest's button starts, one press one serial", () => {
  const lot = watchedLot({ trigger: "switch" });
  lot.change("F1", { button: "up" });
  expect(lot.ready("F1")).toEqual(["F1 waits for A: button"]);
  expect(lot.change("F1", ...PRESS)).toEqual(["F1 runs A #1"]);
  // In mid-run it means nothing, also afterwards.
  expect(lot.change("F1", ...PRESS)).toEqual([]);
  expect(lot.pass("F1", "A")).toEqual(["F1 waits for B: button"]);
  expect(lot.change("F1", ...PRESS)).toEqual(["F1 runs B #1"]);
});

test("operator: the button is the key of its nest, and says what is lacking", () => {
  const lot = watchedLot({
    trigger: "operator",
    fixtures: ["F1", "F2"].map((id) => ({ id, retries: 0 })),
  });
  for (const id of ["F1", "F2"]) lot.change(id, { button: "up", lid: "open" });
  lot.ready("F1");
  lot.ready("F2");
  expect(lot.change("F2", ...PRESS)).toEqual(["refused start of F2: lid"]);
  expect(lot.change("F2", CLOSED)).toEqual(["F2 waits for B"]);
  expect(lot.change("F2", ...PRESS)).toEqual(["F2 runs B #1"]);
  // The key goes to a nest that can start, not to the first that waits.
  lot.change("F1", CLOSED);
  expect(lot.tell({ kind: "start" })).toEqual(["F1 runs A #1"]);
});

test("operator: a board seen to leave and another seen to come are as good as the key", () => {
  const lot = watchedLot({ trigger: "operator" });
  lot.change("F1", { board: "present" });
  expect(lot.ready("F1")).toEqual(["F1 waits for A"]);
  expect(lot.tell({ kind: "start" })).toEqual(["F1 runs A #1"]);
  expect(lot.pass("F1", "A")).toEqual(["F1 waits for B: swap"]);
  expect(lot.tell({ kind: "start" })).toEqual(["refused start of F1: swap"]);
  expect(lot.change("F1", ...SWAP)).toEqual([
    "F1 shows A no more: removal",
    "F1 waits for B: board",
    "F1 runs B #1",
  ]);
});

test("operator: a scanned serial starts as soon as its board is in and the lid closed", () => {
  const lot = watchedLot({ trigger: "operator", serials: "scan" });
  lot.change("F1", { board: "absent", lid: "open" });
  expect(lot.ready("F1")).toEqual(["F1 waits for a scan"]);
  expect(lot.tell({ kind: "scan", serial: "X" })).toEqual(["F1 waits for X: board"]);
  expect(lot.change("F1", { board: "present" }, CLOSED)).toEqual([
    "F1 waits for X: lid",
    "F1 runs X #1",
  ]);
  // The same board may be asked for again; another serial needs another board.
  lot.breaks("F1", "X", FAIL);
  expect(lot.tell({ kind: "scan", serial: "Y" })).toEqual(["F1 waits for Y: swap"]);
  expect(lot.tell({ kind: "scan", serial: "X" })).toEqual(["F1 runs X #2"]);
});

test("operator: a scanned serial goes to a nest whose board was changed, not to the first one's old board", () => {
  const lot = watchedLot({
    trigger: "operator",
    serials: "scan",
    fixtures: ["F1", "F2"].map((id) => ({ id, retries: 0 })),
  });
  for (const id of ["F1", "F2"]) lot.change(id, { board: "present", lid: "closed" });
  for (const [id, serial] of [
    ["F1", "A"],
    ["F2", "B"],
  ] as const) {
    lot.ready(id);
    lot.tell({ kind: "scan", serial });
    lot.pass(id, serial);
  }
  lot.change("F2", OPEN, ...SWAP);
  expect(lot.tell({ kind: "scan", serial: "C" })).toEqual(["F2 waits for C: lid"]);
  lot.change("F2", CLOSED);
  lot.pass("F2", "C");
  // With no other nest to go to, it waits for the swap of the first.
  expect(lot.tell({ kind: "scan", serial: "D" })).toEqual(["F1 waits for D: swap"]);
});

test("operator: a failed board that is scanned again runs where it lies, not under another's serial", () => {
  const lot = watchedLot({
    trigger: "operator",
    serials: ["A", "B", "C"],
    fixtures: ["F1", "F2", "F3"].map((id) => ({ id, retries: 0 })),
  });
  for (const id of ["F1", "F2", "F3"]) {
    lot.change(id, { board: "present" });
    lot.ready(id);
    lot.tell({ kind: "start", fixture: id });
  }
  lot.pass("F1", "A");
  lot.breaks("F2", "B", FAIL);
  expect(lot.tell({ kind: "scan", serial: "B" })).toEqual(["F2 runs B #2"]);
});

test("auto: a machine's nest starts when its sensors have seen another board", () => {
  const lot = watchedLot({ trigger: "auto" });
  lot.change("F1", { board: "absent" });
  expect(lot.ready("F1")).toEqual(["F1 waits for A: board"]);
  expect(lot.change("F1", { board: "present" })).toEqual(["F1 runs A #1"]);
  expect(lot.pass("F1", "A")).toEqual(["F1 waits for B: swap"]);
  expect(lot.change("F1", ...SWAP)).toEqual([
    "F1 shows A no more: removal",
    "F1 waits for B: board",
    "F1 runs B #1",
  ]);
});

test("a run ended by an opened lid keeps its serial: the board in the nest gets no other one", () => {
  const lot = watchedLot({ trigger: "switch" });
  lot.change("F1", OPEN);
  lot.ready("F1");
  lot.change("F1", CLOSED);
  lot.change("F1", OPEN);
  expect(lot.abort("F1", "A")).toEqual(["F1 waits for A: lid"]);
  expect(lot.change("F1", CLOSED)).toEqual(["F1 runs A #2"]);
  // Closed again before the end was heard: a closing afterwards must ask for it.
  lot.change("F1", OPEN, CLOSED);
  expect(lot.abort("F1", "A")).toEqual(["F1 waits for A: reopen"]);
  expect(lot.change("F1", OPEN, CLOSED)).toEqual(["F1 waits for A: lid", "F1 runs A #3"]);
});

test("the end of a run that a hand ended may be heard before the news of the hand", () => {
  const lot = watchedLot({ trigger: "switch", serials: ["A"] });
  lot.change("F1", OPEN);
  lot.ready("F1");
  lot.change("F1", CLOSED);
  expect(lot.abort("F1", "A")).toEqual(["F1 waits for A: reopen"]);
  expect(lot.change("F1", OPEN)).toEqual(["F1 waits for A: lid"]);
  expect(lot.change("F1", CLOSED)).toEqual(["F1 runs A #2"]);
});

test("a board that is due another try gets it when the lid is closed, at once or later", () => {
  const lot = watchedLot({ trigger: "switch", fixtures: [{ id: "F1", retries: 2 }] });
  lot.change("F1", OPEN);
  lot.ready("F1");
  lot.change("F1", CLOSED);
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 runs A #2"]);
  lot.change("F1", OPEN);
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 waits for A: lid"]);
  expect(lot.change("F1", CLOSED)).toEqual(["F1 runs A #3"]);
});

test("an input that cannot be read stops the nests that need it, and no run under way", () => {
  const lot = watchedLot({ trigger: "operator" });
  lot.change("F1", { ...CLOSED, button: "up" });
  lot.ready("F1");
  // The key does what the button would.
  expect(lot.change("F1", { button: "unknown" })).toEqual([]);
  expect(lot.tell({ kind: "start" })).toEqual(["F1 runs A #1"]);
  expect(lot.change("F1", { lid: "unknown" })).toEqual([]);
  expect(lot.pass("F1", "A")).toEqual(["F1 idle: input-failed"]);
  expect(lot.change("F1", CLOSED)).toEqual(["F1 waits for B: reopen"]);
});

test("what a worker counted before the lot began asks for nothing", () => {
  const lot = watchedLot({ trigger: "switch" });
  const counts = { unplugs: 0, closings: 7, arrivals: 0, presses: 3 };
  const news = { ...quietNest("F1"), lid: "closed", counts } as const;
  expect(lot.tell({ kind: "nest-news", news })).toEqual([]);
  expect(lot.ready("F1")).toEqual(["F1 waits for A: reopen"]);
});
