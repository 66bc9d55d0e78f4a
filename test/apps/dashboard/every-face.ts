import type { RunHappening } from "../../../libs/run/run-event.ts";
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

/** What a tile of this face shows. */
export interface Face {
  readonly word: string;
  readonly symbol: string;
  readonly ascii: string;
  /** Number of its fill among 256 colours, blue and orange. */
  readonly fill: number;
  readonly instruction: string;
  /** Its last line, after the word. */
  readonly under: string;
  /** Whether it wants a hand, which makes its instruction blink. */
  readonly wants: "hand" | "nothing";
}

type Ended = RunHappening & { readonly kind: "run-ended" };

const ended = (fixture: string, verdict: Ended["verdict"], failure: Ended["failure"]) =>
  runEvent(
    { fixture, serial: fixture },
    { kind: "run-ended", verdict, failure, durationMs: 900 },
    19,
  );

const waits = (
  fixture: string,
  awaits: "key" | "acknowledge",
  retry: "by-hand" | "none" = "none",
): StationEvent => lineEvent({ kind: "fixture-waiting", fixture, serial: fixture, awaits, retry });

const WRONG_CHIP = { code: "wrong-chip", expected: "BK7231N", found: "BK7231T" } as const;

/** A fixture of each face, F01 to F10, 20 s after the lot's start. */
export const everyFace = (): readonly StationEvent[] => [
  lotStarted(fixtureNames(10)),
  waits("F02", "key"),
  runStarted({ fixture: "F03", serial: "F03", attempt: 2 }, 8),
  runEvent({ fixture: "F03", serial: "F03", attempt: 2 }, { kind: "step-started", step: "write" }),
  passed({ fixture: "F04", serial: "F04" }),
  failed({ fixture: "F05", serial: "F05" }),
  waits("F05", "acknowledge"),
  ended("F06", "error", { code: "port-gone", port: "/dev/ttyUSB2", reason: "unplugged" }),
  waits("F06", "acknowledge"),
  ended("F07", "aborted", null),
  waits("F07", "acknowledge"),
  failed({ fixture: "F08", serial: "F08" }),
  waits("F08", "acknowledge", "by-hand"),
  ended("F09", "fail", WRONG_CHIP),
  waits("F09", "acknowledge"),
  lineEvent({ kind: "fixture-locked", fixture: "F10", by: "Eva", why: "by hand" }),
];

/** What they show, in their order. */
export const FACES: readonly Face[] = [
  {
    ...{ word: "EMPTY", symbol: "·", ascii: ".", fill: 235, under: "", wants: "nothing" },
    instruction: "Wait for the line",
  },
  {
    ...{ word: "READY", symbol: "○", ascii: "o", fill: 254, under: "", wants: "hand" },
    instruction: "Load F02, press Enter",
  },
  {
    ...{ word: "write", symbol: "▶", ascii: ">", fill: 238, under: " 8 %", wants: "nothing" },
    instruction: "Do not touch the board",
  },
  {
    ...{ word: "PASS", symbol: "✓", ascii: "+", fill: 25, under: "", wants: "nothing" },
    instruction: "Remove board",
  },
  {
    ...{ word: "FAIL", symbol: "✗", ascii: "X", fill: 208, under: "no-link", wants: "hand" },
    instruction: "Remove F05, press Enter",
  },
  {
    ...{ word: "ERROR", symbol: "!", ascii: "!", fill: 90, under: "port-gone", wants: "hand" },
    instruction: "Remove F06, press Enter",
  },
  {
    ...{ word: "ABORTED", symbol: "■", ascii: "-", fill: 245, under: "", wants: "hand" },
    instruction: "Remove F07, press Enter",
  },
  {
    ...{ word: "RETRY", symbol: "↻", ascii: "<", fill: 228, under: "no-link", wants: "hand" },
    instruction: "Re-seat F08, press R",
  },
  {
    ...{ word: "QUARANTINE", symbol: "⊘", ascii: "%", fill: 124, wants: "hand" },
    ...{ under: "wrong-chip", instruction: "Set F09 aside, press Enter" },
  },
  {
    ...{ word: "LOCKED", symbol: "⊟", ascii: "=", fill: 58, under: "by hand", wants: "nothing" },
    instruction: "Use another fixture",
  },
];
