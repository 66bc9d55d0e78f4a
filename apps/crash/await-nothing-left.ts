import { existsSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { RoundNests } from "./open-nests.ts";
import type { RoundPlace } from "./round-place.ts";

/** A hang limit, not a measurement. */
const SETTLE_MS = 30_000;
const LOOK_MS = 50;

/** Waits for the end of all that a round began but its simulator, and tells what does not end. */
export const awaitNothingLeft = async (
  place: RoundPlace,
  nests: Pick<RoundNests, "powered">,
): Promise<readonly string[]> => {
  const last = performance.now() + SETTLE_MS;
  for (;;) {
    const left = await listLeft(place, nests);
    if (left.length === 0 || performance.now() > last) return left;
    await sleep(LOOK_MS);
  }
};

const listLeft = async (
  place: RoundPlace,
  nests: Pick<RoundNests, "powered">,
): Promise<readonly string[]> => [
  ...(await nests.powered()).map((id) => `power on ${id}`),
  ...place
    .processes()
    .filter(({ role }) => role !== "simulator")
    .map(({ role, pid, argv }) => `${role} ${pid} (${argv.slice(0, 8).join(" ")})`),
  ...readdirSync(place.path("tmp")),
  ...(existsSync(place.path("redis.sock")) ? ["redis.sock"] : []),
];
