import { hexAddress } from "../../bytes/hex.ts";
import { always, type Entries, RETRY_ONCE } from "../catalogue-entry.ts";
import { cause, LOOSE_WIRE, LOSSY_ADAPTER, WEAK_SUPPLY } from "../cause.ts";
import { text } from "../spelling.ts";

const SLOW_FLASH = cause("flash", "a worn flash that takes longer than any should");

const RESET_WORDS = {
  "power-on": "after a loss of power or a reset",
  "reboot-command": "after a reboot command",
  idle: "after hearing nothing for seconds",
  crash: "after a crash",
  watchdog: "after it hung",
  "app-restart": "at its application's wish",
} as const;

const echoWords = (echo: "wire" | "firmware"): string =>
  echo === "wire"
    ? "Link checks came back as they were sent."
    : "Link checks were answered, a bootloader's commands were not.";

/** Failures of the conversation with a board (uart-protocol.md sections 6, 10 and 12). */
export const LINK_FAILURES: Entries<"no-link" | "link-lost" | "board-restarted"> = {
  "no-link": {
    meaning: "The board gave no valid answer to a link check in any of the link attempts.",
    tell: ({ log }) =>
      log === "jump" || log === "app"
        ? `The board starts but does not answer. ${RETRY_ONCE}`
        : `No answer from the board. ${RETRY_ONCE}`,
    spell: ({ attempts, heard, echo, log }) =>
      `No valid answer in ${attempts} link attempts; ${heard} bytes heard that were no answer${
        log === undefined ? "" : `; on the log port the board got to: ${log}`
      }.${echo === undefined ? "" : ` ${echoWords(echo)}`}`,
    cases: [
      {
        when: "link checks came back as they were sent",
        holds: ({ echo }) => echo === "wire",
        causes: [
          cause("contact", "TX and RX joined: a board seated askew, a solder bridge, a jumper"),
        ],
        example: { code: "no-link", attempts: 3, heard: 4210, echo: "wire" },
      },
      {
        when: "link checks were answered, a bootloader's commands were not",
        holds: ({ echo }) => echo === "firmware",
        causes: [
          cause(
            "reset-timing",
            "no reset: RF-test or other firmware that echoes link checks goes on running",
          ),
          cause("handling", "a board of another family"),
        ],
        example: { code: "no-link", attempts: 3, heard: 0, echo: "firmware" },
      },
      {
        when: "the log port shows that the board starts its application",
        holds: ({ log }) => log === "jump" || log === "app",
        causes: [
          cause(
            "contact",
            "no contact at RX (P10) or TX (P11), or the two swapped: it has power and starts",
          ),
          cause(
            "reset-timing",
            "started at the wrong moment: link checks must flow before the chip starts",
          ),
          cause("adapter", "an adapter that sends late or not at all"),
        ],
        example: { code: "no-link", attempts: 3, heard: 0, log: "app" },
      },
      {
        when: "the log port shows a bootloader that waits",
        holds: ({ log }) => log === "bootloader",
        causes: [
          cause(
            "contact",
            "noise or another device on RX (P10): bytes that are no link check hold the bootloader",
          ),
          cause("contact", "no contact at TX (P11): it may answer unheard"),
        ],
        example: { code: "no-link", attempts: 3, heard: 0, log: "bootloader" },
      },
      {
        when: "nothing was heard, on the log port neither",
        holds: ({ heard, log }) => heard === 0 && log === "nothing",
        causes: [
          cause("contact", "no board in the nest, or one without contact"),
          cause("supply", "no supply, or a weak one"),
          cause("contact", "CEN held low, by the adapter's RTS or a short"),
          cause(
            "reset-timing",
            "no reset: power or CEN did not move for long enough, or the chip stays fed through its UART pins",
          ),
          cause(
            "contact",
            "no contact at TX (P11), on chips whose download mode is silent on its log",
          ),
          cause(
            "chip",
            "a dead chip, or an erased bootloader on chips whose download mode lives in it",
          ),
        ],
        example: { code: "no-link", attempts: 3, heard: 0, log: "nothing" },
      },
      {
        when: "nothing was heard",
        holds: ({ heard }) => heard === 0,
        causes: [
          cause("contact", "no contact at TX (P11), RX (P10) or GND, or TX and RX swapped"),
          cause("contact", "CEN without contact, or held low by the adapter's RTS"),
          cause(
            "reset-timing",
            "reset at the wrong moment: link checks must flow before the chip starts",
          ),
          cause(
            "reset-timing",
            "no reset: power or CEN did not move for long enough, or the chip stays fed through its UART pins",
          ),
          cause("supply", "no supply, or a weak one"),
          cause(
            "chip",
            "an erased or damaged bootloader, on chips whose download mode lives in it",
          ),
        ],
        example: { code: "no-link", attempts: 3, heard: 0 },
      },
      {
        when: "something was heard that is no answer",
        holds: always,
        causes: [
          cause("contact", "the log port (UART2) wired in place of UART1"),
          cause("contact", "another device driving the lines, such as an MCU on the same module"),
          cause("contact", "noise or 5 V on RX, or a missing common ground"),
          cause("reset-timing", "no reset: the application goes on running and talks"),
          LOSSY_ADAPTER,
        ],
        example: { code: "no-link", attempts: 3, heard: 212 },
      },
    ],
  },
  "link-lost": {
    meaning: "A board that was linked stopped answering, and no recovery found it again.",
    tell: () => `The board stopped answering. ${RETRY_ONCE}`,
    spell: ({ command, address, step }) =>
      `No reply to ${text(command)}${address === undefined ? "" : ` at ${hexAddress(address)}`} in step ${step}.`,
    cases: [
      {
        when: "while erasing",
        holds: ({ command, step }) => step === "erase" || command === "erase",
        causes: [WEAK_SUPPLY, LOOSE_WIRE, SLOW_FLASH],
        example: { code: "link-lost", step: "erase", command: "erase", address: 0x20000 },
      },
      {
        when: "while writing",
        holds: ({ command, step }) => step === "write" || step === "repair" || command === "write",
        causes: [WEAK_SUPPLY, LOSSY_ADAPTER, LOOSE_WIRE, SLOW_FLASH],
        example: { code: "link-lost", step: "write", command: "write", address: 0x11000 },
      },
      {
        when: "in another step",
        holds: always,
        causes: [LOOSE_WIRE, WEAK_SUPPLY, LOSSY_ADAPTER],
        example: { code: "link-lost", step: "identify", command: "chip id" },
      },
    ],
  },
  "board-restarted": {
    meaning:
      "The board started anew in the middle of a run, as its log port or a lost session shows.",
    tell: ({ reset }) =>
      reset === "idle"
        ? "The board was left waiting and gave up. Run it once more. Happens again: call the engineer."
        : `The board restarted by itself. ${RETRY_ONCE}`,
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
