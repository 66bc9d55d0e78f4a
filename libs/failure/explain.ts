import type { Failure } from "./failure.ts";
import { likelyCauses } from "./likely-causes.ts";
import { printable } from "./printable.ts";
import { spellOut } from "./spell-out.ts";

const RETRY_ONCE = "Seat it again and run it once more. Fails again: set it aside.";
const SET_ASIDE = "Set it aside for the engineer.";

/**
 * What happened and what to do now, in short plain sentences for the line. The first says what
 * happened, in at most 60 characters. Safe to print: text from chips is escaped.
 */
export const explainToOperator = (failure: Failure): string => {
  switch (failure.code) {
    case "no-link":
      return `No answer from the board. ${RETRY_ONCE}`;
    case "link-lost":
      return `The board stopped answering. ${RETRY_ONCE}`;
    case "board-restarted":
      return `The board restarted by itself. ${RETRY_ONCE}`;
    case "wrong-chip":
      return `Wrong chip: ${printable(failure.found, 15)}, not ${printable(failure.expected, 15)}. Take it out. Check that boards and recipe belong together.`;
    case "unknown-chip":
      return `The chip on this board is unknown. ${SET_ASIDE}`;
    case "flash-unreadable":
      return `The board's flash does not answer. ${RETRY_ONCE}`;
    case "read-mismatch":
      return `What the board sends is not what its flash holds. ${RETRY_ONCE}`;
    case "protected":
      return `The board's flash is locked. ${SET_ASIDE}`;
    case "erase-failed":
      return `The flash could not be erased. ${RETRY_ONCE}`;
    case "write-failed":
      return `The flash could not be written. ${RETRY_ONCE}`;
    case "verify-mismatch":
      return `The flash does not hold what was written. ${RETRY_ONCE}`;
    case "stray-write":
      return `The board wrote to a wrong place. Do not run it again. ${SET_ASIDE}`;
    case "wrong-key":
      return `The board has another encryption key. ${SET_ASIDE}`;
    case "bootloader-mismatch":
      return `The board has another bootloader. ${SET_ASIDE}`;
    case "already-passed":
      return `This board already passed as ${printable(failure.otherSerial, 24)}. Check its label: each board needs one serial of its own.`;
    case "boot-silent":
      return `The flashed board did not report in. ${RETRY_ONCE}`;
    case "boot-wrong":
      return `The flashed board reported something else. ${SET_ASIDE}`;
    case "boot-loop":
      return `The flashed board keeps restarting. ${RETRY_ONCE}`;
    case "port-gone":
      return failure.reason === "missing"
        ? "The fixture's USB adapter is not there. Plug it in, then run the board again."
        : "The fixture's USB adapter was unplugged. Plug it in, then run the board again.";
    case "port-busy":
      return failure.reason === "in-use"
        ? "Another program uses the fixture's port. Close it, then run the board again."
        : "The station may not open the fixture's port. Call the engineer.";
    case "port-hung":
      return "The fixture's USB adapter hangs. Unplug it, plug it in, then run the board again.";
    case "relay-failed":
      return "The fixture's power switch failed. The board may still have power. Call the engineer.";
    case "interrupted":
      return "The run was cut off before its end. Run the board again.";
    case "journal-failed":
      return "The result could not be recorded. Stop this fixture and call the engineer.";
    case "backup-failed":
      return "The copy of the board's flash could not be stored. Stop this fixture and call the engineer.";
    case "image-changed":
      return "The firmware file was changed. Stop the lot and call the engineer.";
    case "lease-lost":
      return "The station lost touch with the line. Run the board again.";
    case "internal":
      return "The station made a mistake. Run the board again. Happens again: call the engineer.";
  }
};

/**
 * The failure's data spelled out, then what usually lies behind it: for the one who mends the
 * fixture. Safe to print: text from chips is escaped.
 */
export const explainToEngineer = (failure: Failure): string =>
  `${spellOut(failure)} Likely: ${likelyCauses(failure).join("; ")}.`;
