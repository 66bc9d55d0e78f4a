import { takeGuarded } from "../../libs/guard/guarded.ts";
import { type Log, openLog } from "../../libs/log/open-log.ts";
import { makeNestsSafe, type Securing } from "./make-nests-safe.ts";
import { readInheritance } from "./read-inheritance.ts";

/** The next owner of a nest keeps it for long; what is left of the last one goes at once. */
const PATIENCE_MS = 2000;
/** Every control has limits of its own, so this is never reached. */
const LAST_RESORT_MS = 60_000;

/** What a guard does when its process died. */
export interface Inheritance {
  /** The nests, as `guardedVariables` names them; they are taken out of it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly logs: string | undefined;
  readonly program: string;
}

/** Leaves the nests of a dead process safe. Exit code 0, or 3 if one is not surely so. */
export const secureInherited = async ({
  environment,
  logs,
  program,
}: Inheritance): Promise<number> => {
  setTimeout(() => process.exit(3), LAST_RESORT_MS).unref();
  const log = logs === undefined ? SILENT : openLog(logs, "worker", { program });
  const { nests, buzzer, problems } = readInheritance(takeGuarded(environment));
  for (const problem of problems) log.warn({ problem }, "guard: a nest is not understood");
  const ends = await makeNestsSafe({ nests, buzzer }, PATIENCE_MS);
  for (const end of ends) tell(log, end);
  return problems.length > 0 || ends.some(({ end }) => end === "failed") ? 3 : 0;
};

const SILENT: Log = { info: () => undefined, warn: () => undefined };

const tell = (log: Log, securing: Securing): void => {
  const facts = { pid: process.pid, ...securing };
  if (securing.end === "failed") log.warn(facts, "guard: nest could not be made safe");
  else log.info(facts, "guard: the nest's process died");
};
