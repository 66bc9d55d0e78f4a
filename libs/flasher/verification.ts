import type { PlanRegion } from "../firmware/flash-plan.ts";

/** One range as verified: host's and chip's CRC-32, hex, zlib form. */
export interface VerifiedRange {
  readonly address: number;
  readonly length: number;
  readonly host: string;
  readonly chip: string;
}

/** A part of the plan that the flash does not hold. */
export interface WrongRegion extends PlanRegion {
  /** CRC-32 of what it holds, zlib form. */
  readonly found: number;
}

/** One wrong region or more. */
export type WrongRegions = readonly [WrongRegion, ...WrongRegion[]];

/** What a verification of the whole plan came to. */
export type Verification =
  | { readonly kind: "right"; readonly ranges: readonly VerifiedRange[] }
  | { readonly kind: "wrong"; readonly regions: WrongRegions };
