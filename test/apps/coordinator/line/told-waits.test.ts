import { expect, test } from "vitest";
import { ToldWaits } from "../../../../apps/coordinator/line/told-waits.ts";
import type { StationEvent } from "../../../../libs/station/station-event.ts";
import { lineEvent } from "../../../libs/station/events.ts";

const waits = (fixture: string, awaits: "journal" | "redis" | "key", serial = "SN1") =>
  lineEvent({ kind: "fixture-waiting", fixture, serial, awaits });

test.each<[string, readonly StationEvent[], readonly boolean[]]>([
  [
    "a wait that lasts is told once",
    [waits("F01", "journal"), waits("F01", "journal")],
    [true, false],
  ],
  ["another reason is told", [waits("F01", "journal"), waits("F01", "redis")], [true, true]],
  ["another board is told", [waits("F01", "redis"), waits("F01", "redis", "SN2")], [true, true]],
  [
    "each fixture's is told, and lasts beside the others' and what is no fixture's",
    [
      waits("F01", "journal"),
      waits("F02", "journal"),
      lineEvent({ kind: "line-resumed", by: "Eva" }),
      waits("F01", "journal"),
    ],
    [true, true, true, false],
  ],
  [
    "what came in between makes it news again",
    [
      waits("F01", "journal"),
      lineEvent({ kind: "fixture-locked", fixture: "F01", by: "Eva", why: "x", cause: "hand" }),
      waits("F01", "journal"),
    ],
    [true, true, true],
  ],
  [
    "what a person is asked is always told",
    [waits("F01", "key"), waits("F01", "key")],
    [true, true],
  ],
])("%s", (_, events, told) => {
  const known = new ToldWaits();
  expect(events.map((event) => known.isNews(event))).toEqual(told);
});
