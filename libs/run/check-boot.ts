import { printable } from "../failure/printable.ts";
import { StepError } from "../failure/step-error.ts";
import type { BoardControl } from "../fixture/fixture.ts";
import type { ChipLine } from "../flasher/chip-line.ts";
import type { Progress } from "../flasher/progress.ts";
import type { LogWatch } from "./log-watch.ts";
import type { BootExpectation } from "./run-order.ts";

/** A board that restarts says something on its log port by then. */
const SIGN_OF_LIFE_MS = 1500;
const RESTARTS_OF_A_LOOP = 3;
const EXCERPT_CHARACTERS = 160;

/** What a boot is seen by, and what can start it again. */
export interface BootWitnesses {
  readonly control: BoardControl;
  readonly line: ChipLine;
  readonly log: LogWatch;
}

/**
 * After the reboot command: waits for what the recipe expects on the log port. If nothing is heard
 * at all the power is cycled once: the command may have been lost.
 * @throws StepError `boot-silent`, `boot-wrong`, `boot-loop`, `relay-failed`.
 */
export const checkBoot = async (
  boot: BootExpectation,
  { control, line, log }: BootWitnesses,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> => {
  const heard = (): boolean => log.sinceMark.length > 0;
  if (!(await log.until(heard, SIGN_OF_LIFE_MS, signal)) && control.means === "cycle") {
    progress.note("No sign of a restart after the reboot command: power cycled");
    progress.recovered("asked-again");
    await control.stop();
    await line.pause(control.offMs);
    await control.start();
  }
  const unwanted = (): string | undefined =>
    boot.never.find((text) => log.sinceMark.includes(text));
  const missing = (): readonly string[] =>
    boot.expect.filter((text) => !log.sinceMark.includes(text));
  const isDecided = (): boolean => unwanted() !== undefined || missing().length === 0;
  if ((await log.until(isDecided, boot.withinMs, signal)) && unwanted() === undefined) return;
  if (!heard()) throw new StepError({ code: "boot-silent", withinMs: boot.withinMs });
  if (log.restarts >= RESTARTS_OF_A_LOOP)
    throw new StepError({ code: "boot-loop", restarts: log.restarts });
  const seen = printable(log.sinceMark.slice(-EXCERPT_CHARACTERS));
  throw new StepError({ code: "boot-wrong", expected: missing().join(", "), seen });
};
