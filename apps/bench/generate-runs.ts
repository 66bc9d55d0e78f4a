import { CATALOGUE } from "../../libs/failure/catalogue.ts";
import type { Failure, FailureCode } from "../../libs/failure/failure.ts";
import type { RunRecord } from "../../libs/run/run-record.ts";
import { Dice } from "../../libs/simulator/dice.ts";
import { seededRandom } from "../../libs/simulator/random.ts";
import { makeRun, type Trouble } from "./make-run.ts";

/** What is to be made up. */
export interface GeneratedLine {
  /** The same runs for the same seed. */
  readonly seed: number;
  readonly runs: number;
}

/** What is wrong with the made-up line, to be found by its report. */
export const WRONG = {
  /** Loses contact more often than the others. */
  socket: "F07",
  /** Its adapter goes away more often than the others'. */
  adapter: "F12",
  /** From `slowFromLot` on it writes a fifth slower. */
  slow: "F03",
  slowFromLot: 28,
} as const;

const FIXTURES = Array.from({ length: 16 }, (_, n) => `F${String(n + 1).padStart(2, "0")}`);
const BOARDS_PER_LOT = 1250;
const FIRST_LOT = Date.UTC(2026, 2, 20, 4, 30);
const LOT_EVERY_MS = 18 * 3_600_000;
const MOST_RUNS = 5;

/** The runs of one lot of a line of 16 fixtures after another, each fixture's in order of start. */
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
  /** What is wrong with the board itself. */
  readonly fault: FailureCode | null;
  /** Where it failed, and until when. */
  readonly before: { readonly fixture: string; readonly endedMs: number } | null;
}

const BOARD_FAULTS = ["verify-mismatch", "erase-failed", "boot-silent", "wrong-chip"] as const;
const STATION_FAULTS = ["interrupted", "lease-lost", "port-hung"] as const;

function* generateLot(lot: number, dice: Dice): Generator<RunRecord> {
  const freeAt = new Map(FIXTURES.map((id) => [id, FIRST_LOT + lot * LOT_EVERY_MS]));
  const queue: Waiting[] = Array.from({ length: BOARDS_PER_LOT }, (_, n) => ({
    serial: `SN${lot * BOARDS_PER_LOT + n}`,
    attempt: 1,
    fault: dice.chance(0.015) ? dice.pick(BOARD_FAULTS) : null,
    before: null,
  }));
  for (let board = queue.shift(); board !== undefined; board = queue.shift()) {
    const fixture = freeFirst(freeAt, board.before?.fixture);
    const { serial, fault, before } = board;
    let earliest = Math.max(freeAt.get(fixture) ?? 0, before?.endedMs ?? 0);
    // Once more in place, then perhaps elsewhere.
    for (const attempt of [board.attempt, board.attempt + 1]) {
      const at = earliest + dice.whole(4_000, 12_000);
      const trouble = drawTrouble(fixture, fault, dice);
      const slowness = fixture === WRONG.slow && lot >= WRONG.slowFromLot ? 1.2 : 1;
      const record = makeRun({ lot, serial, attempt, fixture, at, trouble, slowness }, dice);
      yield record;
      earliest = Date.parse(record.endedAt);
      freeAt.set(fixture, earliest);
      if (record.verdict === "pass" || record.verdict === "aborted") break;
      if (attempt === board.attempt || attempt >= MOST_RUNS || !dice.chance(0.6)) continue;
      queue.push({
        serial,
        attempt: attempt + 1,
        fault,
        before: { fixture, endedMs: earliest },
      });
    }
  }
}

const freeFirst = (freeAt: ReadonlyMap<string, number>, except: string | undefined): string =>
  [...freeAt]
    .filter(([id]) => id !== except)
    .reduce((first, one) => (one[1] < first[1] ? one : first))[0];

const drawTrouble = (fixture: string, fault: FailureCode | null, dice: Dice): Trouble => {
  if (dice.chance(0.002)) return "aborted";
  if (dice.chance(fixture === WRONG.adapter ? 0.03 : 0.003)) {
    return exampleOf(dice.pick(STATION_FAULTS));
  }
  if (dice.chance(fixture === WRONG.socket ? 0.06 : 0.008)) return exampleOf("no-link");
  return fault === null ? null : exampleOf(fault);
};

const exampleOf = (code: FailureCode): Failure => {
  const [first] = CATALOGUE[code].cases;
  if (first === undefined) throw new Error(`${code} has no case`);
  return first.example;
};
