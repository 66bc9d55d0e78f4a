import { expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import { PRESS, SWAP, watchedLot } from "./watched-lot.ts";

const FAIL: Failure = { code: "no-link", attempts: 3, heard: 0 };
const WRONG: Failure = { code: "wrong-chip", expected: "BK7231N", found: "BK7231T" };
const GONE: Failure = { code: "port-gone", port: "/dev/x", reason: "unplugged" };

const nests = (count: number, retries = 0) =>
  Array.from({ length: count }, (_, at) => ({ id: `F${at + 1}`, retries }));

/** A lot whose operator sits before it; all its nests are ready. */
const attended = (order: Parameters<typeof watchedLot>[0] = {}) => {
  const fixtures = order.fixtures ?? nests(2);
  const lot = watchedLot({ trigger: "operator", operator: "present", ...order, fixtures });
  for (const { id } of fixtures) lot.ready(id);
  const scan = (serial: string) => lot.tell({ kind: "scan", serial });
  const key = () => lot.tell({ kind: "start" });
  const retry = (fixture: string) => lot.tell({ kind: "retry", fixture });
  const lock = (fixture: string) => lot.tell({ kind: "lock", fixture, by: "Eva", why: "by hand" });
  const unlock = (fixture: string) => lot.tell({ kind: "unlock", fixture, by: "Eva" });
  const pause = () => lot.tell({ kind: "pause", by: null });
  const resume = () => lot.tell({ kind: "resume", by: null });
  return { ...lot, scan, key, retry, lock, unlock, pause, resume };
};

test("a pass needs no word: the key starts the next board", () => {
  const lot = attended({ fixtures: nests(1) });
  expect(lot.key()).toEqual(["F1 runs A #1"]);
  expect(lot.pass("F1", "A")).toEqual(["F1 waits for B"]);
  expect(lot.key()).toEqual(["F1 runs B #1"]);
});

test("a fail stands until the key has acknowledged it, the longest-standing one first, before anything starts", () => {
  const lot = attended({ serials: ["A", "B", "C", "D"] });
  lot.key();
  lot.key();
  expect(lot.breaks("F2", "B", FAIL)).toEqual(["F2 shows B: acknowledge"]);
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 shows A: acknowledge"]);
  expect(lot.key()).toEqual(["F2 shows B no more: key", "F2 waits for C"]);
  expect(lot.key()).toEqual(["F1 shows A no more: key", "F1 waits for D"]);
  expect(lot.key()).toEqual(["F1 runs D #1"]);
  expect(lot.tell({ kind: "acknowledge" })).toEqual([
    "refused acknowledge of any: nothing-to-acknowledge",
  ]);
});

test("the key acknowledges no result that was not before the eyes of who pressed it, and starts nothing beside one", () => {
  const lot = attended({ fixtures: nests(3), serials: ["A", "B", "C", "D"] });
  lot.key();
  lot.key();
  lot.breaks("F2", "B", FAIL);
  const key = (...shown: readonly string[]) => lot.tell({ kind: "start", shown });
  expect(key()).toEqual(["refused start of F2: unseen"]);
  lot.breaks("F1", "A", FAIL);
  expect(key("F1", "F3")).toEqual(["F1 shows A no more: key", "F1 waits for D"]);
  expect(key("F2")).toEqual(["F2 shows B no more: key", "F2 idle: done"]);
  expect(key()).toEqual(["F1 runs D #1"]);
});

test("the key of one nest, and its button, acknowledge there first", () => {
  const lot = attended({ serials: ["A", "B", "C", "D"] });
  lot.change("F2", { button: "up" });
  lot.key();
  lot.key();
  lot.breaks("F1", "A", FAIL);
  lot.breaks("F2", "B", FAIL);
  expect(lot.tell({ kind: "start", fixture: "F2" })).toEqual([
    "F2 shows B no more: key",
    "F2 waits for C",
  ]);
  lot.tell({ kind: "start", fixture: "F2" });
  lot.breaks("F2", "C", FAIL);
  expect(lot.change("F2", ...PRESS)).toEqual(["F2 shows C no more: key", "F2 waits for D"]);
});

test("a board that failed leaves no word behind when it is seen to leave, one that passed does", () => {
  const lot = attended({ fixtures: nests(1), serials: ["A", "B", "C"] });
  lot.change("F1", { board: "absent" });
  lot.change("F1", { board: "present" });
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 shows A: acknowledge"]);
  expect(lot.change("F1", ...SWAP)).toEqual([]);
  // It may be the same board that came back: only a word from now on starts another serial.
  expect(lot.key()).toEqual(["F1 shows A no more: key", "F1 waits for B"]);
  expect(lot.key()).toEqual(["F1 runs B #1"]);
  expect(lot.pass("F1", "B")).toEqual(["F1 waits for C: swap"]);
  expect(lot.change("F1", { board: "absent" })).toEqual([
    "F1 shows B no more: removal",
    "F1 waits for C: board",
  ]);
});

test("a board may be seated again and run once more where its recipe repeats at all, then no more", () => {
  const lot = attended({ fixtures: nests(1, 1), serials: ["A", "B"] });
  lot.key();
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 runs A #2"]);
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 shows A: acknowledge or retry"]);
  expect(lot.retry("F1")).toEqual(["F1 shows A no more: key", "F1 runs A #3"]);
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 shows A: acknowledge"]);
  expect(lot.retry("F1")).toEqual(["refused retry of F1: retries-used"]);
  expect(lot.key()).toEqual(["F1 shows A no more: key", "F1 waits for B"]);
  expect(lot.retry("F1")).toEqual(["refused retry of F1: nothing-to-retry"]);
});

test("a recipe without repeats has none by hand; what the board was not to blame for is tried as often as asked", () => {
  const lot = attended({ fixtures: nests(1), serials: ["A", "B"] });
  lot.key();
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 shows A: acknowledge"]);
  expect(lot.retry("F1")).toEqual(["refused retry of F1: retries-used"]);
  lot.key();
  lot.key();
  for (const attempt of [2, 3, 4]) {
    expect(lot.abort("F1", "B")).toEqual(["F1 shows B: acknowledge or retry"]);
    expect(lot.retry("F1")).toEqual(["F1 shows B no more: key", `F1 runs B #${attempt}`]);
  }
});

test("a board whose failure sets it aside gets no try by hand, nor by a scan alone", () => {
  const lot = attended({ fixtures: nests(2, 1), serials: ["A", "B", "C", "D"] });
  lot.key();
  expect(lot.breaks("F1", "A", WRONG)).toEqual(["F1 shows A: acknowledge"]);
  expect(lot.retry("F1")).toEqual(["refused retry of F1: set-aside"]);
  lot.key();
  expect(lot.scan("A")).toEqual(["refused A: set-aside"]);
  // The engineer says where it is to run.
  expect(lot.scan("fixture:F1")).toEqual(["F1 chosen"]);
  expect(lot.scan("A")).toEqual(["none chosen", "F1 runs A #2"]);
});

test("a retry waits for the lid like any run", () => {
  const lot = attended({ fixtures: nests(1, 1), serials: ["A"] });
  lot.change("F1", { lid: "closed" });
  lot.key();
  lot.breaks("F1", "A", FAIL);
  lot.breaks("F1", "A", FAIL);
  lot.change("F1", { lid: "open" });
  expect(lot.retry("F1")).toEqual(["F1 shows A no more: key", "F1 waits for A: lid"]);
  expect(lot.change("F1", { lid: "closed" })).toEqual(["F1 runs A #3"]);
  expect(lot.pass("F1", "A")).toEqual(["F1 idle: done", "finished"]);
});

test("a scan of the board that is shown runs it again where it may, else acknowledges it, once however often it is read", () => {
  const lot = attended({ fixtures: nests(2, 1), serials: ["A", "B", "C"] });
  lot.key();
  lot.breaks("F1", "A", FAIL);
  lot.breaks("F1", "A", FAIL);
  expect(lot.scan("A")).toEqual(["F1 shows A no more: scan", "F1 runs A #3"]);
  expect(lot.scan("A")).toEqual(["refused A: in-fixture in F1"]);
  lot.breaks("F1", "A", FAIL);
  expect(lot.scan("A")).toEqual(["F1 shows A no more: scan", "F1 waits for C"]);
  expect(lot.scan("A")).toEqual(["refused A: set-aside"]);
});

test("a scanned fixture takes the next serial, and its result was seen", () => {
  const lot = attended({ serials: "scan", fixtures: nests(3) });
  expect(lot.scan("F2")).toEqual(["F2 chosen"]);
  expect(lot.scan("X")).toEqual(["none chosen", "F2 runs X #1"]);
  expect(lot.scan("F2")).toEqual(["refused F2: running in F2"]);
  lot.breaks("F2", "X", FAIL);
  expect(lot.scan("fixture:F2")).toEqual([
    "F2 shows X no more: scan",
    "F2 chosen",
    "F2 waits for a scan",
  ]);
  // Misread once: the choice stands.
  expect(lot.scan("$")).toEqual(["refused $: malformed"]);
  expect(lot.scan("Y")).toEqual(["none chosen", "F2 runs Y #1"]);
  expect(lot.scan("fixture:F9")).toEqual(["refused fixture:F9: malformed"]);
});

test("a choice is forgotten when its fixture can take no board", () => {
  const lot = attended({ serials: "scan" });
  lot.scan("F1");
  expect(lot.lock("F1")).toEqual(["F1 locked", "none chosen"]);
  expect(lot.scan("F1")).toEqual(["refused F1: locked in F1"]);
  lot.scan("F2");
  lot.change("F2", { ports: "here" });
  expect(lot.change("F2", { ports: "gone" })).toEqual(["F2 idle: ports-gone", "none chosen"]);
  expect(lot.scan("F2")).toEqual(["refused F2: unfit in F2"]);
});

test("a board that is carried to another fixture leaves the one it was shown in", () => {
  const lot = attended({ serials: ["A", "B", "C"], fixtures: nests(2) });
  lot.key();
  lot.breaks("F1", "A", FAIL);
  lot.scan("F2");
  expect(lot.scan("A")).toEqual([
    "F1 shows A no more: scan",
    "none chosen",
    "F2 runs A #2",
    "F1 waits for B",
  ]);
});

test("a serial of the lot is no fixture's label, whatever it is called", () => {
  const lot = attended({ serials: ["F2", "B"], fixtures: nests(2) });
  expect(lot.scan("F2")).toEqual(["F1 runs F2 #1"]);
  expect(lot.scan("fixture:F2")).toEqual(["F2 chosen"]);
});

const LUHN = { pattern: "SN[0-9]{4}", check: "luhn" } as const;

test("each wrong scan has its own reason, and moves nothing", () => {
  const serials = ["SN0018", "SN0026", "SN0034", "SN0042"];
  const lot = attended({ serials, serialRules: [LUHN], fixtures: nests(2) });
  lot.scan("SN0018");
  lot.pass("F1", "SN0018");
  lot.change("F2", { lid: "open" });
  expect(lot.scan("SN0034")).toEqual(["F1 runs SN0034 #1"]);
  lot.scan("F2");
  lot.scan("SN0026");
  expect(lot.scan("SN001")).toEqual(["refused SN001: malformed"]);
  expect(lot.scan("\u001b[2J")).toEqual(["refused \u001b[2J: malformed"]);
  expect(lot.scan("SN0019")).toEqual(["refused SN0019: check-digit"]);
  expect(lot.scan("SN0059")).toEqual(["refused SN0059: unknown"]);
  expect(lot.scan("SN0018")).toEqual(["refused SN0018: already-passed"]);
  expect(lot.scan("SN0026")).toEqual(["refused SN0026: duplicate in F2"]);
  expect(lot.scan("SN0034")).toEqual(["refused SN0034: in-fixture in F1"]);
  lot.lock("F2");
  expect(lot.scan("SN0042")).toEqual(["refused SN0042: locked"]);
  lot.breaks("F1", "SN0034", FAIL);
  expect(lot.scan("SN0042")).toEqual(["refused SN0042: acknowledge in F1"]);
  lot.pause();
  expect(lot.scan("SN0042")).toEqual(["refused SN0042: paused"]);
  lot.tell({ kind: "stop" });
});

test("a scan whose board would get no identity is refused, after all that is wrong with the serial itself", () => {
  const lot = attended({ serials: "scan", fixtures: nests(1) });
  const lacking = (serial: string) => lot.tell({ kind: "scan", serial, lack: "Pool p is empty." });
  expect(lacking("$")).toEqual(["refused $: malformed"]);
  expect(lacking("X")).toEqual(["refused X: no-identity"]);
  expect(lot.tell({ kind: "scan", serial: "F1", lack: "Pool p is empty." })).toEqual(["F1 chosen"]);
});

test("a locked nest takes nothing; its serial goes to others, a board at work in it finishes", () => {
  const lot = attended({ serials: ["A", "B", "C"] });
  lot.key();
  expect(lot.lock("F2")).toEqual(["F2 locked"]);
  expect(lot.lock("F1")).toEqual(["F1 locked"]);
  expect(lot.lock("F1")).toEqual(["refused lock of F1: locked"]);
  expect(lot.lock("F9")).toEqual(["refused lock of F9: unknown-fixture"]);
  expect(lot.pass("F1", "A")).toEqual([]);
  expect(lot.tell({ kind: "start", fixture: "F1" })).toEqual(["refused start of F1: locked"]);
  expect(lot.key()).toEqual(["refused start of any: no-fixture"]);
  expect(lot.unlock("F2")).toEqual(["F2 unlocked", "F2 waits for B"]);
  expect(lot.unlock("F2")).toEqual(["refused unlock of F2: not-locked"]);
});

test("what hands did in a locked nest asks for no board when it is unlocked", () => {
  const lot = attended({ serials: ["A", "B"], fixtures: nests(1), trigger: "switch" });
  lot.change("F1", { lid: "open" });
  lot.lock("F1");
  lot.change("F1", { lid: "closed" });
  expect(lot.unlock("F1")).toEqual(["F1 unlocked", "F1 waits for A: reopen"]);
  expect(lot.change("F1", { lid: "open" }, { lid: "closed" })).toEqual([
    "F1 waits for A: lid",
    "F1 runs A #1",
  ]);
});

test("a board that was due another try shows its result when its nest is locked, and may be run after that", () => {
  const lot = attended({ serials: ["A", "B"], fixtures: nests(1, 1) });
  lot.change("F1", { lid: "closed" });
  lot.key();
  lot.change("F1", { lid: "open" });
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 waits for A: lid"]);
  expect(lot.lock("F1")).toEqual(["F1 locked", "F1 shows A: acknowledge or retry"]);
  expect(lot.retry("F1")).toEqual(["refused retry of F1: locked"]);
  lot.unlock("F1");
  expect(lot.retry("F1")).toEqual(["F1 shows A no more: key", "F1 waits for A: lid"]);
});

test("a try by hand that is given up before it began may still be had", () => {
  const lot = attended({ serials: ["A"], fixtures: nests(1, 1) });
  lot.change("F1", { lid: "closed" });
  lot.key();
  lot.breaks("F1", "A", FAIL);
  lot.breaks("F1", "A", FAIL);
  lot.change("F1", { lid: "open" });
  lot.retry("F1");
  expect(lot.lock("F1")).toEqual(["F1 locked", "F1 shows A: acknowledge or retry"]);
  lot.unlock("F1");
  lot.retry("F1");
  expect(lot.change("F1", { lid: "closed" })).toEqual(["F1 runs A #3"]);
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 shows A: acknowledge"]);
});

test("a board whose nest was locked goes by its scan where the lot now expects it", () => {
  const lot = attended({ serials: ["A", "B"], fixtures: nests(2, 1) });
  lot.change("F1", { lid: "closed" });
  lot.key();
  lot.scan("B");
  lot.change("F1", { lid: "open" });
  lot.breaks("F1", "A", FAIL);
  expect(lot.lock("F1")).toEqual(["F1 locked", "F1 shows A: acknowledge or retry"]);
  expect(lot.scan("A")).toEqual(["refused A: locked in F1"]);
  expect(lot.pass("F2", "B")).toEqual(["F2 waits for A"]);
  expect(lot.scan("A")).toEqual(["F1 shows A no more: scan", "F2 runs A #2"]);
});

test("a result can be acknowledged while its nest is locked", () => {
  const lot = attended({ serials: ["A", "B"], fixtures: nests(1) });
  lot.key();
  lot.lock("F1");
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 shows A: acknowledge"]);
  expect(lot.key()).toEqual(["F1 shows A no more: key"]);
  expect(lot.unlock("F1")).toEqual(["F1 unlocked", "F1 waits for B"]);
});

test("a paused line starts nothing, whoever asks; boards at work finish and may be acknowledged", () => {
  const lot = attended({ serials: ["A", "B", "C"], fixtures: nests(2, 1) });
  lot.change("F2", { lid: "open" });
  lot.key();
  expect(lot.pause()).toEqual(["paused", "F2 waits for B: resume"]);
  expect(lot.pause()).toEqual(["refused pause of any: paused"]);
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 waits for A: resume"]);
  expect(lot.key()).toEqual(["refused start of any: paused"]);
  expect(lot.scan("B")).toEqual(["refused B: paused"]);
  expect(lot.change("F2", { lid: "closed" })).toEqual([]);
  expect(lot.resume()).toEqual(["resumed", "F1 runs A #2", "F2 waits for B"]);
  expect(lot.resume()).toEqual(["refused resume of any: not-paused"]);
  lot.pause();
  lot.breaks("F1", "A", FAIL);
  expect(lot.retry("F1")).toEqual(["refused retry of F1: paused"]);
  expect(lot.key()).toEqual(["F1 shows A no more: key", "F1 waits for C: resume"]);
});

test("pause: a lid that is closed meanwhile starts nothing when the line goes on, machines start at once", () => {
  const lids = attended({ serials: ["A"], fixtures: nests(1), trigger: "switch" });
  lids.change("F1", { lid: "open" });
  lids.pause();
  lids.change("F1", { lid: "closed" });
  expect(lids.resume()).toEqual(["resumed", "F1 waits for A: reopen"]);
  const machine = watchedLot({ trigger: "auto", operator: "present", fixtures: nests(1) });
  expect(machine.tell({ kind: "pause", by: null })).toEqual(["paused"]);
  expect(machine.ready("F1")).toEqual(["F1 waits for A: resume"]);
  expect(machine.tell({ kind: "resume", by: null })).toEqual(["resumed", "F1 runs A #1"]);
});

test("a machine's results wait for nobody", () => {
  const lot = watchedLot({ trigger: "auto", operator: "present", fixtures: nests(1) });
  lot.ready("F1");
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 runs B #1"]);
});

test("with nobody there results wait for nobody, and a line whose nests are all locked ends", () => {
  const lot = attended({ operator: "absent", serials: ["A", "B"], fixtures: nests(1) });
  lot.key();
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 waits for B"]);
  expect(lot.lock("F1")).toEqual(["F1 locked", "finished"]);
  expect(lot.exit()).toBe(3);
});

test("when the operator's screen is gone, results that waited for a word wait no more", () => {
  const lot = attended({ serials: ["A", "B"], fixtures: nests(1) });
  lot.key();
  lot.breaks("F1", "A", FAIL);
  expect(lot.tell({ kind: "operator-left" })).toEqual(["F1 waits for B"]);
});

test("the lot ends when its last result was seen, or the line is stopped", () => {
  const lot = attended({ serials: ["A"], fixtures: nests(1, 1) });
  lot.key();
  lot.breaks("F1", "A", FAIL);
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 shows A: acknowledge or retry"]);
  expect(lot.key()).toEqual(["F1 shows A no more: key", "F1 idle: done", "finished"]);
  expect(lot.exit()).toBe(1);
  const stopped = attended({ serials: ["A"], fixtures: nests(1) });
  stopped.key();
  stopped.breaks("F1", "A", FAIL);
  expect(stopped.tell({ kind: "stop" })).toEqual(["finished"]);
});

test("a nest whose adapter was pulled shows its board's error when it is back", () => {
  const lot = attended({ serials: ["A", "B"], fixtures: nests(2) });
  for (const id of ["F1", "F2"]) lot.change(id, { ports: "here" });
  lot.key();
  lot.change("F1", { ports: "gone" });
  lot.breaks("F1", "A", GONE);
  expect(lot.change("F1", { ports: "here" })).toEqual(["F1 shows A: acknowledge or retry"]);
  // Its board was moved on by the lot; whoever has it in hand may leave it where it is.
  expect(lot.retry("F1")).toEqual(["F1 shows A no more: key", "F1 runs A #2"]);
});

test("a board whose adapter was pulled goes by its scan where the lot has moved it", () => {
  const lot = attended({ serials: ["A", "B"], fixtures: nests(2) });
  for (const id of ["F1", "F2"]) lot.change(id, { ports: "here" });
  lot.key();
  lot.scan("B");
  lot.change("F1", { ports: "gone" });
  lot.breaks("F1", "A", GONE);
  expect(lot.scan("A")).toEqual(["refused A: unfit in F1"]);
  expect(lot.pass("F2", "B")).toEqual(["F2 waits for A"]);
  expect(lot.scan("A")).toEqual(["F1 shows A no more: scan", "F2 runs A #2"]);
});

test("the key acknowledges what tiles show, never the result of a nest that is gone", () => {
  const lot = attended({ serials: ["A", "B", "C"], fixtures: nests(3) });
  for (const id of ["F1", "F2", "F3"]) lot.change(id, { ports: "here" });
  lot.scan("A");
  lot.change("F1", { ports: "gone" });
  // The lot has moved it.
  expect(lot.breaks("F1", "A", GONE)).toEqual(["F1 idle: ports-gone"]);
  expect(lot.tell({ kind: "acknowledge" })).toEqual([
    "refused acknowledge of any: nothing-to-acknowledge",
  ]);
  expect(lot.key()).toEqual(["F2 runs B #1"]);
  lot.breaks("F2", "B", FAIL);
  expect(lot.key()).toEqual(["F2 shows B no more: key", "F2 waits for A"]);
  lot.key();
  lot.key();
  expect(lot.scan("A")).toEqual(["refused A: in-fixture in F2"]);
  expect(lot.change("F1", { ports: "here" })).toEqual(["F1 shows A: acknowledge or retry"]);
  expect(lot.key()).toEqual(["F1 shows A no more: key", "F1 idle: done"]);
});

test("who scans a board while nests are gone is sent to a result that can be acknowledged, or to none", () => {
  const lot = attended({ serials: ["A", "B", "C"], fixtures: nests(2) });
  for (const id of ["F1", "F2"]) lot.change(id, { ports: "here" });
  lot.scan("A");
  lot.change("F1", { ports: "gone" });
  lot.breaks("F1", "A", GONE);
  lot.scan("B");
  expect(lot.scan("C")).toEqual(["refused C: no-fixture"]);
  lot.breaks("F2", "B", FAIL);
  expect(lot.scan("C")).toEqual(["refused C: acknowledge in F2"]);
});

test("a serial that a nest gives back goes to one that had nothing left to do", () => {
  const machine = watchedLot({ trigger: "auto", serials: ["A", "B"], fixtures: nests(2, 1) });
  for (const id of ["F1", "F2"]) machine.ready(id);
  machine.tell({ kind: "lock", fixture: "F2", by: null, why: "by hand" });
  expect(machine.pass("F1", "A")).toEqual(["F1 idle: done"]);
  expect(machine.breaks("F2", "B", FAIL)).toEqual(["F1 runs B #2"]);
  const lot = attended({ serials: ["A", "B"], fixtures: nests(2) });
  lot.change("F2", { ports: "here" });
  lot.key();
  lot.pass("F1", "A");
  expect(lot.change("F2", { ports: "gone" })).toEqual(["F2 idle: ports-gone", "F1 waits for B"]);
});

test("a board whose worker is gone is not run again before that has reported", () => {
  const lot = attended({ serials: ["A", "B"] });
  lot.key();
  lot.tell({ kind: "fixture-lost", fixture: "F1" });
  expect(lot.retry("F1")).toEqual(["refused retry of F1: unreported"]);
});
