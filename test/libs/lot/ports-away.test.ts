import { expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import { watchedLot } from "./watched-lot.ts";

const GONE: Failure = { code: "port-gone", port: "/dev/ttyUSB0", reason: "unplugged" };

/** A lot of which the ports are watched. */
const portsLot = (serials: readonly string[], fixtures: readonly string[] = ["F1"]) => {
  const lot = watchedLot({ serials, fixtures: fixtures.map((id) => ({ id, retries: 0 })) });
  const ports = (fixture: string, now: "here" | "gone") => lot.change(fixture, { ports: now });
  return { ...lot, ports };
};

test("a lot whose only nest is unplugged waits, and goes on when it is back", () => {
  const lot = portsLot(["A", "B"]);
  lot.ports("F1", "here");
  expect(lot.ready("F1")).toEqual(["F1 runs A #1"]);
  expect(lot.ports("F1", "gone")).toEqual([]);
  expect(lot.breaks("F1", "A", GONE)).toEqual(["F1 idle: ports-gone"]);
  expect(lot.change("F1", { button: "up" })).toEqual([]);
  expect(lot.ports("F1", "here")).toEqual(["F1 runs A #2"]);
  expect(lot.pass("F1", "A")).toEqual(["F1 runs B #1"]);
  expect(lot.pass("F1", "B")).toEqual(["F1 idle: done", "finished"]);
  expect(lot.exit()).toBe(0);
});

test("a run's end that comes before the news of its port waits for the port all the same", () => {
  const lot = portsLot(["A"]);
  lot.ports("F1", "here");
  lot.ready("F1");
  expect(lot.breaks("F1", "A", GONE)).toEqual(["F1 idle: ports-gone"]);
  // Other news that still says what was true before the port went.
  expect(lot.change("F1", { button: "up" })).toEqual([]);
  expect(lot.ports("F1", "gone")).toEqual([]);
  expect(lot.ports("F1", "here")).toEqual(["F1 runs A #2"]);
});

test("a port that was back before the run's end was heard needs no further news", () => {
  const lot = portsLot(["A"]);
  lot.ports("F1", "here");
  lot.ready("F1");
  lot.ports("F1", "gone");
  lot.ports("F1", "here");
  expect(lot.breaks("F1", "A", GONE)).toEqual(["F1 runs A #2"]);
});

test("a nest that waits or has nothing to do gives its board back while its port is gone", () => {
  const lot = portsLot(["A", "B"], ["F1", "F2"]);
  for (const id of ["F1", "F2"]) lot.ports(id, "here");
  lot.ready("F1");
  lot.ready("F2");
  expect(lot.pass("F1", "A")).toEqual(["F1 idle: done"]);
  expect(lot.ports("F1", "gone")).toEqual(["F1 idle: ports-gone"]);
  expect(lot.ports("F1", "here")).toEqual(["F1 idle: done"]);
  expect(lot.ports("F1", "gone")).toEqual(["F1 idle: ports-gone"]);
  expect(lot.pass("F2", "B")).toEqual(["F2 idle: done", "finished"]);
  // Every board passed, but the station is not whole.
  expect(lot.exit()).toBe(3);
});

test("a nest that is not there at the start gets no board, and nobody waits for it", () => {
  const lot = portsLot(["A", "B", "C"], ["F1", "F2"]);
  lot.ports("F1", "gone");
  lot.ports("F2", "here");
  expect(lot.ready("F1")).toEqual(["F1 idle: ports-gone"]);
  expect(lot.ready("F2")).toEqual(["F2 runs A #1"]);
  expect(lot.ports("F1", "here")).toEqual(["F1 runs B #1"]);
  const none = portsLot(["A"]);
  none.ports("F1", "gone");
  expect(none.ready("F1")).toEqual(["F1 idle: ports-gone", "finished"]);
  expect(none.exit()).toBe(3);
});

test("a nest whose ports nobody watches is out for good", () => {
  const lot = portsLot(["A"]);
  lot.ready("F1");
  expect(lot.breaks("F1", "A", GONE)).toEqual(["F1 idle: taken-out", "finished"]);
});

test("a nest whose port hangs works again when it was unplugged and is back, but nobody waits for it", () => {
  const hung: Failure = { code: "port-hung", port: "/dev/ttyUSB0", waitedMs: 5000 };
  const lot = portsLot(["A", "B", "C"], ["F1", "F2"]);
  for (const id of ["F1", "F2"]) lot.ports(id, "here");
  lot.ready("F1");
  lot.ready("F2");
  expect(lot.breaks("F1", "A", hung)).toEqual(["F1 idle: ports-gone"]);
  expect(lot.change("F1", { button: "up" })).toEqual([]);
  lot.ports("F1", "gone");
  expect(lot.ports("F1", "here")).toEqual(["F1 runs A #2"]);
  expect(lot.breaks("F1", "A", hung)).toEqual(["F1 idle: ports-gone"]);
  expect(lot.pass("F2", "B")).toEqual(["F2 runs C #1"]);
  expect(lot.pass("F2", "C")).toEqual(["F2 idle: done", "finished"]);
  expect(lot.exit()).toBe(3);
});
