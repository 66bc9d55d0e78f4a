import type { Range } from "../bytes/ranges.ts";
import type { PartitionName } from "../chips/flash-layout.ts";

/** What a part of a board's flash is for; `other`: no layout of its chip tells. */
export type DumpPartName = PartitionName | "other";

/** A part of a board's flash. */
export interface DumpPart extends Range {
  readonly name: DumpPartName;
  readonly sectors: number;
  /** Sectors that hold anything but FF. */
  readonly usedSectors: number;
}

/** What a dump holds beside code; never what its data says but the MAC. */
export interface DumpContents {
  /** Also of a rotated dump as the board had it. */
  readonly flashBytes: number;
  /** Flash address of the file's first byte: 0, or of a rotated dump where its reading began. */
  readonly readFrom: number;
  /** Whose division of the flash the board has, such as `Tuya`. */
  readonly layout: string;
  /** 12 hex digits, or null. */
  readonly mac: string | null;
  /** Whether a board of its own can have that MAC. */
  readonly isOwnMac: boolean;
  /** Whether a board's Tuya key-values, with its cloud identity, are in it. */
  readonly hasKeyValues: boolean;
  /** In order of address, from 0 to the flash's end without gaps. */
  readonly parts: readonly DumpPart[];
}
