import type { Command } from "commander";
import { addIdentitiesDrop } from "./identities-drop.ts";
import { addIdentitiesImport } from "./identities-import.ts";
import { addIdentitiesList } from "./identities-list.ts";
import { addIdentitiesSettle } from "./identities-settle.ts";

/** `flashline identities ...`: the MACs, keys and serials that boards are given, each once. */
export const addIdentitiesCommand = (program: Command): void => {
  const identities = program
    .command("identities")
    .description("MACs, keys and serials that boards are given for themselves, each value once");
  addIdentitiesImport(identities);
  addIdentitiesList(identities);
  addIdentitiesSettle(identities);
  addIdentitiesDrop(identities);
};
