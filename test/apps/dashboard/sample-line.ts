import type { StationEvent } from "../../../libs/station/station-event.ts";
import {
  failed,
  fixtureNames,
  lineEvent,
  lotStarted,
  passed,
  runEvent,
  runStarted,
} from "../../libs/station/events.ts";

/** When the sample is looked at, in seconds after the lot's start. */
export const SAMPLE_SECOND = 740;

const serialOf = (board: number): string => `SN${String(board).padStart(4, "0")}`;

/** Boards that have passed before those that the tiles show. */
const earlier = (): readonly StationEvent[] =>
  Array.from({ length: 60 }, (_, index) =>
    passed({ fixture: `F0${1 + (index % 8)}`, serial: serialOf(index + 1) }, 80 + index),
  );

const wrongChip = (who: { readonly fixture: string; readonly serial: string }): StationEvent =>
  runEvent(
    who,
    {
      ...{ kind: "run-ended", verdict: "fail", durationMs: 1900 },
      failure: { code: "wrong-chip", expected: "BK7231N", found: "BK7231T" },
    },
    733,
  );

/** A lot of 96 boards on eight fixtures, each with another face: `SAMPLE_SECOND` after its start. */
export const sampleLine = (): readonly StationEvent[] => {
  const [pass, fail, running, retry] = [61, 62, 63, 64].map((board, index) => ({
    fixture: `F0${index + 1}`,
    serial: serialOf(board),
  })) as [Board, Board, Board, Board];
  const second = { ...running, attempt: 2 };
  const asked = { fixture: "F05", serial: serialOf(65) };
  const aside = { fixture: "F07", serial: serialOf(67) };
  return [
    lotStarted(fixtureNames(8), { operator: "Eva", boards: 96 }),
    lineEvent({ kind: "station-health", journal: "good", disk: "good", redis: "up" }),
    lineEvent({ kind: "identities-left", pool: "macs", left: 1204 }),
    ...earlier(),
    passed(pass, 730),
    lineEvent({ kind: "fixture-waiting", fixture: "F01", serial: serialOf(69), awaits: "key" }),
    failed(fail, 731),
    waits(fail, "none"),
    failed(running, 715),
    runStarted(second, 728),
    runEvent(second, { kind: "step-started", step: "write" }, 729),
    runEvent(second, { kind: "step-progress", step: "erase", done: 1, total: 1 }, 730),
    runEvent(second, { kind: "log-lines", lines: ["V:BK7231N_1.0.1", "J 0x10000"] }, 731),
    runEvent(second, { kind: "step-progress", step: "write", done: 60, total: 100 }, 739),
    failed(retry, 732),
    waits(retry, "by-hand"),
    runStarted(asked, 734),
    runEvent(asked, { kind: "step-started", step: "link" }, 735),
    runEvent(asked, { kind: "operator-asked", instruction: "Switch the board on" }, 736),
    lineEvent({ kind: "result-cleared", fixture: "F06", serial: serialOf(54), by: "removal" }, 700),
    lineEvent({ kind: "fixture-waiting", fixture: "F06", serial: serialOf(66), awaits: "key" }),
    wrongChip(aside),
    waits(aside, "none"),
    lineEvent({ kind: "result-cleared", fixture: "F08", serial: serialOf(56), by: "removal" }, 700),
    lineEvent({ kind: "fixture-locked", fixture: "F08", by: "Eva", why: "by hand" }, 710),
  ];
};

interface Board {
  readonly fixture: string;
  readonly serial: string;
}

const waits = ({ fixture, serial }: Board, retry: "by-hand" | "none"): StationEvent =>
  lineEvent({ kind: "fixture-waiting", fixture, serial, awaits: "acknowledge", retry }, 733);
