import { hexAddress } from "../../bytes/hex.ts";
import { always, type Entries, nextTry, tryAgain } from "../catalogue-entry.ts";
import { cause, LOOSE_WIRE, LOSSY_ADAPTER, WEAK_SUPPLY } from "../cause.ts";
import { text } from "../spelling.ts";

const HUNG_CHIP = cause("chip", "a chip or bootloader that hung");
const SLOW_FLASH = cause("flash", "a worn flash that takes longer than any should");

const RESET_WORDS = {
  "power-on": "after a loss of power or a reset",
  "reboot-command": "after a reboot command",
  idle: "after hearing nothing for seconds",
  crash: "after a crash",
  watchdog: "after it hung",
  "app-restart": "at its application's wish",
} as const;

/** Failures of the conversation with a board that was linked (uart-protocol.md sections 6, 10 and 12). */
export const LINK_FAILURES: Entries<"link-lost" | "board-restarted"> = {
  "link-lost": {
    class: "link",
    meaning: "A board that was linked stopped answering, and no recovery found it again.",
    fate: tryAgain,
    tell: (_, next) => `The board stopped answering. ${nextTry(next)}`,
    spell: ({ command, address, step }) =>
      `No reply to ${text(command)}${address === undefined ? "" : ` at ${hexAddress(address)}`} in step ${step}.`,
    cases: [
      {
        when: "while erasing",
        holds: ({ command, step }) => step === "erase" || command === "erase",
        causes: [WEAK_SUPPLY, LOOSE_WIRE, SLOW_FLASH, HUNG_CHIP],
        example: { code: "link-lost", step: "erase", command: "erase", address: 0x20000 },
      },
      {
        when: "while writing",
        holds: ({ command, step }) => step === "write" || step === "repair" || command === "write",
        causes: [WEAK_SUPPLY, LOSSY_ADAPTER, LOOSE_WIRE, SLOW_FLASH, HUNG_CHIP],
        example: { code: "link-lost", step: "write", command: "write", address: 0x11000 },
      },
      {
        when: "in another step",
        holds: always,
        causes: [LOOSE_WIRE, WEAK_SUPPLY, LOSSY_ADAPTER, HUNG_CHIP],
        example: { code: "link-lost", step: "identify", command: "chip id" },
      },
    ],
  },
  "board-restarted": {
    class: "power",
    meaning:
      "The board started anew in the middle of a run, as its log port or a lost session shows.",
    fate: tryAgain,
    tell: ({ reset }, next) =>
      reset === "idle" && next === "by-hand"
        ? "The board was left waiting and gave up. Run it once more. Happens again: call the engineer."
        : `The board restarted by itself. ${nextTry(next)}`,
    spell: ({ step, banner, reset }) =>
      `The board restarted in step ${step}${reset === undefined ? "" : ` ${RESET_WORDS[reset]}`}; ${
        banner === "" ? "it answered at its first rate again" : `it said "${text(banner, 120)}"`
      }.`,
    cases: [
      {
        when: "after a crash or a hang",
        holds: ({ reset }) => reset === "crash" || reset === "watchdog",
        causes: [
          cause("chip", "a bootloader that crashed: damaged, or led astray by noise in its window"),
          WEAK_SUPPLY,
          cause("contact", "noise or another device on RX"),
        ],
        example: {
          code: "board-restarted",
          step: "write",
          banner: "BK7231S_1.0.5",
          reset: "crash",
        },
      },
      {
        when: "after hearing nothing for seconds",
        holds: ({ reset }) => reset === "idle",
        causes: [
          cause("station", "a station that paused: overloaded, suspended, or a port that hung"),
          cause("contact", "RX (P10) lost its contact: the chip heard nothing of what was sent"),
          cause("adapter", "an adapter that stopped sending"),
        ],
        example: { code: "board-restarted", step: "write", banner: "BK7231S_1.0.5", reset: "idle" },
      },
      {
        when: "at somebody's command",
        holds: ({ reset }) => reset === "reboot-command" || reset === "app-restart",
        causes: [cause("station", "another program on the same port")],
        example: {
          code: "board-restarted",
          step: "write",
          banner: "BK7231S_1.0.5",
          reset: "reboot-command",
        },
      },
      {
        when: "after a loss of power or a reset, or without a reason told",
        holds: always,
        causes: [
          WEAK_SUPPLY,
          cause("contact", "a bouncing contact of power or CEN"),
          cause("adapter", "RTS or DTR of the adapter pulling CEN"),
        ],
        example: {
          code: "board-restarted",
          step: "write",
          banner: "BK7231S_1.0.5",
          reset: "power-on",
        },
      },
    ],
  },
};
