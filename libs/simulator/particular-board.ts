import { hash } from "node:crypto";
import { z } from "zod";
import type { ChipName } from "../chips/chip.ts";
import { CHIP_NAMES, CHIPS } from "../chips/chips.ts";
import type { FailureCode } from "../failure/failure.ts";
import { faultProblem } from "./parse-fault.ts";

const SEEDS = 0xffff_ffff;

/** A board that is asked for by what it is, where any other would be the next one from the factory. */
export const particularBoardSchema = z.strictObject({
  /** Its MAC and identity follow from it: the same number is the same board. */
  seed: z.int().nonnegative().max(SEEDS),
  /** That of its nest if absent. */
  chip: z.enum(CHIP_NAMES).exactOptional(),
  /** Besides those of its nest, as jig files write them. */
  faults: z.array(z.string().refine((text) => faultProblem(text) === undefined)).max(16),
});

/** A board that is asked for by what it is. */
export type ParticularBoard = z.infer<typeof particularBoardSchema>;

/** What a board has that fails so: a fault, or another chip. */
type Flaw = { readonly fault: string } | { readonly chip: (nest: ChipName) => ChipName };

const otherChip = (nest: ChipName): ChipName =>
  CHIPS[nest].download.hasRomDownloadMode ? "bk7231t" : "bk7231n";

/** Failures that a simulated board of any chip can be made to have. */
const FLAWS: ReadonlyMap<FailureCode, Flaw> = new Map<FailureCode, Flaw>([
  ["no-link", { fault: "silent" }],
  ["link-lost", { fault: "dies-at:0x1000" }],
  ["wrong-chip", { chip: otherChip }],
  ["protected", { fault: "protected" }],
  ["boot-silent", { fault: "boot-silent" }],
]);

/** The failures that `boardThat` can bring about. */
export const SIMULATED_FAILURES: readonly FailureCode[] = [...FLAWS.keys()];

/**
 * The one simulated board of a serial, the same whenever and wherever it is put in: a good one, or one
 * that fails with `code`, of `SIMULATED_FAILURES`, in a nest for `chip`.
 */
export const boardThat = (
  serial: string,
  must: "pass" | { readonly code: FailureCode; readonly chip: ChipName },
): ParticularBoard => {
  const seed = Number.parseInt(hash("sha256", serial).slice(0, 8), 16);
  const flaw = must === "pass" ? undefined : FLAWS.get(must.code);
  if (must === "pass" || flaw === undefined) return { seed, faults: [] };
  return "fault" in flaw
    ? { seed, faults: [flaw.fault] }
    : { seed, chip: flaw.chip(must.chip), faults: [] };
};
