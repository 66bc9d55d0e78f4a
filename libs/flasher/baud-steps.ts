import { LINK_BAUD } from "./link-check.ts";

/** Rates that adapters have and chips were seen to take, fastest first, in baud. */
const RATES: readonly number[] = [2000000, 1500000, 1000000, 921600, 460800, 230400, LINK_BAUD];

/** The chips' UART clock in Hz, divided by a whole number (uart-protocol.md section 1). */
const CLOCK = 26_000_000;

/** A receiver bears about 2 % in all, and adapters are off by up to 0.2 % themselves. */
const OFF_BY_AT_MOST = 0.015;

/** How far from the rate asked for a chip's own may be, as a share: bootloaders round the divider, ROMs cut it off. */
const chipOffBy = (baud: number): number => {
  const exact = CLOCK / baud;
  const dividers = [Math.floor(exact), Math.floor((CLOCK - 1 + Math.floor(baud / 2)) / baud)];
  return Math.max(...dividers.map((divider) => Math.abs(exact / divider - 1)));
};

/** The rates worth falling back to, fastest first: those a chip's divider hits. */
export const SAFE_RATES: readonly number[] = RATES.filter(
  (baud) => chipOffBy(baud) <= OFF_BY_AT_MOST,
);

/** The next lower rate to try when `baud` does not work, or undefined below the last. */
export const nextLowerBaud = (baud: number): number | undefined =>
  SAFE_RATES.find((lower) => lower < baud);
