import type { Dispatch } from "../../../libs/dispatch/dispatch.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import type { Jig } from "../../../libs/jig/jig.ts";

/**
 * Refuses a lot, before any board is touched, where fixtures of its jig are served by a worker of another version:
 * none of our own could take them.
 * @throws StationError
 */
export const refuseStrangers = (dispatch: Pick<Dispatch, "strangers">, jig: Jig): void => {
  const isOurs = (id: string): boolean => jig.fixtures.some((fixture) => fixture.id === id);
  const stranger = dispatch
    .strangers()
    .find((worker) => worker.jig === jig.jig && worker.fixtures.some(isOurs));
  if (stranger !== undefined) throw new StationError(stranger.why);
};
