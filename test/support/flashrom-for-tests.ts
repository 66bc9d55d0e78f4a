import { execFileSync } from "node:child_process";
import { findProgram } from "../../libs/process/find-program.ts";

const find = (): string | undefined =>
  findProgram("flashrom", `${process.env.PATH ?? ""}:/usr/sbin`);

/** Path of the real flashrom; installs it, saying so, where there is none. */
export const flashromForTests = (): string => {
  const there = find();
  if (there !== undefined) return there;
  process.stderr.write("flashrom is missing: apt-get install flashrom\n");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["install", "-y", "flashrom"], { stdio: "ignore", env });
  const installed = find();
  if (installed === undefined) throw new Error("apt-get installed no flashrom");
  return installed;
};
