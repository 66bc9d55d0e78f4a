import { visitOwner } from "./visit-owner.ts";

/** Long enough for a busy process; a stopped one stays anonymous. */
const ANSWER_LIMIT_MS = 1000;

/** An owner that does not say who it is. */
export const ANONYMOUS = "another process";

/**
 * Who owns a name on this machine, in the owner's own words, such as "F01 of process 4711"; undefined
 * if nobody is there. Takes nothing. Never rejects.
 */
export const askOwner = async (resource: string): Promise<string | undefined> => {
  const answered = new AbortController();
  const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
  const { owner } = await visitOwner(resource, AbortSignal.any([answered.signal, limit]), () =>
    answered.abort(),
  );
  return owner ?? (limit.aborted ? ANONYMOUS : undefined);
};
