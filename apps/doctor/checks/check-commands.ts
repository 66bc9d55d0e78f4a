import { access, constants, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { findProgram } from "../../../libs/process/find-program.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import { countWords } from "../count-words.ts";
import type { Check } from "../examination.ts";
import type { Remark } from "../finding.ts";

/** The programs that switch supplies or enter SPI mode are there and may be started. None is started here. */
export const checkCommands: Check = async ({ machine, wired }) => {
  const programs = new Map<string, Use>();
  for (const { id, power, spi } of wired) {
    const switches = power.kind === "command" ? [power.on, power.off] : [];
    const enters = spi !== undefined && "enter" in spi && spi.enter ? [spi.enter] : [];
    for (const [program = ""] of switches) {
      if (!programs.has(program)) programs.set(program, { fixture: id, does: "switches power" });
    }
    for (const [program = ""] of enters) {
      if (!programs.has(program)) programs.set(program, { fixture: id, does: "enters SPI mode" });
    }
  }
  const judged = await Promise.all(
    [...programs].map(([program, use]) => judgeProgram(program, use, machine.path)),
  );
  const remarks = judged.filter((remark) => remark !== undefined);
  if (remarks.length > 0 || programs.size === 0) return remarks;
  return [{ level: "ok", what: `${countWords(programs.size, "program")} of the jig found` }];
};

interface Use {
  readonly fixture: string;
  readonly does: "switches power" | "enters SPI mode";
}

/** As the kernel looks for it: a name on the PATH, a path with a slash from the current folder. */
const judgeProgram = async (
  program: string,
  { fixture, does }: Use,
  path: string,
): Promise<Remark | undefined> => {
  // Without power no lot runs; without SPI mode only `unbrick` does not.
  const place = { level: does === "switches power" ? "problem" : "warning", fixture } as const;
  if (!program.includes("/")) {
    if (findProgram(program, path) !== undefined) return undefined;
    return {
      ...place,
      what: `The program that ${does} is not on the PATH: ${program}.`,
      remedy: `Install it, or write its whole path in the jig file. The PATH is ${path}`,
    };
  }
  const file = resolve(program);
  const about = await stat(file).catch(() => undefined);
  if (about === undefined || !about.isFile()) {
    return {
      ...place,
      what: `The program that ${does} is not there: ${file}.`,
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
    what: `The program that ${does} may not be started: ${file}.`,
    remedy: "Make it executable.",
    commands: [`chmod +x ${shellWord(file)}`],
  };
};
