import { realpath } from "node:fs/promises";
import { askOwner } from "../../../libs/claims/ask-owner.ts";
import { fixtureOfFolder } from "../../../libs/claims/fixture-of-folder.ts";
import { nestResources } from "../../../libs/fixture/claim-nest.ts";
import type { WiredFixture } from "../../../libs/jig/jig.ts";
import { readProcess } from "../../../libs/process/running-process.ts";
import { describeTenant, findTenant } from "../../../libs/process/tenant.ts";

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
  const taken = new Map<string, Set<string>>();
  const look = async (fixture: WiredFixture): Promise<void> => {
    const names = [fixtureOfFolder(fixture.id, folder), ...(await nestResources(fixture))];
    for (const owner of await Promise.all(names.map((name) => askOwner(name)))) {
      if (owner === undefined) continue;
      const who = await describeOwner(owner);
      taken.set(who, (taken.get(who) ?? new Set()).add(fixture.id));
    }
  };
  await Promise.all(fixtures.map(look));
  for (const [who, ids] of taken) tell(`waiting for ${who}, which has ${[...ids].join(", ")}`);
};

/** What a person started, where the owner tells its process: `F01 of process 4711`. */
const describeOwner = async (owner: string): Promise<string> => {
  const [, number] = / of process (\d{1,10})$/.exec(owner) ?? [];
  if (number === undefined) return owner;
  const own = await readProcess("/proc", Number(number));
  const parent = own.parent === undefined ? [] : [await readProcess("/proc", own.parent)];
  return describeTenant(findTenant(own.pid, own.name, [own, ...parent]));
};
