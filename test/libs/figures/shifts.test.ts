import { expect, test } from "vitest";
import { shiftStart } from "../../../libs/figures/shift-start.ts";
import { wallClock, wallWords } from "../../../libs/figures/wall-clock.ts";

const THREE = [22, 6, 14].map((hour) => hour * 3_600_000);
const berlin = wallClock("Europe/Berlin");
const shiftOf = (iso: string, starts = THREE): string => wallWords(shiftStart(berlin(iso), starts));

test.each([
  // Winter: an hour ahead of UTC.
  ["2026-03-01T04:59:59.999Z", "2026-02-28 22:00"],
  ["2026-03-01T05:00:00.000Z", "2026-03-01 06:00"],
  ["2026-03-01T12:59:59.999Z", "2026-03-01 06:00"],
  ["2026-03-01T13:00:00.000Z", "2026-03-01 14:00"],
  ["2026-03-01T21:00:00.000Z", "2026-03-01 22:00"],
  ["2026-03-01T23:30:00.000Z", "2026-03-01 22:00"],
  // The night in which the clock is set forward, and the one in which it is set back.
  ["2026-03-29T03:59:59.999Z", "2026-03-28 22:00"],
  ["2026-03-29T04:00:00.000Z", "2026-03-29 06:00"],
  ["2026-10-25T00:30:00.000Z", "2026-10-24 22:00"],
  ["2026-10-25T01:30:00.000Z", "2026-10-24 22:00"],
  ["2026-10-25T05:00:00.000Z", "2026-10-25 06:00"],
])("a run that starts at %s is of the shift that began %s", (iso, shift) => {
  expect(shiftOf(iso)).toBe(shift);
});

test("one shift begins once a day", () => {
  expect(shiftOf("2026-03-01T05:00:00.000Z", [7 * 3_600_000])).toBe("2026-02-28 07:00");
  expect(shiftOf("2026-03-01T06:00:00.000Z", [7 * 3_600_000])).toBe("2026-03-01 07:00");
});

test("the wall clock is what the system's own calendar says, at every hour of two years", () => {
  for (const timeZone of ["Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "UTC"]) {
    const wall = wallClock(timeZone);
    const format = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    for (let hour = 0; hour < 2 * 8766; hour += 7) {
      const iso = new Date(Date.UTC(2025, 0, 1, hour, 29)).toISOString();
      expect(wallWords(wall(iso))).toBe(format.format(Date.parse(iso)).replace(", ", " "));
    }
  }
  expect(berlin("no time")).toBeNaN();
});
