import type { Holder } from "../../../libs/adapters/find-holders.ts";
import { describeTenant, findTenant } from "../../../libs/process/tenant.ts";
import { claimsByProcess } from "../claims-by-process.ts";
import { countWords } from "../count-words.ts";
import type { Check, Examination } from "../examination.ts";
import type { Remark } from "../finding.ts";
import { type PortUse, placeOf } from "../port-use.ts";

/** No other process has a port of the jig open. Told by /proc: opening one would move its lines. */
export const checkPortOwners: Check = async (about) => {
  const there = about.ports.filter(({ kind }) => kind !== "missing");
  if (there.length === 0) return [];
  // Who owns the fixture as well is told there, once for all its ports.
  const claimants = claimsByProcess(about);
  const isToldThere = ({ fixtures }: PortUse, holder: number): boolean =>
    claimants.some(
      ({ pid, fixtures: owned }) => pid === holder && owned.some((id) => fixtures.includes(id)),
    );
  const taken = there.flatMap((port) =>
    (about.holders.byPort.get(port.path) ?? [])
      .filter(({ pid }) => pid !== about.machine.pid && !isToldThere(port, pid))
      .map((holder) => ({ ...placeOf(port), ...tell(port, holder, about) })),
  );
  return [...(taken.length > 0 ? taken : [noneTaken(there.length)]), ...tellUnseen(about)];
};

const noneTaken = (ports: number): Remark => ({
  level: "ok",
  what: `no stranger is seen to have one of ${countWords(ports, "port")} open`,
});

const tell = ({ role }: PortUse, { pid, program }: Holder, { processes }: Examination): Remark => {
  const tenant = findTenant(pid, program, processes);
  const who = describeTenant(tenant);
  if (tenant.kind !== "other") {
    return { level: "warning", what: `The ${role} port is in work: ${who}.` };
  }
  if (program === "ModemManager") {
    return {
      level: "problem",
      what: `ModemManager has the ${role} port open and talks to the board as to a modem.`,
      remedy: "Stop it for good, or install the udev rule, which keeps it away, and restart it.",
      commands: ["sudo systemctl disable --now ModemManager"],
    };
  }
  return {
    level: "problem",
    what: `The ${role} port is taken: ${who} has it open.`,
    remedy: "Close that program.",
    commands: [`kill ${pid}`],
  };
};

/** Of other users' processes only root sees the files. */
const tellUnseen = ({ machine, holders, askAgain }: Examination): Remark[] => {
  if (holders.unseen === 0 || machine.user.uid === 0) return [];
  return [
    {
      level: "note",
      what: `Into other users' processes (${holders.unseen}) nobody but root sees; one of them may have a port open.`,
      commands: [`sudo ${askAgain}`],
    },
  ];
};
