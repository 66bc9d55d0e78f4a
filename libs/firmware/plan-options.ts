import type { DataPartitionName } from "../chips/flash-layout.ts";

/** What a recipe says of how its images are written. */
export interface PlanOptions {
  /** `keep` leaves the bootloader's part of an image out. */
  readonly bootloader: "keep" | "write";
  /** Data partitions that images may be written over; none if absent. */
  readonly overwrite?: readonly DataPartitionName[];
  /** Whether a whole dump may be written, one board's calibration and identity onto others; not if absent. */
  readonly clone?: boolean;
}
