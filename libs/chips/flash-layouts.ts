import type { FlashLayout, FlashPartition, PartitionName } from "./flash-layout.ts";

const MEBIBYTE = 0x100000;

/** Of each partition its start and length, as firmware-formats.md section 9.2 has them. */
type Rows = Readonly<Partial<Record<PartitionName, readonly [start: number, length: number]>>>;

const layout = (name: string, flashBytes: number, rows: Rows): FlashLayout => ({
  name,
  flashBytes,
  partitions: PARTITION_ORDER.flatMap((partition): FlashPartition[] => {
    const row = rows[partition];
    return row === undefined ? [] : [{ name: partition, start: row[0], end: row[0] + row[1] }];
  }).sort((a, b) => a.start - b.start),
});

const PARTITION_ORDER: readonly PartitionName[] = [
  "bootloader",
  "app",
  "download",
  "kv",
  "calibration",
  "net",
  "userdata",
  "tuya-kv",
];

const BOOTLOADER = [0, 0x11000] as const;

/**
 * BK7231T and its like. The places of `net` are the SDK's net info and OpenBeken's configuration,
 * and what LibreTiny leaves free behind them.
 */
export const TUYA_T = layout("Tuya", 2 * MEBIBYTE, {
  bootloader: BOOTLOADER,
  app: [0x11000, 0x121000],
  download: [0x132000, 0xa6000],
  kv: [0x1d8000, 0x8000],
  calibration: [0x1e0000, 0x1000],
  net: [0x1e1000, 0x2000],
  userdata: [0x1e3000, 0x1d000],
  "tuya-kv": [0x1ed000, 0x13000],
});

/** Tuya's BK7231N modules. */
export const TUYA_N = layout("Tuya", 2 * MEBIBYTE, {
  bootloader: BOOTLOADER,
  app: [0x11000, 0x119000],
  download: [0x12a000, 0xa6000],
  calibration: [0x1d0000, 0x1000],
  net: [0x1d1000, 0x2000],
  kv: [0x1d3000, 0x8000],
  userdata: [0x1db000, 0x25000],
  "tuya-kv": [0x1ed000, 0x13000],
});

/** Other boards: as BK7231T's, without a place that is Tuya's. */
export const GENERIC = layout("generic", 2 * MEBIBYTE, {
  bootloader: BOOTLOADER,
  app: [0x11000, 0x121000],
  download: [0x132000, 0xa6000],
  kv: [0x1d8000, 0x8000],
  calibration: [0x1e0000, 0x1000],
  net: [0x1e1000, 0x2000],
  userdata: [0x1e3000, 0x1d000],
});

/** Tuya's T1 modules with BK7238. */
export const TUYA_T1 = layout("Tuya", 2 * MEBIBYTE, {
  bootloader: BOOTLOADER,
  app: [0x11000, 0x11b000],
  download: [0x12c000, 0xb5000],
  calibration: [0x1e3000, 0x1000],
  kv: [0x1e4000, 0x8000],
  userdata: [0x1ec000, 0x14000],
  "tuya-kv": [0x1f5000, 0xb000],
});

/** BK7252 with 4 MiB. */
export const GENERIC_7252 = layout("generic", 4 * MEBIBYTE, {
  bootloader: BOOTLOADER,
  app: [0x11000, 0x1ba000],
  userdata: [0x1cb000, 0x119000],
  kv: [0x2e4000, 0x8000],
  download: [0x2ec000, 0x112000],
  calibration: [0x3fe000, 0x1000],
});

/** Beken's own, where no other is known: what lies behind `net` belongs to the application. */
export const SDK = layout("SDK", 2 * MEBIBYTE, {
  bootloader: BOOTLOADER,
  app: [0x11000, 0x121000],
  download: [0x132000, 0xae000],
  calibration: [0x1e0000, 0x1000],
  net: [0x1e1000, 0x2000],
});
