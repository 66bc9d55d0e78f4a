import { bannerOfT } from "./boot-log.ts";
import type { Personality } from "./personality.ts";
import { TBootloader } from "./t-bootloader.ts";
import { tuyaBootloader, USUAL_TUYA_BOOTLOADER } from "./tuya-bootloaders.ts";
import { dividedByBootloader } from "./uart-clock.ts";

/** BK7231T with Tuya's bootloader, which knows the version command. */
export const bk7231t: Personality = {
  chip: "bk7231t",
  marking: "BK7231T",
  appStart: 0x11000,
  flashSizes: [0x200000],
  codeKey: "default",
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
    ...USUAL_TUYA_BOOTLOADER.boot,
    printsOn: "uart2",
  },
  hasSpiMode: true,
  afterMismatch: "forget",
  ringBytes: 512,
  actualBaud: dividedByBootloader,
  createDownloadMode: ({ id }) => new TBootloader(USUAL_TUYA_BOOTLOADER, id),
  withBootloader: (version) => withTuyas(bk7231t, version),
};

/** The same chip with another version of Tuya's bootloader. */
const withTuyas = (chip: Personality, version: string): Personality => {
  const bootloader = tuyaBootloader(version);
  return {
    ...chip,
    boot: { ...chip.boot, ...bootloader.boot },
    createDownloadMode: ({ id }) => new TBootloader(bootloader, id),
  };
};

/** BK7231S: the same in all that shows. */
export const bk7231s: Personality = {
  ...bk7231t,
  chip: "bk7231s",
  marking: "BK7231S",
  withBootloader: (version) => withTuyas(bk7231s, version),
};

/** A chip with Beken's bootloader: no version command, no scrambling. */
const withBekens = (
  chip: Personality["chip"],
  marking: string,
  bootloader: string,
  flashSizes: Personality["flashSizes"],
): Personality => ({
  ...bk7231t,
  chip,
  marking,
  flashSizes,
  codeKey: "none",
  boot: { ...bk7231t.boot, banner: (reason) => bannerOfT(bootloader, reason) },
  createDownloadMode: ({ id }) => new TBootloader(undefined, id),
  withBootloader: undefined,
});

/** BK7231U. */
export const bk7231u = withBekens("bk7231u", "BK7231U", "BK7231U_1.0.6", [0x200000]);

/** BK7231Q. */
export const bk7231q = withBekens("bk7231q", "BK7231Q", "BK7231Q_6AFA", [0x200000]);

/** BK7252, with 4 or 2 MiB. */
export const bk7252 = withBekens("bk7252", "BK7252", "BK7252_0.1.3", [0x400000, 0x200000]);

/** BK7251, the same in all that shows. */
export const bk7251: Personality = { ...bk7252, chip: "bk7251", marking: "BK7251" };
