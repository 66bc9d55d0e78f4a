import { linkCheck } from "../bk72xx/commands.ts";
import type { Chip } from "../chips/chip.ts";
import { StepError } from "../failure/step-error.ts";
import type { BoardControl } from "../fixture/fixture.ts";
import { SAFE_RATES } from "./baud-steps.ts";
import { changeBaud } from "./change-baud.ts";
import type { ChipLine } from "./chip-line.ts";
import { enterDownloadMode } from "./enter-download-mode.ts";
import type { Progress } from "./progress.ts";
import type { Proof } from "./prove-bootloader.ts";

/** A rate that was tried in vain; `port`: the adapter refused it, `board`: it brought no answer. */
export interface FailedRate {
  readonly baud: number;
  readonly by: "port" | "board";
}

/** How a board was reached. */
export interface LinkResult {
  readonly attempts: number;
  readonly baud: number;
  /** Faster rates that did not do, in the order they were tried. */
  readonly failed: readonly FailedRate[];
}

/** What board is to be reached, and how. */
export interface LinkWish {
  readonly chip: Pick<Chip, "download">;
  /** The rate wanted; lower ones are fallen back to. */
  readonly baud: number;
  /** Power cycles tried for each link, 1 or more. */
  readonly attempts: number;
  /** By a CRC, unless said otherwise. */
  readonly proof?: Proof;
}

/**
 * Links, and raises the rate to `baud` or to the next lower one that the port has and at which the
 * board answers. Where it answers at none, the lower rate starts from a fresh power cycle. A chip
 * that would leave download mode by itself is kept in it from then on.
 * @throws StepError `no-link`, `relay-failed`, `port-*`.
 */
export const linkBoard = async (
  line: ChipLine,
  control: BoardControl,
  { chip, baud: wanted, attempts: perLink, proof }: LinkWish,
  progress: Progress,
): Promise<LinkResult> => {
  const failed: FailedRate[] = [];
  let attempts = 0;
  let isLinked = false;
  for (const baud of [wanted, ...SAFE_RATES.filter((lower) => lower < wanted)]) {
    if (!(await hasRate(line, baud))) {
      failed.push({ baud, by: "port" });
      progress.recovered("rate-lowered");
      progress.note(`The adapter has no ${baud} baud`);
      continue;
    }
    if (!isLinked) attempts += await enterDownloadMode(line, control, perLink, progress, proof);
    const change = await changeBaud(line, chip, baud);
    if (change === "changed") {
      if (!chip.download.hasRomDownloadMode) line.keepAlive(linkCheck());
      return { attempts, baud, failed };
    }
    isLinked = change === "kept";
    failed.push({ baud, by: "board" });
    progress.recovered("rate-lowered");
    progress.note(
      isLinked
        ? `The board did not change to ${baud} baud`
        : `The board did not answer at ${baud} baud, nor at the one before: restarted`,
    );
  }
  throw new StepError({ code: "no-link", attempts, heard: line.noiseBytes });
};

/** Asked before the chip is told: once it has changed, a host that cannot follow has lost it. */
const hasRate = async (line: ChipLine, baud: number): Promise<boolean> => {
  const before = line.baudRate;
  if (before === baud) return true;
  const has = await line.tryBaudRate(baud);
  await line.setBaudRate(before);
  return has;
};
