import { realpath } from "node:fs/promises";
import { awaitTurn } from "../claims/await-turn.ts";
import { claimName } from "../claims/claim-name.ts";
import { NameTakenError } from "../claims/name-taken-error.ts";
import type { Baton } from "../claims/take-baton.ts";
import { StationError } from "../failure/station-error.ts";

/** Name of what one process at a time has: the delivery of a data folder's records. The folder must exist. */
export const deliveryResource = async (dataDir: string): Promise<string> =>
  `delivery of data folder ${await realpath(dataDir)}`;

/**
 * Waits, however long, until no other process of this machine delivers the records of the folder.
 * Rejects with the signal's reason when it is aborted.
 */
export const awaitDelivery = async (
  dataDir: string,
  owner: string,
  signal: AbortSignal,
): Promise<Baton> => awaitTurn(await deliveryResource(dataDir), owner, signal);

/**
 * Takes the delivery of the folder's records at once.
 * @throws StationError where another process has it.
 */
export const claimDelivery = async (dataDir: string, owner: string): Promise<AsyncDisposable> => {
  try {
    return await claimName(await deliveryResource(dataDir), owner);
  } catch (error) {
    if (!(error instanceof NameTakenError)) throw error;
    const problem = `The records of ${dataDir} are being delivered already, by ${error.owner}.`;
    throw new StationError(problem, { cause: error });
  }
};
