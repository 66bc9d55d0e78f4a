import { StepError } from "../failure/step-error.ts";
import type { BoardControl } from "../fixture/fixture.ts";
import { awaitTurn } from "../flasher/await-turn.ts";
import type { ChipLine } from "../flasher/chip-line.ts";
import type { Progress } from "../flasher/progress.ts";
import { BootJudge } from "./boot-judge.ts";
import type { LogWatch } from "./log-watch.ts";
import type { BootExpectation } from "./run-order.ts";

/** A board that restarts says something on its log port by then. */
const SIGN_OF_RESTART_MS = 1500;

/** What a boot is seen by, and what can start it again. */
export interface BootWitnesses {
  readonly control: BoardControl;
  readonly line: ChipLine;
  readonly log: LogWatch;
}

/**
 * After the reboot command: waits for what the recipe expects on the log port, of what came since the
 * log was marked before the command. Without any sign of a restart the power is cycled, once: the
 * command may have been lost. A board that says enough is not waited for any longer.
 * @throws StepError `boot-silent`, `boot-wrong`, `boot-loop`, `relay-failed`, `port-*`.
 */
export const checkBoot = async (
  boot: BootExpectation,
  witnesses: BootWitnesses,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> => {
  const { control, line, log } = witnesses;
  const signBy = Math.min(SIGN_OF_RESTART_MS, boot.withinMs);
  if (await watchBoot(boot, witnesses, control.means === "cycle" ? signBy : undefined, signal))
    return;
  progress.note("No sign of a restart after the reboot command: power cycled");
  progress.recovered("asked-again");
  await line.during(control.stop());
  await line.pause(control.offMs);
  await awaitTurn(line, control, progress);
  log.mark();
  await line.during(control.start());
  await watchBoot(boot, witnesses, undefined, signal);
};

/**
 * Watches one start to its end. False if `signByMs` is given and the board has shown no sign of a
 * restart by then.
 * @throws StepError `boot-silent`, `boot-wrong`, `boot-loop`.
 */
const watchBoot = async (
  boot: BootExpectation,
  { line: { clock }, log }: BootWitnesses,
  signByMs: number | undefined,
  signal: AbortSignal,
): Promise<boolean> => {
  const began = clock.now();
  const judge = new BootJudge(boot);
  judge.push(log.sinceMark);
  using _following = log.follow((text) => judge.push(text));
  const isRestarted = (): boolean => judge.isRestarted;
  if (signByMs !== undefined && !(await log.until(isRestarted, signByMs, signal))) return false;
  const leftMs = Math.max(0, boot.withinMs - (clock.now() - began));
  await log.until(() => judge.ruling !== undefined, leftMs, signal);
  const ruling = judge.ruling ?? { kind: "failed", failure: judge.atTimeLimit(boot.withinMs) };
  if (ruling.kind === "failed") throw new StepError(ruling.failure);
  return true;
};
