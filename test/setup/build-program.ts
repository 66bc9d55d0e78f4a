import { execFileSync } from "node:child_process";

/** Tests that start the program start what the sources say, not what was built some time ago. */
export const setup = (): void => {
  execFileSync("npx", ["tsc", "-p", "tsconfig.build.json"], { stdio: "inherit" });
};
