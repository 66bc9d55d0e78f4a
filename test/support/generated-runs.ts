import { CATALOGUE } from "../../libs/failure/catalogue.ts";
import type { Failure, FailureCode } from "../../libs/failure/failure.ts";
import { verdictOf } from "../../libs/failure/verdict.ts";
import { RECORD_SCHEMA, type RunRecord, type StepRecord } from "../../libs/run/run-record.ts";
import { Dice } from "../../libs/simulator/dice.ts";
import { seededRandom } from "../../libs/simulator/random.ts";

/** What happens on a line that has gone wrong in known ways; the same runs for the same seed. */
export interface GeneratedLine {
  readonly seed: number;
  /** Runs to make, whole lots or not. */
  readonly runs: number;
}

/** Loses contact more often than the others. */
export const BAD_SOCKET = "F07";
/** Its adapter goes away more often than the others'. */
export const BAD_ADAPTER = "F12";
/** From the middle of the time on it writes a fifth slower. */
export const SLOW_ADAPTER = "F03";

const FIXTURES = Array.from({ length: 16 }, (_, n) => `F${String(n + 1).padStart(2, "0")}`);
const BOARDS_PER_LOT = 1250;
const LOT_EVERY_MS = 18 * 3_600_000;
const FIRST_LOT = Date.UTC(2026, 2, 20, 4);
const MEND_AT = FIRST_LOT + 15 * LOT_EVERY_MS;
const RECIPES = [
  { name: "smart-plug-1.18", sha256: "ab12cd34".repeat(8), file: "plug.uf2", bytes: 700_416 },
  { name: "bulb-2.0", sha256: "0990ffee".repeat(8), file: "bulb.rbl", bytes: 1_003_520 },
] as const;
const BOARD_TROUBLE = ["verify-mismatch", "erase-failed", "boot-silent", "wrong-chip"] as const;
const STATION_TROUBLE = ["interrupted", "lease-lost", "port-hung"] as const;
const LOG =
  "V:BK7231N_1.0.1\\x0d\\x0aREG:cpsr spsr r13 r14\\x0d\\x0aSVC:400001D3 00000000\\x0d\\x0a";

/** The runs of one lot after another, in order of start within each fixture. */
export function* generateRuns({ seed, runs }: GeneratedLine): Generator<RunRecord> {
  const dice = new Dice(seededRandom(seed));
  let left = runs;
  for (let lot = 0; left > 0; lot += 1) {
    for (const record of generateLot(lot, dice)) {
      if (left === 0) return;
      left -= 1;
      yield record;
    }
  }
}

interface Waiting {
  readonly serial: string;
  readonly attempt: number;
  readonly fault: FailureCode | null;
  /** Where it failed before. */
  readonly not: string | null;
}

function* generateLot(lot: number, dice: Dice): Generator<RunRecord> {
  const free = new Map(FIXTURES.map((id) => [id, FIRST_LOT + lot * LOT_EVERY_MS]));
  const queue: Waiting[] = Array.from({ length: BOARDS_PER_LOT }, (_, n) => ({
    serial: `SN${lot * BOARDS_PER_LOT + n}`,
    attempt: 1,
    fault: dice.chance(0.015) ? dice.pick(BOARD_TROUBLE) : null,
    not: null,
  }));
  for (let board = queue.shift(); board !== undefined; board = queue.shift()) {
    const { serial, fault, not } = board;
    const [fixture] =
      [...free].filter(([id]) => id !== not).toSorted(([, a], [, b]) => a - b)[0] ?? [];
    if (fixture === undefined) return;
    for (let attempt = board.attempt; ; attempt += 1) {
      const at = (free.get(fixture) ?? 0) + dice.whole(4_000, 12_000);
      const record = makeRun(
        { lot, serial, attempt, fixture, at, trouble: drawTrouble(fixture, fault, dice) },
        dice,
      );
      free.set(fixture, Date.parse(record.endedAt));
      yield record;
      if (record.verdict === "pass" || record.verdict === "aborted") break;
      if (attempt > board.attempt) {
        if (attempt < 5 && dice.chance(0.6))
          queue.push({ serial, attempt: attempt + 1, fault, not: fixture });
        break;
      }
    }
  }
}

