import { wallClock } from "../figures/wall-clock.ts";

/** What a moment bounds. A day alone is its beginning as `since`, and its end as `until`. */
export type Edge = "since" | "until";

/** Where and when a person wrote it. */
export interface MomentGround {
  readonly timeZone: string;
  readonly now: Date;
}

const DAY_MS = 24 * 3_600_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/** The forms a moment may have, for messages. */
export const MOMENT_FORMS =
  "a day (2026-03-01), a time of the wall clock (2026-03-01T14:00), one with its zone (2026-03-01T14:00Z), or how long ago (30m, 8h, 7d)";

/** The moment that a text means, as ISO time; undefined if it means none. */
export const parseMoment = (
  text: string,
  edge: Edge,
  { timeZone, now }: MomentGround,
): string | undefined => {
  const [, count, unit = ""] = /^(\d{1,5})([mhdw])$/.exec(text) ?? [];
  if (count !== undefined) return isoOf(now.getTime() - Number(count) * (UNIT_MS[unit] ?? 0));
  const [, day, time, zone] = FORM.exec(text) ?? [];
  if (day === undefined) return undefined;
  const wallMs = Date.parse(`${day}T${time ?? "00:00"}Z`);
  // Date takes 30 February for a day in March.
  if (Number.isNaN(wallMs) || !isoOf(wallMs)?.startsWith(day)) return undefined;
  if (zone !== undefined) return isoOf(Date.parse(`${day}T${time}${zone}`));
  const wholeDay = time === undefined && edge === "until" ? DAY_MS : 0;
  return isoOf(momentAt(wallMs + wholeDay, wallClock(timeZone)));
};

const FORM =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)(Z|[+-]\d{2}:\d{2})?)?$/;

const isoOf = (ms: number): string | undefined =>
  Number.isNaN(ms) ? undefined : new Date(ms).toISOString();

/** When the wall clock shows this: by the offset of about then, and once more for a change in between. */
const momentAt = (wallMs: number, wall: (iso: string) => number): number => {
  const offsetAt = (ms: number): number => wall(new Date(ms).toISOString()) - ms;
  return wallMs - offsetAt(wallMs - offsetAt(wallMs));
};
