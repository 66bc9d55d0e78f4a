import type { Command } from "commander";
import { addFixturesList } from "./fixtures-list.ts";
import { addFixturesUnlock } from "./fixtures-unlock.ts";

/** `flashline fixtures ...`: which fixtures are locked, and lifting their locks without a screen. */
export const addFixturesCommand = (program: Command): void => {
  const fixtures = program
    .command("fixtures")
    .description("fixtures that are locked, by a person or the line's policy, over sittings");
  addFixturesList(fixtures);
  addFixturesUnlock(fixtures);
};
