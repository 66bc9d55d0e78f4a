import { access, constants, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { findProgram } from "../../../libs/process/find-program.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import { countWords } from "../count-words.ts";
import type { Check } from "../examination.ts";
import type { Remark } from "../finding.ts";

/** The programs that switch supplies are there and may be started. None is started here. */
export const checkCommands: Check = async ({ machine, wired }) => {
  const programs = new Map<string, string>();
  for (const { id, power } of wired) {
    if (power.kind !== "command") continue;
    for (const [program = ""] of [power.on, power.off]) {
      if (!programs.has(program)) programs.set(program, id);
    }
  }
  const judged = await Promise.all(
    [...programs].map(([program, fixture]) => judgeProgram(program, fixture, machine.path)),
  );
  const remarks = judged.filter((remark) => remark !== undefined);
  if (remarks.length > 0 || programs.size === 0) return remarks;
  return [{ level: "ok", what: `${countWords(programs.size, "program")} that switch power found` }];
};

/** As the kernel looks for it: a name on the PATH, a path with a slash from the current folder. */
const judgeProgram = async (
  program: string,
  fixture: string,
  path: string,
): Promise<Remark | undefined> => {
  const place = { level: "problem", fixture } as const;
  if (!program.includes("/")) {
    if (findProgram(program, path) !== undefined) return undefined;
    return {
      ...place,
      what: `The program that switches power is not on the PATH: ${program}.`,
      remedy: `Install it, or write its whole path in the jig file. The PATH is ${path}`,
    };
  }
  const file = resolve(program);
  const about = await stat(file).catch(() => undefined);
  if (about === undefined || !about.isFile()) {
    return {
      ...place,
      what: `The program that switches power is not there: ${file}.`,
      remedy: "Install it, or correct the jig file.",
    };
  }
  const isExecutable = await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (isExecutable) return undefined;
  return {
    ...place,
    what: `The program that switches power may not be started: ${file}.`,
    remedy: "Make it executable.",
    commands: [`chmod +x ${shellWord(file)}`],
  };
};
