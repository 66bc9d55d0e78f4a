import { expect, test } from "vitest";
import { type Edge, parseMoment } from "../../../libs/report/parse-moment.ts";

const GROUND = { timeZone: "Europe/Berlin", now: new Date("2026-03-15T12:00:00.000Z") };

test.each<[string, Edge, string]>([
  ["2026-03-01", "since", "2026-02-28T23:00:00.000Z"],
  ["2026-03-01", "until", "2026-03-01T23:00:00.000Z"],
  // The day on which the clock is set forward has 23 hours.
  ["2026-03-29", "since", "2026-03-28T23:00:00.000Z"],
  ["2026-03-29", "until", "2026-03-29T22:00:00.000Z"],
  ["2026-10-25", "until", "2026-10-25T23:00:00.000Z"],
  ["2026-03-01T14:00", "until", "2026-03-01T13:00:00.000Z"],
  ["2026-03-01 14:00:30", "since", "2026-03-01T13:00:30.000Z"],
  ["2026-07-01T14:00", "since", "2026-07-01T12:00:00.000Z"],
  ["2026-03-01T14:00Z", "since", "2026-03-01T14:00:00.000Z"],
  ["2026-03-01T14:00+05:30", "since", "2026-03-01T08:30:00.000Z"],
  ["30m", "since", "2026-03-15T11:30:00.000Z"],
  ["8h", "since", "2026-03-15T04:00:00.000Z"],
  ["7d", "until", "2026-03-08T12:00:00.000Z"],
  ["2w", "since", "2026-03-01T12:00:00.000Z"],
  ["2028-02-29", "since", "2028-02-28T23:00:00.000Z"],
])("%s as %s is %s", (text, edge, iso) => {
  expect(parseMoment(text, edge, GROUND)).toBe(iso);
});

test.each([
  "",
  "yesterday",
  "2026-02-29",
  "2026-02-30T10:00",
  "2026-13-01",
  "2026-3-1",
  "2026-03-01T24:00",
  "2026-03-01Z",
  "8 h",
  "-8h",
  "999999999d",
  "2026-03-01T10:00\x1b[2J",
])("%j is no time", (text) => {
  expect(parseMoment(text, "since", GROUND)).toBeUndefined();
});
