import type { Check, Examination } from "../examination.ts";
import type { Remark } from "../finding.ts";
import { describeProcess, isStandaloneWorker, USE_WORKER } from "../name-process.ts";

/** No other process of Flashline owns a fixture of the jig. Owners are asked; nothing is taken. */
export const checkClaims: Check = async (about) => {
  const remarks = [...about.owners].flatMap(([fixture, owners]) =>
    owners.map((owner) => ({ fixture, ...tell(owner, about) })),
  );
  if (remarks.length > 0 || about.wired.length === 0) return remarks;
  return [{ level: "ok", what: "no other process of Flashline owns a fixture of this jig" }];
};

/** A worker that lives by itself keeps nobody from running a lot on its Redis. */
const tell = (owner: string, { processes }: Examination): Remark => {
  const [, id = owner, number = ""] = /^(.*) of process (\d+)$/.exec(owner) ?? [];
  if (number === "") {
    return { level: "problem", what: `Another process of Flashline owns it: ${owner}.` };
  }
  const pid = Number(number);
  const who = `${id} of ${describeProcess(pid, "gone meanwhile", processes)}`;
  if (isStandaloneWorker(pid, processes)) {
    return { level: "warning", what: `In work for a standing worker: ${who}.`, remedy: USE_WORKER };
  }
  return {
    level: "problem",
    what: `Another process of Flashline owns it: ${who}.`,
    remedy: "Wait for its end, or stop it: it leaves its boards without power.",
    commands: [`kill ${pid}`],
  };
};
