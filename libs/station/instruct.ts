import { printable } from "../failure/printable.ts";
import { type CheckPurpose, isProduct } from "../run/purpose.ts";
import type { Awaited } from "./awaited.ts";
import type { FixtureState } from "./fixture-state.ts";
import { isOut, standingResult, type TileState, tileState } from "./tile-state.ts";

/** The most an instruction may hold, in characters: a tile's line on the smallest screen. */
export const INSTRUCTION_LENGTH = 32;

/** Keeps the end of a serial, where its digits are. */
const shortSerial = (serial: string, room: number): string => {
  const characters = Array.from(printable(serial));
  const cut = characters.length > room ? ["~", ...characters.slice(1 - room)] : characters;
  return cut.join("");
};

const about = (before: string, serial: string, after: string): string =>
  before + shortSerial(serial, INSTRUCTION_LENGTH - before.length - after.length) + after;

const ENDINGS: Readonly<Record<Exclude<Awaited, "scan" | "reopen">, string>> = {
  key: ", press Enter",
  button: ", press start",
  board: "",
  swap: "",
  lid: ", close lid",
  acknowledge: ", press Enter",
  resume: "",
  elsewhere: "",
  report: "",
  busy: "",
  journal: "",
  redis: "",
};

/** What to do with the board whose result waits for a person's word. */
const instructSeen = (serial: string, state: TileState, retry: FixtureState["retry"]): string => {
  if (retry === "elsewhere") return about("Move ", serial, " elsewhere, Enter");
  if (state === "RETRY") return about("Re-seat ", serial, ", press R");
  if (state === "QUARANTINE") return about("Set ", serial, " aside, press Enter");
  return about("Remove ", serial, ", press Enter");
};

const SCAN_HERE = "Scan the serial for this nest";

/** The first of these wordings that holds the serial whole, else the last. */
const firstFitting = (
  serial: string,
  wordings: readonly (readonly [before: string, after: string])[],
): string => {
  const length = Array.from(printable(serial)).length;
  const fits = wordings.find(
    ([before, after]) => before.length + length + after.length <= INSTRUCTION_LENGTH,
  );
  const [before, after] = fits ?? wordings.at(-1) ?? ["", ""];
  return about(before, serial, after);
};

/** Which check board to put in. */
const instructCheck = (purpose: CheckPurpose, serial: string, awaits: Awaited): string => {
  if (awaits === "elsewhere") return firstFitting(serial, [[`Wait for ${purpose} `, ""]]);
  if (awaits === "reopen")
    return firstFitting(serial, [
      [`Open lid, load ${purpose} `, ""],
      ["Open lid, load ", ""],
    ]);
  if (awaits === "scan" || ENDINGS[awaits] === "")
    return firstFitting(serial, [[`Load ${purpose} `, ""]]);
  const ending = ENDINGS[awaits];
  return firstFitting(serial, [
    [`Load ${purpose} `, ending],
    [`Load ${purpose} `, ending.replace("press ", "")],
    [`Load `, ending],
  ]);
};

const instructWaiting = (fixture: FixtureState): string => {
  const { nextSerial, nextPurpose, awaits, run, scan } = fixture;
  if (awaits === "resume") return "Wait: the line is paused";
  if (awaits === "report") return about("Wait: ", nextSerial ?? "a board", " is in work");
  if (awaits === "busy") return "Wait: it works for another lot";
  if (awaits === "journal") return "Wait: nothing can be recorded";
  if (awaits === "redis") return "Wait: Redis is in trouble";
  if (scan === "chosen") return SCAN_HERE;
  // A check board lies there until the next one comes, though its result counts for nothing.
  const lies = fixture.result === "stands" || (run !== null && !isProduct(run));
  const boardIsIn = run !== null && lies && awaits !== "board";
  if (nextSerial === null || awaits === null || awaits === "scan") {
    return boardIsIn ? "Swap boards, scan the new serial" : "Load a board, scan its serial";
  }
  if (awaits === "acknowledge") return instructSeen(nextSerial, tileState(fixture), fixture.retry);
  if (nextPurpose !== "product") return instructCheck(nextPurpose, nextSerial, awaits);
  const isSame = run?.serial === nextSerial;
  const verb = isSame ? "Seat " : boardIsIn ? "Swap for " : "Load ";
  if (awaits !== "reopen") return about(verb, nextSerial, ENDINGS[awaits]);
  return about(`Open lid, ${verb.toLowerCase()}`, nextSerial, "");
};

const instructEnded = (fixture: FixtureState): string =>
  tileState(fixture) === "QUARANTINE" && fixture.run !== null
    ? about("Set ", fixture.run.serial, " aside")
    : "Remove board";

/** What the operator does at this fixture now: one imperative line of at most 32 characters, safe to print. */
export const instruct = (fixture: FixtureState): string => {
  const { situation, run } = fixture;
  if (tileState(fixture) === "LOCKED" && !isOut(fixture)) return "Use another fixture";
  switch (situation) {
    case "empty":
      return "Wait for the line";
    case "waiting":
      return instructWaiting(fixture);
    case "running":
      return run?.asked ? printable(run.asked, INSTRUCTION_LENGTH) : "Do not touch the board";
    case "ended":
      return instructEnded(fixture);
    case "idle":
      if (fixture.scan === "chosen") return SCAN_HERE;
      return standingResult(fixture) === null
        ? "Keep empty: no board for it now"
        : instructEnded(fixture);
    case "unplugged":
      return "Plug the adapter in again";
    case "unfit":
      return "Call the engineer";
    case "lost":
      return fixture.reason === "station-away" ? "Wait: its station is away" : "Call the engineer";
  }
};
