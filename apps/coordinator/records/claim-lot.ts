import { realpath } from "node:fs/promises";
import { claimName } from "../../../libs/claims/claim-name.ts";
import { NameTakenError } from "../../../libs/claims/name-taken-error.ts";
import { printable } from "../../../libs/failure/printable.ts";
import { StationError } from "../../../libs/failure/station-error.ts";

/**
 * Makes this process the only one that runs a lot of the data folder, until it disposes of the claim
 * or dies: two at once would each give out the lot's serials.
 * @throws StationError
 */
export const claimLot = async (lot: string, dataDir: string): Promise<AsyncDisposable> => {
  try {
    return await claimName(`lot ${lot} of data folder ${await realpath(dataDir)}`, lot);
  } catch (error) {
    if (!(error instanceof NameTakenError)) throw error;
    const problem = `Lot ${lot} is being run already on this machine (${printable(error.owner)}).`;
    throw new StationError(
      `${problem} Let that end, or stop it (Ctrl-C there): started again, the lot goes on.`,
      { cause: error },
    );
  }
};
