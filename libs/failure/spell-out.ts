import { hexAddress } from "../bytes/hex.ts";
import type { Failure } from "./failure.ts";
import { printable } from "./printable.ts";

/** The failure's data as one sentence: addresses in hex, lengths in bytes. Safe to print. */
export const spellOut = (failure: Failure): string => {
  switch (failure.code) {
    case "no-link":
      return `No valid answer in ${failure.attempts} link attempts; ${failure.heard} bytes heard that were no answer.`;
    case "link-lost":
      return `No reply to ${text(failure.command)}${
        failure.address === undefined ? "" : ` at ${hexAddress(failure.address)}`
      } in step ${failure.step}.`;
    case "board-restarted":
      return `The board restarted in step ${failure.step}; it said "${text(failure.banner, 120)}".`;
    case "wrong-chip":
      return `The recipe is for ${text(failure.expected)}, the board is ${text(failure.found)}.`;
    case "unknown-chip":
      return `Bootloader fingerprint ${text(failure.fingerprint)} is not known: ${reason(failure.detail)}.`;
    case "flash-unreadable":
      return `The flash cannot be read: flash id ${text(failure.flashId)}, bootloader fingerprint ${text(failure.fingerprint)}.`;
    case "read-mismatch":
      return `${failure.length} bytes read at ${hexAddress(failure.address)} have CRC ${text(failure.host)}, the chip says ${text(failure.chip)}.`;
    case "protected":
      return `Erase or write changes nothing at ${hexAddress(failure.address)}${
        failure.statusRegister === undefined
          ? ""
          : `; status register ${hexStatus(failure.statusRegister)}`
      }.`;
    case "erase-failed":
      return `Erase at ${hexAddress(failure.address)} was answered with status ${hexStatus(failure.status)}.`;
    case "write-failed":
      return `Write at ${hexAddress(failure.address)} was answered with status ${hexStatus(failure.status)}.`;
    case "verify-mismatch":
      return `CRC of ${failure.length} bytes at ${hexAddress(failure.address)} is ${text(failure.found)}, should be ${text(failure.expected)}.`;
    case "stray-write":
      return `Sent address ${hexAddress(failure.sent)}, the board acted on ${hexAddress(failure.echoed)}.`;
    case "wrong-key":
      return `The board's key is ${text(failure.found)}, the image needs ${text(failure.expected)}.`;
    case "bootloader-mismatch":
      return `The board's bootloader is ${text(failure.found)}, expected ${text(failure.expected)}.`;
    case "already-passed":
      return `MAC ${text(failure.mac)} already passed in this lot as serial ${text(failure.otherSerial)}.`;
    case "boot-silent":
      return `Nothing on the log port within ${failure.withinMs} ms after the restart.`;
    case "boot-wrong":
      return `The log port should show "${text(failure.expected, 120)}", it showed "${text(failure.seen, 240)}".`;
    case "boot-loop":
      return `${failure.restarts} restarts seen on the log port after flashing.`;
    case "port-gone":
      return `Port ${text(failure.port, 120)} is ${failure.reason === "missing" ? "missing" : "gone: unplugged in mid-run"}.`;
    case "port-busy":
      return `Port ${text(failure.port, 120)} cannot be opened: ${failure.reason === "in-use" ? "in use" : "permission denied"}.`;
    case "port-hung":
      return `Port ${text(failure.port, 120)} did not finish a call within ${failure.waitedMs} ms.`;
    case "relay-failed":
      return `Control ${text(failure.control, 120)} failed: ${reason(failure.reason)}.`;
    case "interrupted":
      return "The process that ran this board ended without a verdict; the run was closed later.";
    case "journal-failed":
      return `The journal could not be written: ${reason(failure.reason)}.`;
    case "backup-failed":
      return `${text(failure.file, 120)} could not be written: ${reason(failure.reason)}.`;
    case "image-changed":
      return `Image ${text(failure.image, 120)} has SHA-256 ${text(failure.found, 64)}, should be ${text(failure.expected, 64)}.`;
    case "lease-lost":
      return `The job's lease was lost: ${reason(failure.reason)}.`;
    case "internal":
      return `The program failed: ${reason(failure.reason)}.`;
  }
};

const text = (raw: string, max = 60): string => printable(raw, max);

/** Reasons often end their own sentence: ours adds the full stop. */
const reason = (raw: string): string => printable(raw.replace(/\.+$/, ""), 240);

const hexStatus = (status: number): string => `0x${status.toString(16).padStart(2, "0")}`;
