import type { LineNetwork } from "./line-network.ts";
import { openLoopback } from "./open-loopback.ts";
import { openNamespaces } from "./open-namespaces.ts";
import { CUT_REDIS } from "./play-cut.ts";
import type { CutOptions } from "./read-cut-options.ts";
import type { RoundPlace } from "./round-place.ts";

/** The network for a lot with a cut: namespaces where this user and system may make them; else loopback, and `told` why. */
export const openNetwork = async (
  place: RoundPlace,
  network: CutOptions["network"],
  told: (why: string) => void,
): Promise<LineNetwork> => {
  if (network === "any") {
    try {
      return await openNamespaces(place);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      told(`No network namespaces here (${why}): loopback instead.`);
    }
  }
  return await openLoopback(place.path(CUT_REDIS));
};
