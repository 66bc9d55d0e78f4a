import type { RunJob, SentImage } from "../../../libs/dispatch/messages.ts";

/** A first run of one board in F01, with one image. */
export const sampleJob = (image: SentImage): RunJob => ({
  run: "RUN1",
  session: "SESSION",
  lot: "LOT",
  serial: "SN1",
  fixture: "F01",
  attempt: 1,
  operator: null,
  recipe: {
    recipe: "plug",
    sha256: "aa",
    chip: "bk7231n",
    baud: 921600,
    bootloader: "keep",
    overwrite: [],
    clone: false,
    backup: false,
    write: "all",
    verify: "crc",
    protect: false,
    calibration: "required",
    retries: 0,
    linkAttempts: 1,
    images: [image],
    approval: null,
  },
});
