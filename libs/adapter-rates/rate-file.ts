import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { NOTHING_KNOWN, type RateKnowledge } from "./rate-knowledge.ts";

/** Below the data folder: one file per port, for people to read and to delete. */
const FOLDER = "adapter-rates";
const LONGEST_NAME = 80;

const baud = z.int().positive();
const since = z.iso.datetime();

const fileSchema = z.object({
  unable: z.array(z.object({ baud, since, why: z.enum(["refused", "two-boards"]) })).max(100),
  suspect: z.array(z.object({ baud, since, serial: z.string() })).max(100),
});

/** The file of a port: its path as far as file names can hold it, and a hash that tells it from others. */
export const rateFileOf = (dataDir: string, port: string): string => {
  const readable = port.replace(/[^A-Za-z0-9.:-]+/g, "_").slice(-LONGEST_NAME);
  const hash = createHash("sha256").update(port).digest("hex").slice(0, 8);
  return join(dataDir, FOLDER, `${readable}.${hash}.json`);
};

/** What a file says; one that is absent or damaged says nothing. Never throws. */
export const readRateFile = (path: string): RateKnowledge => {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return NOTHING_KNOWN;
  }
};

/** Replaces the file as a whole; whoever reads meanwhile sees the old one or the new one. Throws what the disk says. */
export const writeRateFile = (path: string, port: string, knowledge: RateKnowledge): void => {
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify({ port, ...knowledge }, undefined, 2)}\n`);
  renameSync(fresh, path);
};
