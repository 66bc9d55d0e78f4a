import { NameTakenError } from "../claims/name-taken-error.ts";
import type { Clock } from "../clock/clock.ts";
import type { FixtureConfig } from "../jig/jig.ts";
import { claimPanel } from "./claim-panel.ts";
import { openLamps } from "./open-lamps.ts";

/**
 * Darkens the lamps of a nest that nobody owns: a lamp that a dead process left lit would lie. A
 * lamp that does not work stays as it is. Rejects with nothing; lamps in use are left to their owner.
 */
export const darkenLamps = async (config: FixtureConfig, clock: Clock): Promise<void> => {
  if (config.lamps === undefined) return;
  try {
    await using _ = await claimPanel(config);
    await using _lamps = await openLamps(config.id, config.lamps, {
      clock,
      onTrouble: () => undefined,
    });
  } catch (error) {
    if (!(error instanceof NameTakenError)) throw error;
  }
};
