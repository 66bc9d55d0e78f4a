import { ANONYMOUS, askOwner } from "./ask-owner.ts";
import { lockName } from "./name-lock.ts";
import { NameTakenError } from "./name-taken-error.ts";

/**
 * Makes this process the only owner on this machine of anything that can be named, until it disposes
 * of the claim or dies. `owner` is what others are told, such as "F01". Answers at once.
 * @throws NameTakenError
 */
export const claimName = async (resource: string, owner: string): Promise<AsyncDisposable> => {
  const lock = await lockName(resource, `${owner} of process ${process.pid}`);
  if (lock === undefined)
    throw new NameTakenError(resource, (await askOwner(resource)) ?? ANONYMOUS);
  return {
    [Symbol.asyncDispose]: async () => {
      lock.giveBack();
    },
  };
};
