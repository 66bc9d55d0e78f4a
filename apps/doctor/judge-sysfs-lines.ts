import { join } from "node:path";
import { readAttribute } from "../../libs/adapters/read-attribute.ts";
import { findGpioNumber } from "../../libs/gpio/find-gpio-number.ts";
import type { GpioLine } from "../../libs/jig/jig.ts";
import { shellWord } from "../../libs/process/shell-word.ts";
import type { Examination } from "./examination.ts";
import { explainRefusal } from "./explain-refusal.ts";
import type { Remark } from "./finding.ts";
import { type GpioUse, placeOf } from "./gpio-use.ts";
import { readGroups } from "./read-groups.ts";

/** Lines through /sys/class/gpio: may they be used, are they there, did somebody leave them on? */
export const judgeSysfsLines = async (
  uses: readonly GpioUse[],
  about: Examination,
): Promise<Remark[]> => {
  if (uses.length === 0) return [];
  const folder = join(about.machine.root, "sys/class/gpio");
  const remarks = [...(await judgeAccess(folder, about)), ...(await judgeOnoff(about))];
  for (const use of uses) {
    const remark = await judgeLine(use, folder, about.jigPath);
    // A station that works has its boards on by right.
    const isOnByRight = remark?.level === "warning" && about.owners.has(use.fixture ?? "");
    if (remark !== undefined && !isOnByRight) remarks.push({ ...placeOf(use), ...remark });
  }
  return remarks;
};

const judgeAccess = async (folder: string, { machine }: Examination): Promise<Remark[]> => {
  const file = join(folder, "export");
  if (await machine.mayUse(file, "write")) return [];
  const groups = await readGroups(machine.root);
  const { what, ...mend } = await explainRefusal(file, machine, groups, {
    remedy: "Write kind: gpiod in the jig file: its device files can be given to a group.",
  });
  return [{ ...mend, what: `GPIO (${file}): ${what}` }];
};

const judgeOnoff = async ({ machine }: Examination): Promise<Remark[]> => {
  const trouble = await machine.onoffTrouble();
  if (trouble === undefined) return [];
  return [
    {
      level: "problem",
      what: `Relays on GPIO lines cannot be moved: ${trouble}.`,
      commands: [
        "sudo apt-get install -y g++ make python3",
        `cd ${shellWord(machine.home)} && npm run postinstall`,
      ],
    },
  ];
};

const judgeLine = async (
  { line, role }: GpioUse,
  folder: string,
  jigPath: string,
): Promise<Remark | undefined> => {
  const found = await findGpioNumber(line, folder).catch((error: Error) => error.message);
  if (typeof found === "string") {
    const what = `The ${role} line ${line.chip} ${line.line} is not there: ${found}.`;
    return { level: "problem", what, commands: [`cat ${join(folder, "gpiochip*/label")}`] };
  }
  const exported = join(folder, `gpio${found}`);
  const isOutput = (await readAttribute(join(exported, "direction"))) === "out";
  const value = await readAttribute(join(exported, "value"));
  if (!isOutput || role !== "power" || value !== activeLevel(line)) return undefined;
  return {
    level: "warning",
    what: `The ${role} line ${line.chip} ${line.line} was left on: the board has power, though no process of Flashline owns it.`,
    remedy: "The next lot switches it off before it begins; or at once:",
    commands: [`npx flashline jig make-safe --jig ${shellWord(jigPath)}`],
  };
};

const activeLevel = ({ activeLow }: GpioLine): string => (activeLow ? "0" : "1");
