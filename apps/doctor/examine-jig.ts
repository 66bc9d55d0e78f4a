import { join } from "node:path";
import { findHolders } from "../../libs/adapters/find-holders.ts";
import { listPorts } from "../../libs/adapters/list-ports.ts";
import { isWired, type Jig } from "../../libs/jig/jig.ts";
import { readJig } from "../../libs/jig/read-jig.ts";
import { readRecipe } from "../../libs/recipe/read-recipe.ts";
import { faultProblem } from "../../libs/simulator/parse-fault.ts";
import { doctorCommand } from "./doctor-command.ts";
import type { DoctorOrder } from "./doctor-order.ts";
import type { Examination } from "./examination.ts";
import { findOwners } from "./find-owners.ts";
import type { Machine } from "./machine.ts";
import { findPortUses } from "./port-use.ts";
import { readProcesses } from "./read-processes.ts";

/** Reads the jig and looks at the machine. Rejects with `InputError` for a bad jig or recipe file. */
export const examineJig = async (order: DoctorOrder, machine: Machine): Promise<Examination> => {
  const jig = await readJig(order.jigPath, { faultProblem });
  const wired = jig.fixtures.filter(isWired);
  const at = (folder: string): string => join(machine.root, folder);
  const roots = { dev: at("dev"), sys: at("sys"), proc: at("proc") };
  const adapters = await listPorts(roots);
  const ports = await findPortUses(machine.root, wired, adapters);
  return {
    ...{ machine, jig, wired, adapters, ports },
    ...{ station: order.station, jigPath: order.jigPath, dataDir: order.dataDir },
    deliver: order.deliver,
    ...{ redisUrl: order.redisUrl, timers: order.timers, askAgain: doctorCommand(order) },
    owners: await findOwners(wired, machine),
    processes: await readProcesses(roots.proc),
    holders: await findHolders(
      ports.map(({ path }) => path),
      roots,
    ),
    bauds: await readBauds(jig, order.recipePath),
  };
};

const readBauds = async (
  { fixtures }: Jig,
  lotRecipe: string | undefined,
): Promise<ReadonlyMap<string, number>> => {
  const bauds = new Map<string, number>();
  const known = new Map<string, number>();
  // A recipe that no fixture takes is read, too: a bad one is refused as everywhere.
  if (lotRecipe !== undefined) known.set(lotRecipe, (await readRecipe(lotRecipe)).recipe.baud);
  for (const { id, recipe = lotRecipe } of fixtures) {
    if (recipe === undefined) continue;
    const baud = known.get(recipe) ?? (await readRecipe(recipe)).recipe.baud;
    known.set(recipe, baud);
    bauds.set(id, baud);
  }
  return bauds;
};
