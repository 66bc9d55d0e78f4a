import type { ChipName } from "../../libs/chips/chip.ts";

/**
 * The chips that stand for all: one with its download mode in ROM, one with it in its flash. The
 * others behave as one of the two.
 */
export const BENCH_CHIPS = ["bk7231n", "bk7231t"] as const satisfies readonly ChipName[];

/** A chip the bench flashes. */
export type BenchChip = (typeof BENCH_CHIPS)[number];

/** What the boards hold: another firmware that all of the image replaces, or the image already. */
export const BENCH_IMAGES = ["full", "unchanged"] as const;

/** See BENCH_IMAGES. */
export type BenchImages = (typeof BENCH_IMAGES)[number];

/** One lot to measure. */
export interface BenchCase {
  /** In turn, from the first fixture on. */
  readonly chips: readonly BenchChip[];
  readonly boards: number;
  /** Of the wire while flashing. */
  readonly baud: number;
  /** What each board's adapter keeps an answer back for, in ms; 0 for none in between. */
  readonly adapterMs: number;
  readonly images: BenchImages;
}

/** A lot as people name it. */
export const describeCase = ({ boards, baud, adapterMs, images, chips }: BenchCase): string => {
  const what = boards === 1 ? `1 board (${chips[0]})` : `${boards} boards`;
  return `${what}, ${baud} baud, adapters of ${adapterMs} ms, ${images} images`;
};
