import { countWords } from "../count-words.ts";
import type { Check } from "../examination.ts";
import { explainRefusal, giveToGroups } from "../explain-refusal.ts";
import type { Remark } from "../finding.ts";
import { placeOf } from "../port-use.ts";
import { readGroups } from "../read-groups.ts";

/** This user may open every port that is there. */
export const checkPermissions: Check = async ({ machine, ports }) => {
  const there = ports.filter(({ kind }) => kind !== "missing");
  if (there.length === 0) return [];
  const groups = await readGroups(machine.root);
  const remarks: Remark[] = [];
  for (const port of there) {
    if (await machine.mayUse(port.device, "read-write")) continue;
    const remark = await explainRefusal(port.device, machine, groups, giveToGroups(machine.home));
    remarks.push({ ...placeOf(port), ...remark });
  }
  if (remarks.length > 0) return remarks;
  return [
    { level: "ok", what: `${machine.user.name} may open ${countWords(there.length, "port")}` },
  ];
};
