import type { Command } from "commander";

type AddCommand = (program: Command) => void;

/** Every command, in the order help lists them. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  demo: async () => (await import("./demo.ts")).addDemoCommand,
  run: async () => (await import("./run.ts")).addRunCommand,
  report: async () => (await import("./report.ts")).addReportCommand,
  identities: async () => (await import("./identities.ts")).addIdentitiesCommand,
  fixtures: async () => (await import("./fixtures.ts")).addFixturesCommand,
  history: async () => (await import("./history.ts")).addHistoryCommand,
  log: async () => (await import("./log.ts")).addLogCommand,
  deliver: async () => (await import("./deliver.ts")).addDeliverCommand,
  journal: async () => (await import("./journal.ts")).addJournalCommand,
  inspect: async () => (await import("./inspect.ts")).addInspectCommand,
  info: async () => (await import("./info.ts")).addInfoCommand,
  read: async () => (await import("./read.ts")).addReadCommand,
  unbrick: async () => (await import("./unbrick.ts")).addUnbrickCommand,
  doctor: async () => (await import("./doctor.ts")).addDoctorCommand,
  ports: async () => (await import("./ports.ts")).addPortsCommand,
  jig: async () => (await import("./jig.ts")).addJigCommand,
  recipe: async () => (await import("./recipe.ts")).addRecipeCommand,
  commission: async () => (await import("./commission.ts")).addCommissionCommand,
  worker: async () => (await import("./worker.ts")).addWorkerCommand,
  dashboard: async () => (await import("./dashboard.ts")).addDashboardCommand,
  guard: async () => (await import("./guard.ts")).addGuardCommand,
  simulate: async () => (await import("./simulate.ts")).addSimulateCommand,
};

/**
 * Adds the command that a command line begins with, or all for one that begins with none. The
 * others are not even loaded: a line is several processes of this program, and holds each in memory.
 */
export const addCommands = async (
  program: Command,
  [word = ""]: readonly string[],
): Promise<void> => {
  const names = Object.hasOwn(COMMANDS, word) ? [word] : Object.keys(COMMANDS);
  const adding = await Promise.all(names.map((name) => COMMANDS[name]?.()));
  for (const add of adding) add?.(program);
  exitByThrowing(program);
  refuseRepeats(program);
};

/** Also of the commands within a group. */
const exitByThrowing = (group: Command): void => {
  for (const command of group.commands) {
    command.exitOverride();
    exitByThrowing(command);
  }
};

/** Of an option given twice nobody knows which one was meant: the wrong recipe must not win by its place. */
const refuseRepeats = (group: Command): void => {
  for (const command of group.commands) {
    for (const option of command.options) {
      if (option.isBoolean() || option.variadic) continue;
      let isGiven = false;
      command.on(`option:${option.name()}`, () => {
        if (isGiven) command.error(`error: option '${option.flags}' is given twice. Give it once.`);
        isGiven = true;
      });
    }
    refuseRepeats(command);
  }
};
