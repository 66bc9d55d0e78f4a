import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { stateOfRoom } from "../../../libs/process/disk-room.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import type { Check, Examination } from "../examination.ts";
import type { Remark } from "../finding.ts";
import { orUndefined } from "../or-undefined.ts";

const MIB = 1024 * 1024;

/** The data folder can be written, lasts, and has room. Nothing is written to find out. */
export const checkDisk: Check = async ({ machine, dataDir }) => {
  const folder = resolve(dataDir);
  const existing = await nearestThere(folder);
  const about = await orUndefined(stat(existing));
  if (about?.isDirectory() !== true) {
    return [
      {
        level: "problem",
        what: `The data folder ${folder} cannot be made: ${existing} is a file.`,
        remedy: "Name another folder with --data.",
      },
    ];
  }
  const mayWrite = await machine.mayUse(existing, "write");
  const writing = mayWrite ? [] : [notWritable(folder, existing, machine.user.name)];
  return [...writing, ...(await judgeRoom(folder, existing, machine))];
};

const notWritable = (folder: string, existing: string, user: string): Remark => ({
  level: "problem",
  what: `User ${user} may not write the data folder ${folder}.`,
  remedy: existing === folder ? "Give it to that user." : "Make it, and give it to that user.",
  commands: [`sudo install -d -o ${shellWord(user)} ${shellWord(folder)}`],
});

const judgeRoom = async (
  folder: string,
  existing: string,
  machine: Examination["machine"],
): Promise<Remark[]> => {
  const room = await machine.roomOf(existing);
  if (room === undefined) {
    return [{ level: "note", what: `How much room is left for ${folder} could not be found out.` }];
  }
  const { freeBytes, freeFiles, isMemory } = room;
  const lasting: Remark[] = isMemory
    ? [
        {
          level: "warning",
          what: `The data folder ${folder} lies in memory: every record is gone when the machine is switched off.`,
          remedy: "Name a folder on a disk with --data.",
        },
      ]
    : [];
  const left = `${Math.floor(freeBytes / MIB)} MiB free for ${folder}`;
  const state = stateOfRoom(room);
  if (state === "good") return [...lasting, { level: "ok", what: left }];
  const isFull = state === "full";
  return [
    ...lasting,
    {
      level: isFull ? "problem" : "warning",
      what: isFull ? `The disk is full: ${left}, ${freeFiles ?? "?"} more files.` : `Only ${left}.`,
      remedy:
        "Make room: old backups and logs in the data folder may go to another disk, the journal stays.",
      commands: [`du -xh --max-depth=2 ${shellWord(existing)} | sort -h | tail`],
    },
  ];
};

/** The folder itself, or the nearest above it that is there. */
const nearestThere = async (path: string): Promise<string> => {
  const about = await orUndefined(stat(path));
  return about !== undefined || dirname(path) === path ? path : nearestThere(dirname(path));
};
