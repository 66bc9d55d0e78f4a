import type { Failure } from "../../libs/failure/failure.ts";
import { verdictOf } from "../../libs/failure/verdict.ts";
import { RECORD_SCHEMA, type RunRecord, type StepRecord } from "../../libs/run/run-record.ts";
import type { Dice } from "../../libs/simulator/dice.ts";

/** Why a run does not pass; null if it does. */
export type Trouble = Failure | "aborted" | null;

/** What is decided of a run before its record is made up. */
export interface RunDraft {
  /** Counted from 0. */
  readonly lot: number;
  readonly serial: string;
  readonly attempt: number;
  readonly fixture: string;
  /** When it starts, ms since 1970. */
  readonly at: number;
  readonly trouble: Trouble;
  /** How much longer than usual it writes: 1 for as usual. */
  readonly slowness: number;
}

const RECIPES = [
  { name: "smart-plug-1.18", sha256: "ab12cd34".repeat(8), file: "plug.uf2", bytes: 700_416 },
  { name: "bulb-2.0", sha256: "0990ffee".repeat(8), file: "bulb.rbl", bytes: 1_003_520 },
] as const;

/** A record as large as real ones are: 2 to 5 KB, most of it the log. */
const LOG =
  "V:BK7231N_1.0.1\\x0d\\x0aREG:cpsr spsr r13 r14\\x0d\\x0aSVC:400001D3 00000000\\x0d\\x0a";

/** The record of a run that was never run. */
export const makeRun = (draft: RunDraft, dice: Dice): RunRecord => {
  const { lot, serial, attempt, fixture, at, trouble } = draft;
  const { name, sha256, file, bytes } = RECIPES[lot % RECIPES.length] ?? RECIPES[0];
  const steps = makeSteps(draft, bytes, dice);
  const last = steps.at(-1);
  const endedMs = last === undefined ? at : Date.parse(last.startedAt) + last.durationMs;
  const number = dice.whole(0, 0xffffff).toString(16).padStart(6, "0");
  return {
    run: `${at.toString(36).toUpperCase().padStart(10, "0")}-${fixture}`,
    lot: `LOT-${String(lot + 1).padStart(3, "0")}`,
    serial,
    fixture,
    attempt,
    schema: RECORD_SCHEMA,
    purpose: "product",
    startedAt: new Date(at).toISOString(),
    station: "line-a",
    port: `/dev/serial/by-path/platform-fd500000.pcie-usb-0:1.${fixture}:1.0-port0`,
    operator: operatorAt(at),
    recipe: { name, sha256 },
    approval: { by: "bea", at: "2026-03-01T16:00:00.000Z" },
    images: [{ file: `/data/images/${file}`, sha256 }],
    program: "0.1.0",
    endedAt: new Date(endedMs).toISOString(),
    recorded: "whole",
    copiedMac: null,
    ...endOf(trouble),
    board: {
      chip: "bk7231n",
      chipId: "0007231c",
      bootloader: "BK7231N_1.0.1",
      fingerprint: "e14191ba",
      flashId: "eb6015",
      flashBytes: 0x20_0000,
      mac: `c8478c${number}`,
    },
    steps,
    baud: 921_600,
    linkAttempts: 1,
    backup: null,
    written: bytes,
    recoveries: dice.chance(0.1) ? [{ step: "erase", kind: "asked-again", count: 1 }] : [],
    crcs: [{ address: 0x11000, length: bytes, host: "1d2c3b4a", chip: "1d2c3b4a" }],
    identity: null,
    unbrick: null,
    notes: [],
    bootLog: LOG.repeat(dice.whole(12, 32)),
  };
};

/** Nobody is named at night. */
const operatorAt = (at: number): string | null => {
  const hour = new Date(at).getUTCHours();
  if (hour >= 21 || hour < 5) return null;
  return hour < 13 ? "ann" : "ben";
};

const endOf = (trouble: Trouble): Pick<RunRecord, "verdict" | "failure"> => {
  if (trouble === null) return { verdict: "pass", failure: null };
  if (trouble === "aborted") return { verdict: "aborted", failure: null };
  return { verdict: verdictOf(trouble).outcome, failure: trouble };
};

/** How long each step takes, in ms; writing takes by the image's size. */
const STEPS = [
  ["prepare", 8],
  ["link", 400],
  ["identify", 160],
  ["erase", 4_200],
  ["write", 0],
  ["verify", 700],
  ["boot", 1_900],
] as const;

const BYTES_PER_MS = 46;

const makeSteps = (
  { at, trouble, slowness }: RunDraft,
  bytes: number,
  dice: Dice,
): readonly StepRecord[] => {
  const steps: StepRecord[] = [];
  let now = at;
  const add = (step: StepRecord["step"], ms: number): void => {
    const durationMs = Math.round(ms * dice.size(0.9, 1.12));
    steps.push({ step, startedAt: new Date(now).toISOString(), durationMs, bytes: 0, retries: 0 });
    now += durationMs;
  };
  const reached = trouble === null ? STEPS.length : dice.whole(2, STEPS.length);
  for (const [step, ms] of STEPS.slice(0, reached)) {
    add(step, step === "write" ? (bytes / BYTES_PER_MS) * slowness : ms);
    // A repair goes back to verifying.
    if (step !== "verify" || !dice.chance(0.02)) continue;
    add("repair", 90);
    add("verify", 20);
  }
  add("release", 4);
  return steps;
};
