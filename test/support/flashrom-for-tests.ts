import { findProgram } from "../../libs/process/find-program.ts";

/** Path of the real flashrom, wherever Debian has it; undefined if there is none. */
export const findFlashrom = (): string | undefined =>
  findProgram("flashrom", `${process.env.PATH ?? ""}:/usr/sbin`);

/** Path of the real flashrom, which is installed before the tests start (test/setup/install-packages.ts). */
export const flashromForTests = (): string => {
  const there = findFlashrom();
  if (there === undefined) throw new Error("There is no flashrom, though the tests install one.");
  return there;
};
