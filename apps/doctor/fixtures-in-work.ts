import { nestResources } from "../../libs/fixture/claim-nest.ts";
import type { Examination } from "./examination.ts";

/** The fixtures that a process of Flashline owns: their lines are held, and may be on, by right. */
export const fixturesInWork = async ({
  wired,
  machine,
}: Pick<Examination, "wired" | "machine">): Promise<ReadonlySet<string>> => {
  const owned = new Set<string>();
  for (const fixture of wired) {
    for (const resource of await nestResources(fixture)) {
      if ((await machine.ownerOf(resource)) !== undefined) owned.add(fixture.id);
    }
  }
  return owned;
};
