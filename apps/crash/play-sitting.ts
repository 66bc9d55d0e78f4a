import { appendFileSync, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import type { StationEvent } from "../../libs/station/station-event.ts";
import { LINE_DATA } from "./keep-services.ts";
import { readEventLine } from "./read-event-line.ts";
import type { RoundPlace } from "./round-place.ts";

/** What is run. */
export interface SittingOrder {
  readonly jigPath: string;
  readonly redisUrl: string | undefined;
  readonly boards: number;
  readonly onEvent: (event: StationEvent) => void;
  /** Hears its standard error, as it comes. */
  readonly onWord?: (text: string) => void;
  /** A program that starts it, with arguments: where it is to be on the network. */
  readonly by?: readonly string[];
  /** Killed if it takes so long: a hang limit, not a measurement. */
  readonly hangMs?: number;
}

/** How a sitting of the lot ended. */
export interface SittingEnd {
  /** null: killed. */
  readonly exitCode: number | null;
  /** The last line of its standard output. */
  readonly last: StationEvent | undefined;
  readonly stderr: string;
}

/** The lot of every round. */
export const LOT = "L1";

/** The serials of a lot of so many boards: as short as they may be. */
export const serialsOf = (boards: number): readonly string[] => {
  const digits = String(boards).length;
  return Array.from({ length: boards }, (_, at) => `SN${String(at + 1).padStart(digits, "0")}`);
};

/** A hang limit, not a measurement. */
const HANG_MS = 180_000;

/** Runs the lot until `run` ends; one that does not is killed. */
export const playSitting = async (
  place: RoundPlace,
  { jigPath, redisUrl, boards, onEvent, onWord, by, hangMs = HANG_MS }: SittingOrder,
): Promise<SittingEnd | "hang"> => {
  const [first = ""] = serialsOf(boards);
  const child = place.startFlashline(
    [
      ...["run", "--jig", jigPath, "--first", first, "--count", String(boards), "--lot", LOT],
      ...["--data", place.path(LINE_DATA), "--headless", "--json"],
      ...(redisUrl === undefined ? [] : ["--redis", redisUrl]),
    ],
    "pipe",
    by,
  );
  place.note(`run ${child.pid} starts`);
  const log = createWriteStream(place.path("events.jsonl"), { flags: "a" });
  let last: StationEvent | undefined;
  let stderr = "";
  if (child.stdout === null || child.stderr === null) throw new Error("run has no output");
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    log.write(`${line}\n`);
    const event = readEventLine<StationEvent>(line);
    if (event === undefined) return;
    last = event;
    onEvent(event);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    onWord?.(text);
  });
  let isHung = false;
  const limit = setTimeout(() => {
    isHung = true;
    child.kill("SIGKILL");
  }, hangMs);
  const exitCode = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearTimeout(limit);
  log.end();
  appendFileSync(place.path("run.log"), stderr);
  place.note(`run ${child.pid} ends: ${exitCode ?? "killed"}`);
  return isHung ? "hang" : { exitCode, last, stderr };
};
