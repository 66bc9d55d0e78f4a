import { crc32 } from "../bytes/crc32.ts";
import { asciiBytes } from "../bytes/text.ts";
import { bannerOfT, jumpLine } from "./boot-log.ts";
import type { BootFacts } from "./personality.ts";

/** One of Tuya's bootloaders for BK7231T. */
export interface TuyaBootloader {
  /** As it answers the version command, such as `BK7231S_1.0.5`. */
  readonly name: string;
  /** CRC-32 (zlib form) of its first 256 bytes; undefined: what the flash holds is its own. */
  readonly fingerprint: number | undefined;
  /** What opens the flash again after a CRC (uart-protocol.md section 4.1). */
  readonly reopens: "after-link-check" | "after-reset";
  readonly boot: Pick<BootFacts, "banner" | "jump">;
}

const usual = (version: string): TuyaBootloader => ({
  name: `BK7231S_${version}`,
  fingerprint: undefined,
  reopens: "after-link-check",
  boot: {
    banner: (reason) => bannerOfT(`BK7231S_${version}`, reason),
    jump: jumpLine("\r\r\n"),
  },
});

/** The version boards have unless told otherwise: the one that was seen to run. */
export const USUAL_TUYA_BOOTLOADER = usual("1.0.5");

/** Known fingerprints (section 7). */
const FINGERPRINTS: Readonly<Record<string, number>> = {
  "1.0.1": 0xc1eca871,
  "1.0.3": 0x4b31e44d,
  "1.0.5": 0xba54c1b8,
  "1.0.6": 0xe5cbc953,
};

/** Versions that add to a status they wrote before and never take away: closed once, closed until reset. */
const ONLY_ADDING: ReadonlySet<string> = new Set(["1.0.1", "1.0.4"]);

/**
 * A version of Tuya's bootloader. Only 1.0.1 and 1.0.5 were seen to run, of 1.0.4 how it handles the
 * status; the others are taken to be as 1.0.5. One without a known fingerprint has some other one.
 */
export const tuyaBootloader = (version: string): TuyaBootloader => {
  const like = usual(version);
  const silent = { banner: () => new Uint8Array(0), jump: asciiBytes("Jump 0x10000.\r\r\n") };
  return {
    ...like,
    fingerprint: FINGERPRINTS[version] ?? crc32(asciiBytes(like.name)),
    reopens: ONLY_ADDING.has(version) ? "after-reset" : "after-link-check",
    boot: version === "1.0.1" ? silent : like.boot,
  };
};