type Trouble = Failure | "aborted" | null;

const drawTrouble = (fixture: string, fault: FailureCode | null, dice: Dice): Trouble => {
  if (dice.chance(0.002)) return "aborted";
  if (dice.chance(fixture === BAD_ADAPTER ? 0.03 : 0.003))
    return example(dice.pick(STATION_TROUBLE));
  if (dice.chance(fixture === BAD_SOCKET ? 0.06 : 0.008)) return example("no-link");
  return fault === null ? null : example(fault);
};

const example = (code: FailureCode): Failure => {
  const [first] = CATALOGUE[code].cases;
  if (first === undefined) throw new Error(`${code} has no case`);
  return first.example;
};

interface Draft {
  readonly lot: number;
  readonly serial: string;
  readonly attempt: number;
  readonly fixture: string;
  readonly at: number;
  readonly trouble: Trouble;
}

const makeRun = ({ lot, serial, attempt, fixture, at, trouble }: Draft, dice: Dice): RunRecord => {
  const recipe = RECIPES[lot % RECIPES.length] ?? RECIPES[0];
  const slow = fixture === SLOW_ADAPTER && at > MEND_AT ? 1.2 : 1;
  const steps = makeSteps(at, recipe.bytes, slow, trouble, dice);
  const last = steps.at(-1);
  const endedAt = last === undefined ? at : Date.parse(last.startedAt) + last.durationMs;
  const number = dice.whole(0, 0xffffff).toString(16).padStart(6, "0");
  const hour = new Date(at).getUTCHours();
  return {
    run: `${at.toString(36).toUpperCase().padStart(10, "0")}${fixture}${number}`,
    lot: `LOT-${String(lot + 1).padStart(3, "0")}`,
    serial,
    fixture,
    attempt,
    schema: RECORD_SCHEMA,
    startedAt: new Date(at).toISOString(),
    station: "line-a",
    port: `/dev/serial/by-path/platform-fd500000.pcie-usb-0:1.${fixture}:1.0-port0`,
    operator: hour >= 21 || hour < 5 ? null : hour < 13 ? "ann" : "ben",
    recipe: { name: recipe.name, sha256: recipe.sha256 },
    approval: { by: "bea", at: "2026-03-01T16:00:00.000Z" },
    images: [{ file: `/data/images/${recipe.file}`, sha256: recipe.sha256 }],
    program: "0.1.0",
    endedAt: new Date(endedAt).toISOString(),
    verdict:
      trouble === null ? "pass" : trouble === "aborted" ? "aborted" : verdictOf(trouble).outcome,
    failure: trouble === null || trouble === "aborted" ? null : trouble,
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
    written: recipe.bytes,
    recoveries: dice.chance(0.1) ? [{ step: "erase", kind: "asked-again", count: 1 }] : [],
    crcs: [{ address: 0x11000, length: recipe.bytes, host: "1d2c3b4a", chip: "1d2c3b4a" }],
    identity: null,
    notes: [],
    bootLog: LOG.repeat(dice.whole(12, 32)),
  };
};

const STEPS = [
  ["prepare", 8],
  ["link", 400],
  ["identify", 160],
  ["erase", 4_200],
  ["write", 0],
  ["verify", 700],
  ["boot", 1_900],
] as const;

const makeSteps = (
  at: number,
  bytes: number,
  slow: number,
  trouble: Trouble,
  dice: Dice,
): StepRecord[] => {
  const steps: StepRecord[] = [];
  const reached = trouble === null ? STEPS.length : dice.whole(2, STEPS.length);
  let now = at;
  const add = (step: StepRecord["step"], ms: number): void => {
    const durationMs = Math.round(ms * dice.size(0.9, 1.12));
    steps.push({ step, startedAt: new Date(now).toISOString(), durationMs, bytes: 0, retries: 0 });
    now += durationMs;
  };
  for (const [step, ms] of STEPS.slice(0, reached)) {
    add(step, step === "write" ? (bytes / 46) * slow : ms);
    // A repair goes back to writing.
    if (step === "verify" && dice.chance(0.02)) add("repair", 90);
    if (step === "verify" && dice.chance(0.02)) add("verify", 20);
  }
  add("release", 4);
  return steps;
};
