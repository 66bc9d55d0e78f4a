import type { Redis } from "ioredis";
import { z } from "zod";
import { printable } from "../failure/printable.ts";
import { StationError } from "../failure/station-error.ts";
import { StepError } from "../failure/step-error.ts";
import { CLAIM, RELEASE } from "./claim-script.ts";
import { farewell, stateOf } from "./connection.ts";
import { HoldUpWatch } from "./hold-up-watch.ts";
import type { Keys } from "./keys.ts";
import { ownerSchema } from "./message-schemas.ts";
import type { WorkerHello } from "./messages.ts";
import { parseMessage } from "./parse-message.ts";
import type { DispatchTimings } from "./timings.ts";
import { settledWithin } from "./waiting.ts";

const replySchema = z.array(z.string());

/** The fixtures this worker alone serves. Disposal gives them back. */
export interface FixtureClaims extends AsyncDisposable {
  /** Asks Redis: renews the claims, and takes back those that ran out, unless another worker has had them since. */
  renew(): Promise<void>;
  /** By fixture, the number under which it is ours: it only grows, whoever takes the fixture. Those lost are not there. */
  leases(): ReadonlyMap<string, number>;
  /** The other worker that has a fixture of ours, in words; undefined while it is ours. */
  takenBy(fixture: string): string | undefined;
  /** Makes sure that a fixture is still ours under that number, as `Lease.ensure` does. */
  ensure(fixture: string, lease: number): Promise<void>;
}

/** Who is told that a fixture of ours was another's meanwhile. */
export type OnLeaseLost = (fixture: string, error: StepError) => void;

const describe = (holder: string): string => {
  const owner = parseMessage(ownerSchema, holder);
  if (owner === undefined) return `somebody else (${printable(holder, 60)})`;
  return `process ${owner.pid} on station ${printable(owner.station)} (worker ${printable(owner.worker)})`;
};

const leaseLost = (reason: string): StepError => new StepError({ code: "lease-lost", reason });

/**
 * Claims a worker's fixtures. A claim of a worker that was killed is waited for until it runs out;
 * throws StationError naming the holder when another live worker has one.
 */
export const claimFixtures = async (
  redis: Redis,
  keys: Keys,
  hello: WorkerHello,
  timings: DispatchTimings,
  onLost: OnLeaseLost,
): Promise<FixtureClaims> => {
  const { worker, station, pid, jig, fixtures } = hello;
  const owners = fixtures.map((fixture) => keys.owner(jig, fixture));
  const names = fixtures.flatMap((fixture) => [keys.owner(jig, fixture), keys.lease(jig, fixture)]);
  const facts = JSON.stringify({ worker, station, pid });
  const holdUps = new HoldUpWatch(timings.lifeMs / 2, () => stateOf(redis) === "up");
  const taken = new Map<string, string>();
  const leases = new Map<string, number>();
  /** How many hold-ups there had been when Redis was asked last. */
  let asked = 0;

  const lossOf = (fixture: string): StepError =>
    leaseLost(`${taken.get(fixture) ?? "another worker"} took the fixture over`);
  const note = (fixture: string, number: number, holder: string): void => {
    if (holder === "") taken.delete(fixture);
    else taken.set(fixture, describe(holder));
    const before = leases.get(fixture);
    if (number > 0) leases.set(fixture, number);
    else leases.delete(fixture);
    if (before === undefined || before === number) return;
    onLost(fixture, lossOf(fixture));
  };
  const renew = async (): Promise<void> => {
    const before = holdUps.look();
    const numbers = fixtures.map((fixture) => leases.get(fixture) ?? 0);
    const args = [facts, timings.lifeMs, ...numbers];
    const reply = replySchema.parse(await redis.eval(CLAIM, names.length, ...names, ...args));
    asked = Math.max(asked, before);
    for (const [index, fixture] of fixtures.entries()) {
      note(fixture, Number(reply[2 * index]), reply[2 * index + 1] ?? "");
    }
  };
  const expectOurs = (fixture: string, lease: number): void => {
    if (leases.get(fixture) !== lease) throw lossOf(fixture);
  };
  const ensure = async (fixture: string, lease: number): Promise<void> => {
    expectOurs(fixture, lease);
    if (holdUps.look() === asked) return;
    const since = holdUps.look();
    await settledWithin(renew(), timings.lifeMs);
    expectOurs(fixture, lease);
    if (asked >= since) return;
    throw leaseLost("this process was held up, and Redis did not say whose the fixture is now");
  };
  const release = async (): Promise<void> => {
    holdUps[Symbol.dispose]();
    await farewell(redis, () => redis.eval(RELEASE, owners.length, ...owners, facts));
  };

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
  return {
    renew,
    leases: () => leases,
    takenBy: (fixture) => taken.get(fixture),
    ensure,
    [Symbol.asyncDispose]: release,
  };
};
