import type { Range } from "../bytes/ranges.ts";

/**
 * Where boards keep what is their own, by the names recipes use. `calibration`: radio trim and MAC.
 * `net`: network settings of Beken's SDK, and OpenBeken's configuration. `kv`: LibreTiny's settings.
 * `userdata`: files and the like. `tuya-kv`: Tuya's cloud identity, inside `userdata`.
 */
export const DATA_PARTITIONS = ["calibration", "net", "kv", "userdata", "tuya-kv"] as const;

/** A part of flash that holds a board's own data. */
export type DataPartitionName = (typeof DATA_PARTITIONS)[number];

/** A part of flash; `download` takes update packages and nothing of the board's own. */
export type PartitionName = "bootloader" | "app" | "download" | DataPartitionName;

/** A named part of flash, in whole sectors. */
export interface FlashPartition extends Range {
  readonly name: PartitionName;
}

/**
 * How some boards of a chip divide their flash. Partitions are in order of address; `tuya-kv` lies
 * in `userdata`, and places without a partition are not known to be used.
 */
export interface FlashLayout {
  /** Whose it is: `Tuya`, `generic` (LibreTiny's for other boards), `SDK` (Beken's). */
  readonly name: string;
  readonly flashBytes: number;
  readonly partitions: readonly FlashPartition[];
}

/** Whether boards keep data of their own in it. */
export const isData = (name: PartitionName): name is DataPartitionName =>
  DATA_PARTITIONS.some((data) => data === name);

/** A partition of one of several layouts. */
export interface PlacedPartition extends FlashPartition {
  readonly layout: string;
}

/**
 * Every partition, of any of a chip's layouts, that a range touches: which layout a board has is
 * not known before it is met.
 */
export const partitionsIn = (
  layouts: readonly FlashLayout[],
  { start, end }: Range,
): readonly PlacedPartition[] =>
  layouts.flatMap(({ name: layout, partitions }) =>
    partitions
      .filter((partition) => partition.start < end && start < partition.end)
      .map((partition) => ({ ...partition, layout })),
  );

/** The data partitions boards of these layouts have, by name. */
export const dataPartitionsOf = (layouts: readonly FlashLayout[]): readonly DataPartitionName[] =>
  DATA_PARTITIONS.filter((name) =>
    layouts.some(({ partitions }) => partitions.some((partition) => partition.name === name)),
  );

/** Every place a partition has in one of the layouts, each once, in the layouts' order. */
export const placesOf = (
  layouts: readonly FlashLayout[],
  name: PartitionName,
): readonly FlashPartition[] =>
  layouts
    .flatMap(({ partitions }) => partitions.filter((partition) => partition.name === name))
    .filter((place, at, all) => all.findIndex((other) => isSame(place, other)) === at);

const isSame = (one: Range, other: Range): boolean =>
  one.start === other.start && one.end === other.end;
