import { StepError } from "../failure/step-error.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import type { EarlierRewrite } from "./board-journal.ts";
import { givenMacOf } from "./own-patches.ts";
import { isProduct } from "./purpose.ts";
import type { RunOrder } from "./run-order.ts";

/**
 * Whether a board may become a copy of the recipe's dump. One that bears
 * the MAC of the dump already cannot be told from any other: only its own serial may write it again,
 * whose earlier run kept the calibration it had before.
 * @throws StepError `wrong-chip` where its flash has another size, `already-cloned`.
 */
export const expectClone = (
  { chip, plan: { clone }, own, identity }: RunOrder,
  { flashBytes, mac }: BoardFacts,
  earlier: readonly EarlierRewrite[],
): void => {
  if (clone === undefined) return;
  if (flashBytes !== clone.flashBytes) {
    const [expected, found] = [clone.flashBytes, flashBytes].map(
      (bytes) => `${chip.marking} with ${bytes / 1024} KiB of flash`,
    );
    throw new StepError({ code: "wrong-chip", expected: expected ?? "", found: found ?? "" });
  }
  const given = own === undefined ? null : givenMacOf(own.fields);
  const isOurs = earlier.some(({ address }) => chip.calibration.some((it) => it.start === address));
  // A board that proves fixtures is written anew in each of them.
  const isKnown = isOurs || !isProduct(identity);
  if (mac !== null && mac === clone.mac && given === null && !isKnown) {
    throw new StepError({ code: "already-cloned", mac });
  }
};
