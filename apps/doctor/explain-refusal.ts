import { stat } from "node:fs/promises";
import { shellWord } from "../../libs/process/shell-word.ts";
import type { Remark } from "./finding.ts";
import type { Machine } from "./machine.ts";
import { orUndefined } from "./or-undefined.ts";
import type { Group } from "./read-groups.ts";
import { installRule } from "./udev-rule.ts";

/** What helps where only root may use a file. */
type RootsOnlyMend = Pick<Remark, "remedy" | "commands">;

/** The mend for device files: the udev rule gives them to groups. `home` is the program's folder. */
export const giveToGroups = (home: string): RootsOnlyMend => ({
  remedy:
    "Install Flashline's udev rule: it gives adapters to the group dialout, GPIO chips to gpio.",
  commands: installRule(home),
});

/** Why this user may not use a file, and the mend: a group, a new login, or that of `rootsOnly`. */
export const explainRefusal = async (
  file: string,
  { user }: Pick<Machine, "user">,
  groups: readonly Group[],
  rootsOnly: RootsOnlyMend,
): Promise<Remark> => {
  const about = await orUndefined(stat(file));
  const group = groups.find(({ id }) => id === about?.gid);
  const groupMay = about !== undefined && (about.mode & 0o020) !== 0;
  if (group === undefined || group.name === "root" || !groupMay) {
    return {
      level: "problem",
      what: `User ${user.name} may not use it, and no group of users may.`,
      ...rootsOnly,
    };
  }
  const isMember = group.members.includes(user.name);
  if (isMember && !user.groups.includes(group.id)) {
    return {
      level: "problem",
      what: `User ${user.name} is in the group ${group.name}, but this login is older than that.`,
      remedy: "Log out and in again; a service is to be restarted.",
    };
  }
  return {
    level: "problem",
    what: `User ${user.name} may not use it: it belongs to the group ${group.name}.`,
    remedy: "Then log out and in again.",
    commands: [`sudo usermod -aG ${shellWord(group.name)} ${shellWord(user.name)}`],
  };
};
