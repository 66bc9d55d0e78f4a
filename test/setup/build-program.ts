import { execFileSync } from "node:child_process";

/**
 * Tests that start the program start what the sources say, not what was built some time ago. Types are
 * checked by `npm run check`, which takes six times as long.
 */
export const setup = (): void => {
  execFileSync("node_modules/.bin/tsc", ["-p", "tsconfig.build.json", "--noCheck"], {
    stdio: "inherit",
  });
};
