import { hexAddress } from "../../bytes/hex.ts";
import {
  always,
  type BoardFate,
  type Entries,
  type FailureCase,
  nextTry,
  type Remedy,
  SET_ASIDE,
  setAside,
  tryAgain,
} from "../catalogue-entry.ts";
import { type Cause, CHANGED_BYTES, cause, LOSSY_ADAPTER, WEAK_SUPPLY } from "../cause.ts";
import type { Failure } from "../failure.ts";
import { registerText, statusText } from "../spelling.ts";

const WORN = cause("flash", "a worn or defective flash");

type StatusFailure = Extract<Failure, { readonly status: number }>;

/** What a chip's status byte tells of the cause (uart-protocol.md section 2.1). */
const casesByStatus = <F extends StatusFailure>(
  example: F,
  untrue: { readonly when: string; readonly causes: readonly Cause[] },
): readonly FailureCase<F>[] => [
  { ...untrue, holds: ({ status }) => status === 0, example: { ...example, status: 0 } },
  {
    when: "status 4 or 5: the command arrived in part",
    holds: ({ status }) => status === 4 || status === 5,
    causes: [CHANGED_BYTES, LOSSY_ADAPTER],
    example: { ...example, status: 5 },
  },
  {
    when: "status 6 or 7: the bootloader refuses",
    holds: ({ status }) => status === 6 || status === 7,
    causes: [cause("chip", "a bootloader that refuses this address or command"), CHANGED_BYTES],
    example: { ...example, status: 6 },
  },
  {
    when: "status 10: the flash is locked",
    holds: ({ status }) => status === 10,
    causes: [cause("flash", "a protected range")],
    example: { ...example, status: 10 },
  },
  {
    when: "another status: the flash is not ready or in trouble",
    holds: always,
    causes: [WORN, WEAK_SUPPLY],
    example: { ...example, status: 3 },
  },
];

/** Bit 0 of a status register: a write is in progress. */
const isBusy = (statusRegister: number | undefined): boolean =>
  statusRegister !== undefined && (statusRegister & 1) !== 0;

/** A locked flash is no matter of its seat. */
const fateBy = (status: number): BoardFate => (status === 10 ? "set-aside" : "again");

const whatNow = (status: number, next: Remedy): string =>
  fateBy(status) === "set-aside" ? SET_ASIDE : nextTry(next);

type FlashCode = "protected" | "unprotected" | "erase-failed" | "write-failed" | "stray-write";

/** Failures of what the flash holds (uart-protocol.md sections 3, 4 and 12). */
export const FLASH_FAILURES: Entries<FlashCode> = {
  protected: {
    class: "board",
    meaning:
      "The flash is locked: its status register does not open, or erase and write change nothing.",
    fate: setAside,
    tell: ({ statusRegister }) =>
      `The board's flash ${isBusy(statusRegister) ? "stays busy" : "is locked"}. ${SET_ASIDE}`,
    spell: ({ address, statusRegister }) =>
      statusRegister === undefined
        ? `Erase or write changes nothing at ${hexAddress(address)}.`
        : `The flash's status register stays ${registerText(statusRegister)}.`,
    cases: [
      {
        when: "the flash stays busy",
        holds: ({ statusRegister }) => isBusy(statusRegister),
        causes: [cause("flash", "a defective flash that never becomes ready"), WEAK_SUPPLY],
        example: { code: "protected", address: 0, statusRegister: 0x407d },
      },
      {
        when: "the status register does not open",
        holds: ({ statusRegister }) => statusRegister !== undefined,
        causes: [
          cause(
            "flash",
            "locks that the status register keeps (SRP), or a part that takes them another way",
          ),
          cause("flash", "a status register that is written wrongly until power is cycled"),
          WEAK_SUPPLY,
        ],
        example: { code: "protected", address: 0, statusRegister: 0x40fc },
      },
      {
        when: "erase and write are accepted and change nothing",
        holds: always,
        causes: [
          cause("flash", "block protection that the bootloader or host did not open"),
          cause("flash", "a dead flash"),
          cause("chip", "a bootloader that locks the flash again while it restarts"),
        ],
        example: { code: "protected", address: 0x1f000 },
      },
    ],
  },
  unprotected: {
    class: "board",
    meaning: "The write protection that the recipe wants at the end could not be set.",
    fate: tryAgain,
    tell: (_, next) => `The board's flash could not be locked. ${nextTry(next)}`,
    spell: ({ statusRegister, wanted }) =>
      `The flash's status register stays ${registerText(statusRegister)}, wanted ${registerText(wanted)}.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          cause("flash", "a part that takes its locks another way than the table says"),
          cause("flash", "a status register that is locked until power is cycled (SRP)"),
          WEAK_SUPPLY,
        ],
        example: { code: "unprotected", statusRegister: 0x0200, wanted: 0x001c },
      },
    ],
  },
  "erase-failed": {
    class: "board",
    meaning: "The chip refused an erase, or bits stay programmed after it.",
    fate: ({ status }) => fateBy(status),
    tell: ({ status }, next) => `The flash could not be erased. ${whatNow(status, next)}`,
    spell: ({ address, status }) =>
      status === 0
        ? `Erase at ${hexAddress(address)} was answered as done, but bits there stay programmed.`
        : `Erase at ${hexAddress(address)} was answered with status ${statusText(status)}.`,
    cases: casesByStatus(
      { code: "erase-failed", address: 0x15000, status: 0 },
      {
        when: "status 0: answered as done, but bits stay programmed",
        causes: [cause("flash", "cells that cannot be erased any more"), WEAK_SUPPLY],
      },
    ),
  },
  "write-failed": {
    class: "board",
    meaning: "The chip refused a write, or the flash holds something else after it.",
    fate: ({ status }) => fateBy(status),
    tell: ({ status }, next) => `The flash could not be written. ${whatNow(status, next)}`,
    spell: ({ address, status }) =>
      status === 0
        ? `Write at ${hexAddress(address)} was answered as done, but the flash holds something else there.`
        : `Write at ${hexAddress(address)} was answered with status ${statusText(status)}.`,
    cases: casesByStatus(
      { code: "write-failed", address: 0x15000, status: 0 },
      {
        when: "status 0: answered as done, but the flash holds something else",
        causes: [CHANGED_BYTES, LOSSY_ADAPTER, WEAK_SUPPLY, WORN],
      },
    ),
  },
  "stray-write": {
    class: "link",
    meaning: "The chip acted on another address than the one it was sent.",
    fate: setAside,
    tell: () => `The board wrote to a wrong place. Do not run it again. ${SET_ASIDE}`,
    spell: ({ sent, echoed }) =>
      `Sent address ${hexAddress(sent)}, the board acted on ${hexAddress(echoed)}.`,
    cases: [
      {
        when: "always",
        holds: always,
        causes: [
          CHANGED_BYTES,
          LOSSY_ADAPTER,
          cause("chip", "a bootloader with another address rule"),
        ],
        example: { code: "stray-write", sent: 0x11000, echoed: 0x11800 },
      },
    ],
  },
};
