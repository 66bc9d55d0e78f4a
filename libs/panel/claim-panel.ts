import { claimName } from "../claims/claim-name.ts";
import { type FixtureConfig, gpioKey } from "../jig/jig.ts";
import { panelLinesOf } from "../jig/panel-lines.ts";

/**
 * Makes this process the only owner of a nest's switches and lamps on this machine, until disposed.
 * @throws NameTakenError
 */
export const claimPanel = async (config: FixtureConfig): Promise<AsyncDisposable> => {
  await using claims = new AsyncDisposableStack();
  for (const { line } of panelLinesOf(config)) {
    claims.use(await claimName(gpioKey(line), config.id));
  }
  return claims.move();
};
