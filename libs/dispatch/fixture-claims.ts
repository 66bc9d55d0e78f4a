import type { Redis } from "ioredis";
import { z } from "zod";
import { printable } from "../failure/printable.ts";
import { StationError } from "../failure/station-error.ts";
import { farewell } from "./connection.ts";
import type { Keys } from "./keys.ts";
import { ownerSchema } from "./message-schemas.ts";
import type { WorkerHello } from "./messages.ts";
import { parseMessage } from "./parse-message.ts";
import type { DispatchTimings } from "./timings.ts";

/** Takes or renews each key that is free or ours (ARGV: our value, its life in ms); tells who has the others. */
const CLAIM = `
local holders = {}
for i, key in ipairs(KEYS) do
  local holder = redis.call('GET', key)
  if holder == false or holder == ARGV[1] then
    redis.call('SET', key, ARGV[1], 'PX', ARGV[2])
    holder = ''
  end
  holders[i] = holder
end
return holders
`;

/** Gives back each key that is ours (ARGV: our value). */
const RELEASE = `
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
end
return 0
`;

const replySchema = z.array(z.string());

/** The fixtures this worker alone serves. Disposal gives them back. */
export interface FixtureClaims extends AsyncDisposable {
  /** Renews the claims; takes back those that ran out, unless another worker has them by now. */
  renew(): Promise<void>;
  /** The other worker that has a fixture of ours, in words; undefined while it is ours. */
  takenBy(fixture: string): string | undefined;
}

const describe = (holder: string): string => {
  const owner = parseMessage(ownerSchema, holder);
  if (owner === undefined) return `somebody else (${printable(holder, 60)})`;
  return `process ${owner.pid} on station ${printable(owner.station)} (worker ${printable(owner.worker)})`;
};

/**
 * Claims a worker's fixtures. A claim of a worker that was killed is waited for until it runs out;
 * throws StationError naming the holder when another live worker has one.
 */
export const claimFixtures = async (
  redis: Redis,
  keys: Keys,
  hello: WorkerHello,
  timings: DispatchTimings,
): Promise<FixtureClaims> => {
  const { worker, station, pid, jig, fixtures } = hello;
  const names = fixtures.map((fixture) => keys.owner(jig, fixture));
  const mine = JSON.stringify({ worker, station, pid });
  let taken = new Map<string, string>();

  const renew = async (): Promise<void> => {
    const reply = await redis.eval(CLAIM, names.length, ...names, mine, timings.lifeMs);
    const holders = replySchema.parse(reply);
    taken = new Map(
      fixtures.flatMap((fixture, index) => {
        const holder = holders[index] ?? "";
        return holder === "" ? [] : [[fixture, describe(holder)] as const];
      }),
    );
  };
  const release = (): Promise<void> =>
    farewell(redis, () => redis.eval(RELEASE, names.length, ...names, mine));

  const patientUntil = performance.now() + timings.lifeMs + timings.heartbeatMs;
  await renew();
  while (taken.size > 0 && performance.now() < patientUntil) {
    await new Promise((resolve) => setTimeout(resolve, timings.heartbeatMs / 4));
    await renew();
  }
  const [conflict] = taken;
  if (conflict !== undefined) {
    await release();
    const [fixture, holder] = conflict;
    throw new StationError(
      `Fixture ${printable(fixture)} of jig ${printable(jig)} is served by ${holder}. Stop that worker first, or serve other fixtures (--only).`,
    );
  }
  return { renew, takenBy: (fixture) => taken.get(fixture), [Symbol.asyncDispose]: release };
};
