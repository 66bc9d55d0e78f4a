import type { HandOver } from "./receiver.ts";

/** What a receiver answered to a POST. */
export interface HttpAnswer {
  readonly status: number;
  /** Header `Retry-After`. */
  readonly retryAfter: string | null;
  /** Header `Location`. */
  readonly location: string | null;
  /** The beginning of what it said, on one line; empty if nothing fit to show. */
  readonly said: string;
}

/** What usually is to be done about a status, for those that tell. */
const ADVICE: Readonly<Record<number, string>> = {
  401: "it does not know this station: see `headers`",
  403: "it does not let this station in: see `headers`",
  404: "it has nothing at this address: see `url`",
  405: "this address takes no POST: see `url`",
  407: "a proxy wants a password",
  410: "it has nothing at this address any more: see `url`",
  413: "the record is too large for it",
};

/** 2xx is delivered (RFC 9110, section 15); all else is sent again. `now` is for dates in `Retry-After`. */
export const judgeAnswer = (answer: HttpAnswer, now: Date): HandOver => {
  const { status, retryAfter, location, said } = answer;
  if (status >= 200 && status < 300) return { kind: "delivered" };
  if (status >= 300 && status < 400) return redirected(status, location);
  const advice = ADVICE[status];
  const tail = [advice, said].filter((part) => part !== undefined && part !== "").join("; ");
  const problem = `answered ${status}${tail === "" ? "" : `: ${tail}`}`;
  const isForTime = status >= 500 || status === 408 || status === 429;
  const waitMs = waitIn(retryAfter, now);
  return {
    kind: "failed",
    problem,
    mend: isForTime ? "time" : "person",
    ...(waitMs !== undefined && { waitMs }),
  };
};

/** Where to, by its host alone: the rest may hold a key. */
const redirected = (status: number, location: string | null): HandOver => {
  const isAddress = location !== null && URL.canParse(location);
  const where = isAddress ? `to ${new URL(location).host}, ` : "";
  const problem = `answered ${status}, a redirect ${where}which is not followed: give \`url\` the address it stands for`;
  return { kind: "failed", problem, mend: "person" };
};

const waitIn = (retryAfter: string | null, now: Date): number | undefined => {
  if (retryAfter === null) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const until = Date.parse(retryAfter);
  return Number.isNaN(until) ? undefined : Math.max(0, until - now.getTime());
};
