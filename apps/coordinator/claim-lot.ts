import { realpath } from "node:fs/promises";
import { StationError } from "../../libs/failure/station-error.ts";
import { claimResource, NestTakenError } from "../../libs/fixture/claim-nest.ts";

/**
 * Makes this process the only one that runs a lot of the data folder, until it disposes of the claim
 * or dies: two at once would each give out the lot's serials.
 * @throws StationError
 */
export const claimLot = async (lot: string, dataDir: string): Promise<AsyncDisposable> => {
  try {
    return await claimResource(lot, `lot ${lot} of data folder ${await realpath(dataDir)}`);
  } catch (error) {
    if (!(error instanceof NestTakenError)) throw error;
    const problem = `Lot ${lot} is being run already, by another process of this machine.`;
    throw new StationError(`${problem} Let that end, or start another lot.`, { cause: error });
  }
};
