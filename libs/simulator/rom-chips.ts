import { bannerOf7238, bannerOfN, JUMP_OF_7238, jumpLine } from "./boot-log.ts";
import { NBootrom } from "./n-bootrom.ts";
import { DEFAULT_KEY, type KeyWords, NO_KEY } from "./n-registers.ts";
import type { Personality } from "./personality.ts";
import { dividedByRom } from "./uart-clock.ts";

/** A key of four distinct bytes, repeated, as BK7238 and BK7252N have it (uart-protocol.md section 3.12). */
const REPEATED_KEY: KeyWords = [0x6a3c91e5, 0x6a3c91e5, 0x6a3c91e5, 0x6a3c91e5];

/** A ROM with an id and an eFuse of the chip's own, unless a fault gives it others. */
const downloadModeOf =
  (ownId: number, ownKey: KeyWords): Personality["createDownloadMode"] =>
  ({ id = ownId, key = ownKey }) =>
    new NBootrom(id, key);

/** BK7231N: the key almost all have, log on UART2. */
export const bk7231n: Personality = {
  chip: "bk7231n",
  marking: "BK7231N",
  appStart: 0x11000,
  flashSizes: [0x200000],
  codeKey: "default",
  factoryStatus: 0x407c,
  boot: {
    // The ROM's true window is an open question (section 13); 255 turns of 1 ms in section 6.2.
    listensAfterMs: 5,
    windowMs: 255,
    junkHolds: undefined,
    linkedIdleMs: undefined,
    loaderMs: 30,
    appMs: 40,
    bannerComes: "after-window",
    banner: () => bannerOfN("BK7231N_1.0.1"),
    jump: jumpLine("\r\n"),
    printsOn: "uart2",
  },
  hasSpiMode: false,
  afterMismatch: "re-examine",
  ringBytes: undefined,
  actualBaud: dividedByRom,
  createDownloadMode: downloadModeOf(0x7231c, DEFAULT_KEY),
};

/** BK7231M: N's chip with nothing in its eFuse. */
export const bk7231m: Personality = {
  ...bk7231n,
  chip: "bk7231m",
  marking: "BK7231M",
  codeKey: "none",
  createDownloadMode: downloadModeOf(0x7231c, NO_KEY),
};

/** BK7238: its bootloader prints on UART1. */
export const bk7238: Personality = {
  ...bk7231n,
  chip: "bk7238",
  marking: "BK7238",
  codeKey: "none",
  boot: {
    ...bk7231n.boot,
    banner: () => bannerOf7238("BK7238_1.0.15"),
    jump: JUMP_OF_7238,
    printsOn: "uart1",
  },
  createDownloadMode: downloadModeOf(0x7238, REPEATED_KEY),
};

/** BK7252N: its bootloader is taken to print as BK7238's does, from whose SDK it comes. */
export const bk7252n: Personality = {
  ...bk7238,
  chip: "bk7252n",
  marking: "BK7252N",
  boot: { ...bk7238.boot, banner: () => bannerOf7238("BK7252N_1.0.15") },
  createDownloadMode: downloadModeOf(0x7252a, REPEATED_KEY),
};
