import type { ChipName } from "../chips/chip.ts";
import { bannerOfN, bannerOfT } from "./boot-log.ts";
import { NBootrom } from "./n-bootrom.ts";
import type { Personality } from "./personality.ts";
import { TBootloader } from "./t-bootloader.ts";

const UART_CLOCK = 26_000_000;

/** Rounded divider, clamped to 5..8192 (uart-protocol.md section 1). */
const dividedByT = (asked: number): number => {
  const baud = Math.max(1, asked);
  const divider = Math.floor((UART_CLOCK - 1 + Math.floor(baud / 2)) / baud);
  return UART_CLOCK / Math.min(8192, Math.max(5, divider));
};

/** Divider cut off, not rounded, as BK7236-class ROM code has it (section 1). */
const dividedByN = (asked: number): number =>
  UART_CLOCK / Math.max(1, Math.floor(UART_CLOCK / Math.max(1, asked)));

const bk7231t: Personality = {
  chip: "bk7231t",
  marking: "BK7231T",
  appStart: 0x11000,
  flashBytes: 0x200000,
  factoryStatus: 0x007c,
  boot: {
    // Reset time as assumed in section 3.7; window, cap and idle limit as in section 6.1.
    listensAfterMs: 15,
    windowMs: 300,
    junkHolds: { ringBytes: 512, capMs: 800 },
    linkedIdleMs: 9200,
    loaderMs: 0,
    appMs: 40,
    bannerComes: "before-window",
    banner: (reason) => bannerOfT("BK7231S_1.0.5", reason),
    lineEnd: "\r\r\n",
  },
  afterMismatch: "forget",
  ringBytes: 512,
  actualBaud: dividedByT,
  createDownloadMode: (faultId) => new TBootloader(faultId),
};

const bk7231n: Personality = {
  chip: "bk7231n",
  marking: "BK7231N",
  appStart: 0x11000,
  flashBytes: 0x200000,
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
    lineEnd: "\r\n",
  },
  afterMismatch: "re-examine",
  ringBytes: undefined,
  actualBaud: dividedByN,
  createDownloadMode: (faultId) => new NBootrom(faultId),
};

/** Every chip that can be simulated. The compiler asks for an entry per name. */
export const PERSONALITIES: Readonly<Record<ChipName, Personality>> = { bk7231n, bk7231t };
