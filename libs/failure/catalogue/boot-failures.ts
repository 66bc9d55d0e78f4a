import {
  always,
  type Entries,
  nextTry,
  SET_ASIDE,
  setAside,
  tryAgain,
} from "../catalogue-entry.ts";
import { cause, WEAK_SUPPLY } from "../cause.ts";
import { text } from "../spelling.ts";

const FOREIGN_IMAGE = cause("image", "an image for another chip, key or bootloader");

/** Failures of the first start with what was written: the flash itself was verified (section 10). */
export const BOOT_FAILURES: Entries<"boot-silent" | "boot-wrong" | "boot-loop"> = {
  "boot-silent": {
    class: "image",
    meaning: "The flash is verified, but the application said nothing in time after the restart.",
    fate: ({ reached }) => (reached === undefined ? "again" : "set-aside"),
    tell: ({ reached }, next) =>
      reached === undefined
        ? `The flashed board did not report in. ${nextTry(next)}`
        : `The flashed board does not start its firmware. ${SET_ASIDE}`,
    spell: ({ withinMs, reached, bootloader }) => {
      const when = `within ${withinMs / 1000} s after the restart`;
      if (reached === undefined) return `Nothing on the log port ${when}.`;
      const who = bootloader === undefined ? "The bootloader" : `Bootloader ${text(bootloader)}`;
      return reached === "jump"
        ? `${who} started the application, which said nothing ${when}.`
        : `${who} named itself and did not start the application ${when}.`;
    },
    cases: [
      {
        when: "nothing was heard",
        holds: ({ reached }) => reached === undefined,
        causes: [
          cause("contact", "no contact at the log port (TX2, P0)"),
          cause("image", "a firmware that logs on another port"),
          cause("adapter", "an adapter on the log port that delivers nothing"),
          cause("supply", "a supply that does not carry the start"),
        ],
        example: { code: "boot-silent", withinMs: 5000 },
      },
      {
        when: "the bootloader does not start the application",
        holds: ({ reached }) => reached === "bootloader",
        causes: [
          cause("contact", "noise or another device on RX (P10) holds the bootloader"),
          cause("image", "an application the bootloader does not take"),
        ],
        example: {
          code: "boot-silent",
          withinMs: 5000,
          reached: "bootloader",
          bootloader: "BK7231S_1.0.5",
        },
      },
      {
        when: "the application was started and says nothing",
        holds: always,
        causes: [
          FOREIGN_IMAGE,
          cause("image", "a firmware that logs on another port or not at all"),
        ],
        example: {
          code: "boot-silent",
          withinMs: 5000,
          reached: "jump",
          bootloader: "BK7231N_1.0.1",
        },
      },
    ],
  },
  "boot-wrong": {
    class: "image",
    meaning: "The flash is verified, but the log shows other text than the recipe wants.",
    fate: setAside,
    tell: ({ unwanted, reached }) => {
      if (unwanted !== undefined) return `The flashed board reports a fault. ${SET_ASIDE}`;
      return reached === "noise"
        ? `The flashed board's report cannot be read. ${SET_ASIDE}`
        : `The flashed board reported something else. ${SET_ASIDE}`;
    },
    spell: ({ expected, seen, unwanted, version }) => {
      const wanted =
        unwanted === undefined
          ? `The log port should show "${text(expected, 120)}"`
          : `The log port must not show "${text(unwanted, 120)}"`;
      const told = version === undefined ? "" : `; the version it told: "${text(version, 120)}"`;
      return `${wanted}, it showed "${text(seen, 240)}"${told}.`;
    },
    cases: [
      {
        when: "a text that must not appear",
        holds: ({ unwanted }) => unwanted !== undefined,
        causes: [
          cause("image", "a firmware that finds something wrong: its own words tell"),
          cause("chip", "a part on the module that the firmware misses"),
          WEAK_SUPPLY,
        ],
        example: {
          code: "boot-wrong",
          expected: "ready",
          unwanted: "sensor missing",
          seen: "self test: sensor missing",
          reached: "app",
        },
      },
      {
        when: "what was heard is no text",
        holds: ({ reached }) => reached === "noise",
        causes: [
          cause("image", "a firmware that logs at another baud rate"),
          cause("contact", "a bad contact or ground of the log port"),
        ],
        example: {
          code: "boot-wrong",
          expected: "ready",
          seen: "\\x98\\xf8\\x00\\xf8\\x80",
          reached: "noise",
        },
      },
      {
        when: "another text",
        holds: always,
        causes: [
          cause("image", "another firmware version than the recipe expects"),
          cause("image", "a firmware that stops early, or needs longer than the recipe gives"),
        ],
        example: {
          code: "boot-wrong",
          expected: "version 1.19.0",
          seen: "OpenBK7231N, version 1.18.0",
          version: "OpenBK7231N, version 1.18.0",
          reached: "app",
        },
      },
    ],
  },
  "boot-loop": {
    class: "image",
    meaning:
      "The flash is verified, but the board restarts by itself before it shows what the recipe wants.",
    fate: tryAgain,
    tell: (_, next) => `The flashed board keeps restarting. ${nextTry(next)}`,
    spell: ({ restarts, reset, reached }) =>
      `Restarts after flashing that nobody asked for: ${restarts}${
        reset === undefined ? "" : `; reason told: ${reset}`
      }${reached === undefined ? "" : `; furthest it got: ${reached}`}.`,
    cases: [
      {
        when: "the application crashes or hangs",
        holds: ({ reset, reached }) =>
          (reset === "crash" || reset === "watchdog") && (reached === "jump" || reached === "app"),
        causes: [
          FOREIGN_IMAGE,
          cause("image", "a firmware that crashes at start"),
          cause("flash", "missing or damaged calibration data"),
          WEAK_SUPPLY,
        ],
        example: { code: "boot-loop", restarts: 1, reset: "crash", reached: "app" },
      },
      {
        when: "the bootloader crashes before it starts the application",
        holds: ({ reset }) => reset === "crash" || reset === "watchdog",
        causes: [
          cause("contact", "noise or another device on RX (P10): bytes in its window crash it"),
          cause("chip", "a damaged bootloader"),
        ],
        example: { code: "boot-loop", restarts: 2, reset: "crash", reached: "bootloader" },
      },
      {
        when: "the application asks for it",
        holds: ({ reset }) => reset === "app-restart",
        causes: [cause("image", "a firmware that restarts itself at start")],
        example: { code: "boot-loop", restarts: 2, reset: "app-restart", reached: "app" },
      },
      {
        when: "power is lost, or no reason is told",
        holds: always,
        causes: [
          WEAK_SUPPLY,
          cause("contact", "a bouncing contact of power or CEN"),
          FOREIGN_IMAGE,
        ],
        example: { code: "boot-loop", restarts: 2, reset: "power-on", reached: "app" },
      },
    ],
  },
};
