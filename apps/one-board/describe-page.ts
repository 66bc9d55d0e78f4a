import { printable } from "../../libs/failure/printable.ts";
import type { BoardPage } from "./board-page.ts";

const NAME_WIDTH = 15;

/** The page for people: a line for each thing, in the order in which one asks. */
export const describePage = (fixture: string, page: BoardPage): string => {
  const fields: readonly (readonly [string, string])[] = [
    ["chip", chipWords(page)],
    ["chip id", page.chipId ?? "has none that can be read"],
    ["download mode", DOWNLOAD_MODE[page.downloadMode]],
    ["bootloader", bootloaderWords(page)],
    ["flash", flashWords(page)],
    ["protection", protectionWords(page)],
    ["code key", keyWords(page)],
    ["MAC", macWords(page.mac)],
    ["link", linkWords(page)],
  ];
  const lines = fields.map(([name, text]) => `  ${name.padEnd(NAME_WIDTH)}${printable(text)}`);
  return `${[printable(fixture), ...lines].join("\n")}\n`;
};

const TOLD_BY: Readonly<Record<BoardPage["toldBy"], string>> = {
  "id-register": "by its id register",
  fingerprint: "by its bootloader's fingerprint",
  version: "by its bootloader's version",
  contents: "a guess by what its flash holds",
};

const chipWords = ({ marking, toldBy, chips }: BoardPage): string =>
  chips.length === 0
    ? `${marking}, which this version does not flash`
    : `${marking}, ${TOLD_BY[toldBy]}`;

const DOWNLOAD_MODE: Readonly<Record<BoardPage["downloadMode"], string>> = {
  rom: "in ROM: cannot be erased",
  bootloader: "in the bootloader: lives in flash below 0x11000, which is never written",
};

const bootloaderWords = ({ bootloader, fingerprint, holds }: BoardPage): string => {
  switch (holds) {
    case "nothing":
      return `none: the flash is erased, fingerprint ${fingerprint}`;
    case "known-bootloader":
      return `${bootloader ?? "tells no name"}, fingerprint ${fingerprint}`;
    case "unknown-bootloader":
      return `${bootloader ?? "unknown"}, fingerprint ${fingerprint} is in no table: please report it with this page`;
  }
};

const flashWords = ({ flashId, flashPart, flashBytes }: BoardPage): string => {
  const size = flashBytes === null ? "size not found out" : `${flashBytes / 1024} KiB`;
  if (flashId === null) return `${size}; this download mode tells no id`;
  return flashPart === null
    ? `${size}, id ${flashId} is in no table: please report it with this page`
    : `${size}, ${flashPart}, id ${flashId}`;
};

const protectionWords = ({ statusRegister, protection, downloadMode }: BoardPage): string => {
  if (downloadMode === "bootloader") return "kept by the bootloader, which opens it for an erase";
  if (statusRegister === null) return "status register not read: the part is not known";
  const register = `status register 0x${statusRegister.toString(16).padStart(4, "0")}`;
  return protection === "closed" ? `closed, ${register}` : `open, ${register}`;
};

const EFUSE_KEY: Readonly<Record<NonNullable<BoardPage["efuseKey"]>, string>> = {
  default: "the default key, as Tuya sets it",
  zero: "reads as zero: none, or reading is disabled",
  repeated: "one word four times",
  other: "another key than the default one: usual images will not run",
  unreadable: "eFuse did not answer",
};

const BOOTLOADER_KEY = {
  default: "scrambled with the default key",
  none: "not scrambled",
} as const;

const keyWords = ({ efuseKey, bootloaderKey }: BoardPage): string => {
  const inEfuse = efuseKey === null ? "cannot be read over UART" : EFUSE_KEY[efuseKey];
  return bootloaderKey === null
    ? inEfuse
    : `${inEfuse}; the bootloader is ${BOOTLOADER_KEY[bootloaderKey]}`;
};

const macWords = (mac: string | null): string =>
  mac?.replace(/(..)(?=.)/g, "$1:") ?? "none: no calibration data found";

const linkWords = ({ linkAttempts, baud }: BoardPage): string =>
  `${linkAttempts} ${linkAttempts === 1 ? "attempt" : "attempts"}, ${baud} baud`;
