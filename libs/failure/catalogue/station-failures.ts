import { always, type Entries, tryAgain } from "../catalogue-entry.ts";
import { cause } from "../cause.ts";
import { reason, text } from "../spelling.ts";

const FULL_DISK = cause("station", "a full, read-only or failing disk");

type StationCode =
  | "interrupted"
  | "journal-failed"
  | "backup-failed"
  | "image-changed"
  | "lease-lost"
  | "internal";

/** Failures of the machine and its programs. */
export const STATION_FAILURES: Entries<StationCode> = {
  interrupted: {
    class: "station",
    meaning: "The process that ran the board ended without a verdict; the run was closed later.",
    fate: tryAgain,
    tell: (_, next) =>
      next === "unbrick"
        ? "The unbrick was cut off before its end. Unbrick the board again."
        : "The run was cut off before its end. Run the board again.",
    spell: () =>
      "The process that ran this board ended without a verdict; the run was closed later.",
    cases: [
      {
        when: "always",
        holds: always,
        causes: [cause("station", "a crash, a kill or a power cut of the station")],
        example: { code: "interrupted" },
      },
    ],
  },
  "journal-failed": {
    class: "station",
    meaning: "The result could not be made durable, so it does not count.",
    fate: tryAgain,
    tell: () => "The result could not be recorded. Stop this fixture and call the engineer.",
    spell: ({ reason: why }) => `The journal could not be written: ${reason(why)}.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [FULL_DISK, cause("station", "a data folder that another user owns")],
        example: { code: "journal-failed", reason: "disk full" },
      },
    ],
  },
  "backup-failed": {
    class: "station",
    meaning: "What was read from the board could not be stored, so nothing was erased.",
    fate: tryAgain,
    tell: () =>
      "The copy of the board's flash could not be stored. Stop this fixture and call the engineer.",
    spell: ({ file, reason: why }) => `${text(file, 120)} could not be written: ${reason(why)}.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [FULL_DISK, cause("station", "a folder that is missing or that another user owns")],
        example: { code: "backup-failed", file: "backup/SN0001.bin", reason: "disk full" },
      },
    ],
  },
  "image-changed": {
    class: "station",
    meaning:
      "An image came to the worker as another one than the lot was started with. No more boards are handed out, and the lot ends.",
    fate: tryAgain,
    tell: () => "The firmware was changed on its way. The lot ends. Call the engineer.",
    spell: ({ image, found, expected }) =>
      `Image ${text(image, 120)} has SHA-256 ${text(found, 64)}, should be ${text(expected, 64)}.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          cause("station", "somebody else wrote into the line's Redis"),
          cause("station", "Redis lost or damaged it; run the lot again and it is stored anew"),
        ],
        example: {
          code: "image-changed",
          image: "firmware.uf2",
          expected: "04".repeat(32),
          found: "a1".repeat(32),
        },
      },
    ],
  },
  "lease-lost": {
    class: "station",
    meaning: "The worker lost its claim on the fixture: another worker took it over.",
    fate: tryAgain,
    tell: () => "The station lost touch with the line. Run the board again.",
    spell: ({ reason: why }) => `The claim on the fixture was lost: ${reason(why)}.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          cause(
            "station",
            "the station's process or machine stood still for longer than its claim",
          ),
          cause("station", "two stations serve fixtures of one name in jigs of one name"),
        ],
        example: {
          code: "lease-lost",
          reason: "process 4711 on station line-2 (worker 01K4) took the fixture over",
        },
      },
    ],
  },
  internal: {
    class: "station",
    meaning: "The program itself is at fault.",
    fate: tryAgain,
    tell: () =>
      "The station made a mistake. Run the board again. Happens again: call the engineer.",
    spell: ({ reason: why }) => `The program failed: ${reason(why)}.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [cause("station", "a fault of the program: keep its log and the journal")],
        example: { code: "internal", reason: "a plan without regions" },
      },
    ],
  },
};
