import { basename } from "node:path";

const LONGEST = 64;

/** A recipe's name of its first image's file, and of the version if the file's name has none: `smart-plug-1.18.0`. Any text makes a fit one. */
export const nameRecipe = (file: string, version: string): string => {
  const stem = keepFit(basename(file).replace(/(\.0x[0-9a-f]+)?\.[^.]*$/i, "")) || "firmware";
  // LibreTiny's versions end in the chip, which file names have, too.
  const suffix = keepFit(version).replace(/-bk72\w+$/i, "");
  // Builds are named by their version; the header then has the SDK's.
  const isNamed = suffix === "" || stem.includes(suffix) || /\d\.\d/.test(stem);
  const whole = isNamed ? stem : `${stem}-${suffix}`;
  return whole.slice(0, LONGEST);
};

/** Without what a name may not have, and beginning with a letter or digit. */
const keepFit = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .replace(/-+$/, "");
