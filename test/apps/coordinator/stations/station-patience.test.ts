import { expect, test } from "vitest";
import { StationPatience } from "../../../../apps/coordinator/stations/station-patience.ts";
import { HandClock } from "../../../support/hand-clock.ts";

test("stations are waited for ten minutes with nothing else going on, counted anew whenever something does", () => {
  const clock = new HandClock(0);
  const over: number[] = [];
  using patience = new StationPatience(clock, (minutes) => over.push(minutes));
  patience.note("waits");
  clock.advance(599_000);
  patience.note("waits");
  patience.note("goes-on");
  clock.advance(2000);
  expect(over).toEqual([]);
  patience.note("waits");
  clock.advance(599_999);
  expect(over).toEqual([]);
  clock.advance(1);
  expect(over).toEqual([10]);
});
