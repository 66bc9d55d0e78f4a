import { lockName } from "./name-lock.ts";
import { NameTakenError } from "./name-taken-error.ts";
import { visitOwner } from "./visit-owner.ts";

/** Long enough for a busy process; a stopped one stays anonymous. */
const ANSWER_LIMIT_MS = 1000;

/**
 * Makes this process the only owner on this machine of anything that can be named, until it disposes
 * of the claim or dies. `owner` is what others are told, such as "F01". Answers at once.
 * @throws NameTakenError
 */
export const claimName = async (resource: string, owner: string): Promise<AsyncDisposable> => {
  const lock = await lockName(resource, `${owner} of process ${process.pid}`);
  if (lock === undefined) throw new NameTakenError(resource, await askOwner(resource));
  return {
    [Symbol.asyncDispose]: async () => {
      lock.giveBack();
    },
  };
};

const askOwner = async (resource: string): Promise<string> => {
  const answered = new AbortController();
  const limit = AbortSignal.any([answered.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
  const { owner } = await visitOwner(resource, limit, () => answered.abort());
  return owner ?? "another process";
};
