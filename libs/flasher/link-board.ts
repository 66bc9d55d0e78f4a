import type { Chip } from "../chips/chip.ts";
import { StepError } from "../failure/step-error.ts";
import type { BoardControl } from "../fixture/fixture.ts";
import { changeBaud } from "./change-baud.ts";
import type { ChipLine } from "./chip-line.ts";
import { enterDownloadMode, LINK_BAUD } from "./enter-download-mode.ts";
import type { Progress } from "./progress.ts";

/** Rates to fall back to, fastest first; all but the last far from T's divider gaps (section 1.1). */
const FALLBACK_BAUDS: readonly number[] = [921600, 460800, LINK_BAUD];

/** How a board was reached. */
export interface LinkResult {
  readonly attempts: number;
  readonly baud: number;
}

/**
 * Links, and raises the rate to `baud` or to the next lower one that the port has and at which the
 * board answers. When it did not, the lower rate starts from a fresh power cycle, because the
 * board's rate is unknown by then.
 * @throws StepError `no-link`, `relay-failed`, `port-*`.
 */
export const linkBoard = async (
  line: ChipLine,
  control: BoardControl,
  wanted: { readonly chip: Chip; readonly baud: number; readonly attempts: number },
  progress: Progress,
): Promise<LinkResult> => {
  let attempts = 0;
  let isLinked = false;
  for (const baud of [wanted.baud, ...FALLBACK_BAUDS.filter((lower) => lower < wanted.baud)]) {
    if (!isLinked) attempts += await enterDownloadMode(line, control, wanted.attempts);
    const change = await changeBaud(line, wanted.chip, baud);
    if (change === "changed") return { attempts, baud };
    isLinked = change === "port-refused";
    progress.recovered("rate-lowered");
    progress.note(
      isLinked ? `The adapter has no ${baud} baud` : `The board did not answer at ${baud} baud`,
    );
  }
  throw new StepError({ code: "no-link", attempts, heard: line.noiseBytes });
};
