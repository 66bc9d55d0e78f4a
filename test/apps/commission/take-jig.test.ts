import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { takeJig } from "../../../apps/commission/take-jig.ts";
import { socketOf } from "../../../libs/claims/name-lock.ts";
import { claimNest } from "../../../libs/fixture/claim-nest.ts";
import type { WiredFixture } from "../../../libs/jig/jig.ts";
import { until } from "../../support/until.ts";

const nest = (port: string): WiredFixture => ({
  id: "F01",
  flashPort: port,
  power: { kind: "none" },
  reset: { kind: "none" },
  offMs: 50,
});
const ALONE = { gates: new Map(), ask: () => undefined, onLeftOn: () => undefined };

/** How many sockets of this machine have the name, the listening one included. */
const socketsNamed = (resource: string): number => {
  const name = socketOf(resource).replace("\0", "@");
  return readFileSync("/proc/net/unix", "utf8").split(name).length - 1;
};

test("a nest that its owner is about to give back is waited for", async () => {
  const port = `/dev/no-such-port-${process.pid}`;
  const claim = await claimNest(nest(port));
  const taking = takeJig([nest(port)], ALONE);
  await Promise.race([taking, until("somebody waits", () => socketsNamed(port) > 1)]);
  await claim[Symbol.asyncDispose]();
  await using taken = await taking;
  expect(taken.troubles).toMatchObject([{ port, failure: { code: "port-gone" } }]);
});
