import { join } from "node:path";
import { readText } from "./read-text.ts";

/** A group of users. */
export interface Group {
  readonly name: string;
  readonly id: number;
  /** Users it was given to by name; those whose first group it is are not listed. */
  readonly members: readonly string[];
}

/** The groups of `/etc/group` below `root`; lines that are none are left out. */
export const readGroups = async (root: string): Promise<readonly Group[]> => {
  const text = (await readText(join(root, "etc/group"))) ?? "";
  return text.split("\n").flatMap((line) => {
    const [name, , id, members] = line.split(":");
    if (name === undefined || name === "" || !/^\d{1,10}$/.test(id ?? "")) return [];
    return [{ name, id: Number(id), members: (members ?? "").split(",").filter(Boolean) }];
  });
};
