import type { Holder } from "../../../libs/adapters/find-holders.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import { countWords } from "../count-words.ts";
import type { Check, Examination } from "../examination.ts";
import type { Remark } from "../finding.ts";
import { describeProcess, isStandaloneWorker, USE_WORKER } from "../name-process.ts";
import type { PortUse } from "../port-use.ts";

/** No other process has a port of the jig open. Told by /proc: opening one would move its lines. */
export const checkPortOwners: Check = async (about) => {
  const there = about.ports.filter(({ kind }) => kind !== "missing");
  if (there.length === 0) return [];
  const taken = there.flatMap((port) =>
    (about.holders.byPort.get(port.path) ?? [])
      .filter(({ pid }) => pid !== about.machine.pid)
      .map((holder) => ({ fixture: port.fixture, port: port.path, ...tell(port, holder, about) })),
  );
  return [...(taken.length > 0 ? taken : [noneTaken(there.length)]), ...tellUnseen(about)];
};

const noneTaken = (ports: number): Remark => ({
  level: "ok",
  what: `no process is seen to have one of ${countWords(ports, "port")} open`,
});

const tell = ({ role }: PortUse, { pid, program }: Holder, { processes }: Examination): Remark => {
  const who = describeProcess(pid, program, processes);
  if (isStandaloneWorker(pid, processes)) {
    return { level: "warning", what: `The ${role} port is in work: ${who}.`, remedy: USE_WORKER };
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
const tellUnseen = ({ machine, holders, jigPath }: Examination): Remark[] => {
  if (holders.unseen === 0 || machine.user.uid === 0) return [];
  const program = shellWord(`${machine.home}/bin/flashline`);
  return [
    {
      level: "note",
      what: `Into other users' processes (${holders.unseen}) nobody but root sees; one of them may have a port open.`,
      commands: [`sudo ${program} doctor --jig ${shellWord(jigPath)}`],
    },
  ];
};
