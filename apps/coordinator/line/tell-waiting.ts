import { realpath } from "node:fs/promises";
import { askOwner } from "../../../libs/claims/ask-owner.ts";
import { fixtureOfFolder } from "../../../libs/claims/fixture-of-folder.ts";
import { nestResources } from "../../../libs/fixture/claim-nest.ts";
import type { WiredFixture } from "../../../libs/jig/jig.ts";
import { readProcess } from "../../../libs/process/running-process.ts";
import { describeTenant, findTenant, type Tenant } from "../../../libs/process/tenant.ts";

/** Stopped, a worker that stands as a service is started again; nor need it be. */
const BY_ITS_REDIS = "A lot over that worker's own Redis (run --redis) has them without waiting";

/**
 * Tells who has fixtures that workers are about to wait for, a line for each such process; nothing where
 * all are free. Takes nothing.
 */
export const tellWaiting = async (
  fixtures: readonly WiredFixture[],
  dataDir: string,
  tell: (line: string) => void,
): Promise<void> => {
  const folder = await realpath(dataDir);
  const taken = new Map<string, { readonly ids: Set<string>; readonly kind: Tenant["kind"] }>();
  const look = async (fixture: WiredFixture): Promise<void> => {
    const names = [fixtureOfFolder(fixture.id, folder), ...(await nestResources(fixture))];
    for (const owner of await Promise.all(names.map((name) => askOwner(name)))) {
      if (owner === undefined) continue;
      const { who, kind } = await nameOwner(owner);
      const { ids } = taken.get(who) ?? { ids: new Set<string>() };
      taken.set(who, { ids: ids.add(fixture.id), kind });
    }
  };
  await Promise.all(fixtures.map(look));
  for (const [who, { ids, kind }] of taken) {
    const way = kind === "worker" ? `. ${BY_ITS_REDIS}` : "";
    tell(`waiting for ${who}, which has ${[...ids].join(", ")}${way}`);
  }
};

/** What a person started, where the owner tells its process: `F01 of process 4711`. */
const nameOwner = async (owner: string): Promise<{ who: string; kind: Tenant["kind"] }> => {
  const [, number] = / of process (\d{1,10})$/.exec(owner) ?? [];
  if (number === undefined) return { who: owner, kind: "other" };
  const own = await readProcess("/proc", Number(number));
  const parent = own.parent === undefined ? [] : [await readProcess("/proc", own.parent)];
  const tenant = findTenant(own.pid, own.name, [own, ...parent]);
  return { who: describeTenant(tenant), kind: tenant.kind };
};
