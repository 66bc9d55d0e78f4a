import { expect, test } from "vitest";
import type { BoardPage } from "../../../apps/one-board/board-page.ts";
import { describePage } from "../../../apps/one-board/describe-page.ts";

const N: BoardPage = {
  chips: ["bk7231n"],
  marking: "BK7231N",
  toldBy: "id-register",
  downloadMode: "rom",
  chipId: "0007231c",
  bootloader: "BK7231N_1.0.1",
  fingerprint: "e14191ba",
  holds: "known-bootloader",
  flashId: "eb6015",
  flashPart: "TH25Q16HB",
  flashBytes: 0x200000,
  statusRegister: 0x407c,
  protection: "closed",
  efuseKey: "default",
  bootloaderKey: "default",
  mac: "c8478ca1b2c3",
  linkAttempts: 1,
  baud: 921600,
};

const T: BoardPage = {
  ...N,
  chips: ["bk7231t", "bk7231s"],
  marking: "BK7231T or BK7231S",
  toldBy: "fingerprint",
  downloadMode: "bootloader",
  chipId: null,
  bootloader: "BK7231S_1.0.5",
  flashId: null,
  flashPart: null,
  statusRegister: null,
  protection: null,
  efuseKey: null,
};

test("a board's page has a line for each thing", () => {
  expect(describePage("F01", N)).toBe(`F01
  chip           BK7231N, by its id register
  chip id        0007231c
  download mode  in ROM: cannot be erased
  bootloader     BK7231N_1.0.1, fingerprint e14191ba
  flash          2048 KiB, TH25Q16HB, id eb6015
  protection     closed, status register 0x407c
  code key       the default key, as Tuya sets it; the bootloader is scrambled with the default key
  MAC            c8:47:8c:a1:b2:c3
  link           1 attempt, 921600 baud
`);
});

test("what a bootloader's download mode cannot tell is said to be so", () => {
  const page = describePage("F02", T);
  expect(page).toContain("BK7231T or BK7231S, by its bootloader's fingerprint");
  expect(page).toContain("chip id        has none that can be read");
  expect(page).toContain("2048 KiB; this download mode tells no id");
  expect(page).toContain("kept by the bootloader");
  expect(page).toContain("cannot be read over UART");
});

test.each<[string, Partial<BoardPage>, string]>([
  [
    "an unknown bootloader",
    { holds: "unknown-bootloader", bootloader: null },
    "unknown, fingerprint e14191ba is in no table: please report",
  ],
  ["an erased flash", { holds: "nothing" }, "none: the flash is erased"],
  ["an unknown flash part", { flashPart: null }, "id eb6015 is in no table: please report"],
  ["a stranger", { chips: [], marking: "BK7236 or BK7258" }, "which this version does not flash"],
  ["a guess", { toldBy: "contents" }, "a guess by what its flash holds"],
  ["a flash of unknown size", { flashBytes: null }, "size not found out"],
  ["an open flash", { statusRegister: 0x200, protection: "open" }, "open, status register 0x0200"],
  ["no MAC", { mac: null }, "none: no calibration data found"],
  ["a key of its own", { efuseKey: "other" }, "usual images will not run"],
  ["more attempts", { linkAttempts: 3 }, "3 attempts"],
  ["hostile text", { bootloader: "\x1b[2J" }, "\\x1b[2J"],
])("%s is told", (_, change, words) => {
  expect(describePage("F01", { ...N, ...change })).toContain(words);
});
