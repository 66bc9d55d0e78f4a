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

/** A lot of 24 boards on eight fixtures with every kind of tile, 20 seconds old. */
export const sampleLine = (): readonly StationEvent[] => {
  const running = { fixture: "F03", serial: "SN0003" };
  const retest = { fixture: "F04", serial: "SN0004", attempt: 2 };
  const asked = { fixture: "F05", serial: "SN0005" };
  return [
    lotStarted(fixtureNames(8), { operator: "Eva" }),
    passed({ fixture: "F01", serial: "SN0001" }, 10),
    failed({ fixture: "F02", serial: "SN0002" }, 11),
    runStarted(running, 8),
    runEvent(running, { kind: "step-started", step: "write" }, 12),
    runEvent(running, { kind: "step-progress", step: "erase", done: 1, total: 1 }, 12),
    runEvent(running, { kind: "log-lines", lines: ["V:BK7231N_1.0.1", "J 0x10000"] }, 12),
    runEvent(running, { kind: "step-progress", step: "write", done: 60, total: 100 }, 19),
    failed({ ...retest, attempt: 1 }, 6),
    runStarted(retest, 15),
    runEvent(retest, { kind: "step-started", step: "link" }, 15),
    runStarted(asked, 14),
    runEvent(asked, { kind: "step-started", step: "link" }, 15),
    runEvent(asked, { kind: "operator-asked", instruction: "Switch the board on" }, 16),
    lineEvent({ kind: "fixture-waiting", fixture: "F06", serial: "SN0006", awaits: "key" }),
    runEvent(
      { fixture: "F07", serial: "SN0007" },
      {
        kind: "run-ended",
        verdict: "error",
        failure: { code: "port-gone", port: "/dev/ttyUSB2", reason: "unplugged" },
        durationMs: 900,
      },
      17,
    ),
    lineEvent({ kind: "fixture-waiting", fixture: "F01", serial: "SN0009", awaits: "key" }, 11),
  ];
};
