import type { LineHappening } from "./station-event.ts";

type ScanRefused = Extract<LineHappening, { readonly kind: "scan-refused" }>;
type CommandRefused = Extract<LineHappening, { readonly kind: "command-refused" }>;

/**
 * Why a scan was refused and what to do, the serial first: the one place these words are written.
 * Not escaped: serial and data are as they came.
 */
export const scanRefusalWords = (event: Omit<ScanRefused, "kind">): string =>
  `${event.serial}: ${whyScan(event)}`;

const whyScan = ({ reason, fixture, data }: Omit<ScanRefused, "kind">): string => {
  const there = fixture ?? "another fixture";
  switch (reason) {
    case "malformed":
      return `This is not a serial of this lot: it must be ${data.form ?? "a serial"}. Scan the serial's own code.`;
    case "check-digit":
      return `Its check digit is wrong (${data.check ?? "unknown rule"}): misread or mistyped. Scan it again.`;
    case "unknown":
      return "It is not in this lot. Put the board aside.";
    case "already-passed":
      return "It has passed already. Check the label: each board needs a serial of its own.";
    case "duplicate":
      return `It was scanned already: ${there} waits for it.`;
    case "in-fixture":
      return `It is in work in ${there}. Two boards cannot have one serial: check the label.`;
    case "unreported":
      return `Its run in ${there} has not reported yet. Put the board aside.`;
    case "set-aside":
      return "It was set aside. Call the engineer. To run it all the same, scan the fixture first.";
    case "unproven":
      return `${there} must prove itself first: load ${data.board ?? "its check board"}, press Enter.`;
    case "check-board":
      return "No fixture asks for this check board now. Put it back.";
    case "no-identity":
      return data.why ?? "No identity is left for it. Call the engineer.";
    case "no-fixture":
      return "No fixture is free. Wait for one.";
    case "acknowledge":
      return `First acknowledge the result in ${there}: press Enter.`;
    case "running":
      return `${there} works on another board. Wait for it.`;
    case "locked":
      return fixture === undefined ? "All free fixtures are locked." : `${there} is locked.`;
    case "unfit":
      return `${there} cannot take a board now.`;
    case "paused":
      return "The line is paused. Resume it first: press P.";
    case "stopping":
      return "The line is stopping.";
    case "closed":
      return "The lot takes no more boards.";
  }
};

const COMMAND_WORDS: Readonly<Record<CommandRefused["reason"], string>> = {
  "no-fixture": "No fixture is waiting.",
  "unknown-fixture": "This line has no such fixture.",
  "not-waiting": "It is not waiting for a board.",
  board: "No board is in it.",
  swap: "The last board is still in it. Swap it first.",
  reopen: "The last board may still be in it. Open the lid and swap it first.",
  lid: "Close its lid first.",
  scan: "Scan or type the board's serial.",
  unseen: "Its result has come. Look at it, then press Enter.",
  "nothing-to-acknowledge": "No result waits to be acknowledged.",
  "nothing-to-retry": "No board can be run again now.",
  "set-aside": "This board must not go on. Set it aside for the engineer.",
  "retries-used": "This board has had its last try here. Set it aside.",
  "in-fixture": "Its board is in work in another fixture.",
  unreported: "Its last run has not reported yet. Set the board aside.",
  unproven: "It must prove itself first, with the check board it asks for.",
  unnamed: "Only a named person does that: start the lot with --operator NAME.",
  unfit: "It cannot take a board now.",
  locked: "It is locked.",
  "not-locked": "It is not locked.",
  journal: "Nothing can be recorded now. Wait until the engineer has mended that.",
  redis: "Redis is in trouble. Wait until the engineer has mended that.",
  paused: "The line is paused. Press P to resume it.",
  "not-paused": "The line is not paused.",
  stopping: "The line is stopping.",
  closed: "The lot takes no more boards.",
};

/** Why a key or button did nothing, and what to do: the one place these words are written. */
export const commandRefusalWords = ({ reason }: Pick<CommandRefused, "reason">): string =>
  COMMAND_WORDS[reason];
