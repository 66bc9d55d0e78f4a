import { readFileSync } from "node:fs";
import { InputError } from "../input/input-error.ts";

const NAMES = ["ca", "cert", "key"] as const;

/** Certificates of a TLS connection, in PEM. */
export type TlsFiles = Partial<Record<(typeof NAMES)[number], string>>;

const readPem = (file: string): string => {
  const refuse = (problem: string): InputError =>
    new InputError({ source: file }, problem, "Name a certificate or key of Redis, in PEM.");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw refuse("cannot be read.");
  }
  if (text.includes("-----BEGIN ")) return text;
  throw refuse("is neither certificate nor key.");
};

/** Reads the files an address names: `ca` to trust, `cert` and `key` to show. Throws `InputError`. */
export const readTlsFiles = (given: ReadonlyMap<string, string>): TlsFiles => {
  const files: TlsFiles = {};
  for (const name of NAMES) {
    const file = given.get(name);
    if (file !== undefined) files[name] = readPem(file);
  }
  return files;
};
