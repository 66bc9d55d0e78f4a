import type { PageTone } from "./page-row.ts";

/** How one use of a sector is drawn. */
export interface MapSign {
  /** One column; `plain` is ASCII. */
  readonly drawn: string;
  readonly plain: string;
  readonly tone: PageTone;
  readonly meaning: string;
}

const letter = (sign: string, meaning: string, tone: PageTone): MapSign => ({
  drawn: sign,
  plain: sign,
  tone,
  meaning,
});

/** What a sector of the flash is to a file, in the order of the legend. */
export const MAP_SIGNS = {
  written: { drawn: "█", plain: "#", tone: "running", meaning: "written" },
  erased: { drawn: "░", plain: "-", tone: "running", meaning: "erased" },
  app: letter("A", "app", "running"),
  "bootloader-kept": letter("b", "bootloader, kept", "dim"),
  bootloader: letter("B", "bootloader", "strong"),
  download: letter("D", "updates (download)", "plain"),
  "calibration-kept": letter("c", "calibration and MAC, kept", "dim"),
  calibration: letter("C", "calibration and MAC", "ask"),
  net: letter("N", "network settings (net)", "plain"),
  kv: letter("S", "settings (kv)", "plain"),
  userdata: letter("U", "userdata", "plain"),
  "tuya-kv": letter("K", "Tuya key-values, identity (tuya-kv)", "ask"),
  other: letter("x", "other data", "plain"),
  kept: { drawn: "·", plain: ".", tone: "dim", meaning: "kept as it is" },
  blank: { drawn: "·", plain: ".", tone: "dim", meaning: "blank" },
} as const satisfies Record<string, MapSign>;

/** What a sector of the flash is to a file. */
export type SectorUse = keyof typeof MAP_SIGNS;
