import { gzipSync } from "node:zlib";
import { CHIPS } from "../../libs/chips/chips.ts";
import {
  buildApp,
  buildBootloader,
  buildFactoryFlash,
  buildQio,
  buildUf2,
  buildUpdate,
} from "../../libs/firmware/build-image.ts";
import { wrapUg } from "../../libs/firmware/builder/wrap-ug.ts";
import { readRblHeader } from "../../libs/firmware/rbl-header.ts";
import { UG_HEADER_BYTES } from "../../libs/firmware/tuya-ug.ts";
import { unpackUpdate } from "../../libs/firmware/unpack-update.ts";
import { craftApp, joined, plainCode } from "../libs/firmware/craft.ts";
import { readSharedFile } from "../shared-data.ts";

/** The good files that bad ones are made from (firmware-formats.md section 12). */
export interface ImageSources {
  readonly uf2N: Uint8Array;
  readonly uf2T: Uint8Array;
  /** App containers, code up to 0x50000 at the least. */
  readonly rblN: Uint8Array;
  readonly rblT: Uint8Array;
  /** The container's code alone. */
  readonly crcN: Uint8Array;
  readonly rblhN: Uint8Array;
  readonly ugN: Uint8Array;
  readonly qioN: Uint8Array;
  readonly qioT: Uint8Array;
  /** With its app's header off the grid of blocks. */
  readonly offGridQioT: Uint8Array;
  /** A container whose first word is that of older apps. */
  readonly oldAppT: Uint8Array;
  readonly dumpN: Uint8Array;
  readonly rotatedT: Uint8Array;
  readonly keyValues: Uint8Array;
  /** Code of an app without key or header. */
  readonly plainApp: Uint8Array;
  readonly plainBootloader: Uint8Array;
  readonly packedBootloader: Uint8Array;
}

const CODE_BYTES = 400_000;
const HEADER_BYTES = 102;
const APP_AT = 0x11000;
const CONTAINER_END = 0x118f70;

/** Images of these sizes, as any clone can make them. */
export const generatedSources = (): ImageSources => {
  const n = { chip: "bk7231n", seed: 21, bytes: CODE_BYTES, version: "2.3.4" } as const;
  const t = { ...n, chip: "bk7231t", seed: 22 } as const;
  const rblN = buildApp(n);
  const dumpT = buildFactoryFlash({ chip: "bk7231t", seed: 5, mac: "c8478c000001" });
  // Longer than a bootloader, whose start looks the same without a key.
  const plainApp = buildApp({ ...n, chip: "bk7231u", seed: 23 });
  return {
    uf2N: buildUf2(n),
    uf2T: buildUf2(t),
    rblN,
    rblT: buildApp(t),
    crcN: rblN.subarray(0, lastUsed(rblN.subarray(0, CONTAINER_END - HEADER_BYTES))),
    rblhN: rblN.subarray(-HEADER_BYTES),
    ugN: wrapUg(buildUpdate(n)),
    qioN: buildQio(n),
    qioT: buildQio(t),
    offGridQioT: joined(
      buildBootloader(t),
      craftApp(CHIPS.bk7231t, { containerBytes: 0x100000 - APP_AT }),
    ),
    oldAppT: craftApp(CHIPS.bk7231t, { code: plainCode(CHIPS.bk7231t, "180000ea") }),
    dumpN: buildFactoryFlash({ chip: "bk7231n", seed: 5, mac: "c8478c000002" }),
    rotatedT: joined(dumpT.subarray(APP_AT), dumpT.subarray(0, APP_AT)),
    keyValues: dumpT.subarray(0x1ee000),
    plainApp: plainApp.subarray(0, lastUsed(plainApp.subarray(0, -HEADER_BYTES))),
    plainBootloader: buildBootloader({ chip: "bk7231u", seed: 3 }).subarray(0, 1025 * 34),
    packedBootloader: Uint8Array.from(gzipSync(plainCode(CHIPS.bk7231n))),
  };
};

const lastUsed = (bytes: Uint8Array): number => bytes.findLastIndex((byte) => byte !== 0xff) + 1;

/** The same of real builds and boards. */
export const realSources = (): ImageSources => {
  const qioT = readSharedFile("openbk7231t-qio-1.18.300.bin");
  const rblN = readSharedFile("kickstart-bk7231n-app.0x011000.rbl");
  return {
    uf2N: readSharedFile("kickstart-bk7231n.uf2"),
    uf2T: readSharedFile("kickstart-bk7231t.uf2"),
    rblN,
    rblT: readSharedFile("kickstart-bk7231t-app.0x011000.rbl"),
    crcN: rblN.subarray(0, 943_772),
    rblhN: readSharedFile("kickstart-bk7231n-app.0x129f0a.rblh"),
    ugN: readSharedFile("esphome-kickstart-25.05.28-bk7231n.ota.ug.bin"),
    qioN: readSharedFile("openbk7231n-qio-1.18.300.bin"),
    qioT,
    offGridQioT: qioT,
    oldAppT: readSharedFile("bk7231t-dump-globe37783.bin").subarray(APP_AT, APP_AT + CONTAINER_END),
    dumpN: readSharedFile("bk7231n-dump-smartled8044.bin"),
    rotatedT: readSharedFile("bk7231t-dump-ledmoon-rotated.bin"),
    keyValues: readSharedFile("bk7231t-kvstore-pc44ha.bin"),
    plainApp: readSharedFile("beken7231-app-plain-crc.bin"),
    plainBootloader: readSharedFile("bootloader-bk7231s-1.0.1-plain-crc.bin"),
    packedBootloader: readSharedFile("bootloader-bk7231n-1.0.1-plain.bin.gz"),
  };
};

/** The app's code in Tuya's wrapper around an update. */
export const codeInUpdate = (ug: Uint8Array): Uint8Array => {
  const update = ug.subarray(UG_HEADER_BYTES);
  const read = readRblHeader(update);
  const code = read.ok ? unpackUpdate(update, read.header) : undefined;
  if (code === undefined) throw new Error("the update cannot be unpacked");
  return code;
};
