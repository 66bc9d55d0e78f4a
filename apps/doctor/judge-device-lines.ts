import { join } from "node:path";
import { type ListedChip, parseChips } from "../../libs/gpio/parse-chips.ts";
import { findProgram } from "../../libs/process/find-program.ts";
import { shellWord } from "../../libs/process/shell-word.ts";
import type { Examination } from "./examination.ts";
import { explainRefusal, giveToGroups } from "./explain-refusal.ts";
import type { Remark } from "./finding.ts";
import { type GpioUse, placeOf } from "./gpio-use.ts";
import { parseConsumers } from "./parse-consumers.ts";
import { readGroups } from "./read-groups.ts";

const TOOLS = ["gpiodetect", "gpioinfo", "gpioset", "gpioget"];

/** Lines through /dev/gpiochip*, as libgpiod's tools see them. `chips` are the device files' names. */
export const judgeDeviceLines = async (
  uses: readonly GpioUse[],
  chips: readonly string[],
  about: Examination,
): Promise<Remark[]> => {
  if (uses.length === 0) return [];
  const { machine } = about;
  const missing = TOOLS.filter((tool) => findProgram(tool, machine.path) === undefined);
  if (missing.length > 0) {
    return [
      {
        level: "problem",
        what: `GPIO lines are moved by libgpiod's tools here, and ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not on the PATH.`,
        remedy: "Install them.",
        commands: ["sudo apt-get install -y gpiod"],
      },
    ];
  }
  const detected = await machine.ask(["gpiodetect"]);
  const known = parseChips(detected?.stdout ?? "");
  if (known.length === 0) return refuseAccess(chips, about);
  const remarks: Remark[] = [];
  for (const use of uses) {
    // The jig's buzzer belongs to whoever works on it.
    const isHeldByRight =
      use.fixture === undefined ? about.owners.size > 0 : about.owners.has(use.fixture);
    const remark =
      judgePlace(use, known) ?? (isHeldByRight ? undefined : await judgeHolder(use, known, about));
    if (remark !== undefined) remarks.push({ ...placeOf(use), ...remark });
  }
  return remarks;
};

const refuseAccess = async (
  chips: readonly string[],
  { machine }: Examination,
): Promise<Remark[]> => {
  const groups = await readGroups(machine.root);
  for (const chip of chips) {
    const file = join(machine.root, "dev", chip);
    if (await machine.mayUse(file, "read-write")) continue;
    const { what, ...mend } = await explainRefusal(
      file,
      machine,
      groups,
      giveToGroups(machine.home),
    );
    return [{ ...mend, what: `GPIO (${file}): ${what}` }];
  }
  return [
    {
      level: "problem",
      what: "gpiodetect names no GPIO chip.",
      commands: ["gpiodetect", "ls -l /dev/gpiochip*"],
    },
  ];
};

const judgePlace = ({ line, role }: GpioUse, known: readonly ListedChip[]): Remark | undefined => {
  const absence = whyAbsent(line, known);
  if (absence === undefined) return undefined;
  return {
    level: "problem",
    what: `The ${role} line ${line.chip} ${line.line} is not there: ${absence}.`,
    remedy: "Correct the jig file.",
    commands: ["gpiodetect"],
  };
};

const judgeHolder = async (
  { line, role }: GpioUse,
  known: readonly ListedChip[],
  { machine }: Examination,
): Promise<Remark | undefined> => {
  const chip = known.find(({ label }) => label === line.chip)?.name ?? "";
  const answer = await machine.ask(["gpioinfo", chip]);
  const consumer = parseConsumers(answer?.stdout ?? "").get(line.line);
  if (consumer === undefined) return undefined;
  return {
    level: "problem",
    what: `The ${role} line ${line.chip} ${line.line} is held by ${consumer}.`,
    remedy:
      "Stop that program, or take the line from that driver (on a Raspberry Pi: dtoverlay in config.txt).",
    commands: [`gpioinfo ${shellWord(chip)}`],
  };
};

const whyAbsent = (
  { chip, line }: GpioUse["line"],
  known: readonly ListedChip[],
): string | undefined => {
  const [found, second] = known.filter(({ label }) => label === chip);
  if (found === undefined) {
    return `this machine's chips are ${known.map(({ label }) => label).join(", ")}`;
  }
  if (second !== undefined) return `${found.name} and ${second.name} have the same label`;
  return line < found.lines ? undefined : `the chip has lines 0 to ${found.lines - 1}`;
};
