import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Check, Examination } from "../examination.ts";
import { orUndefined } from "../or-undefined.ts";

/** This program is younger: a clock that says less is wrong. */
const FIRST_YEAR = 2025;
const LAST_YEAR = 2099;

/** Records carry the time: it is set, and kept by a time server. */
export const checkClock: Check = async ({ machine }) => {
  const year = machine.now.getUTCFullYear();
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) {
    return [
      {
        level: "problem",
        what: `The clock says the year ${year}: every record would be wrong for ever.`,
        remedy: "Set it; a machine without a clock battery needs a time server or a clock module.",
        commands: ["sudo timedatectl set-ntp true", "timedatectl"],
      },
    ];
  }
  const now = machine.now.toISOString();
  switch (await keptBy(machine)) {
    case "server":
      return [{ level: "ok", what: `the clock says ${now}, kept by a time server` }];
    case "nobody":
      return [
        {
          level: "warning",
          what: `The clock says ${now}; no time server keeps it: times in records may be wrong.`,
          remedy: "Let one keep it, or look at the clock each morning.",
          commands: ["sudo timedatectl set-ntp true"],
        },
      ];
    case "unknown":
      return [
        {
          level: "note",
          what: `The clock says ${now}. Whether a time server keeps it could not be found out.`,
          remedy: "Compare it with another clock.",
        },
      ];
  }
};

const keptBy = async ({
  root,
  ask,
}: Examination["machine"]): Promise<"server" | "nobody" | "unknown"> => {
  // Made by systemd-timesyncd after its first answer.
  const mark = join(root, "run/systemd/timesync/synchronized");
  if ((await orUndefined(stat(mark))) !== undefined) return "server";
  // What the kernel knows, whichever program sets the clock.
  const answer = await ask(["timedatectl", "show", "--property=NTPSynchronized", "--value"]);
  const word = answer?.code === 0 ? answer.stdout.trim() : "";
  return word === "yes" ? "server" : word === "no" ? "nobody" : "unknown";
};
