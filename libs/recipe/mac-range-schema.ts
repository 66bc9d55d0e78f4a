import { z } from "zod";
import { parseMac } from "../bytes/mac.ts";

const GIVE_MAC = 'Give a MAC in quotes, such as "C8:47:8C:10:00:00".';

/** The most values one range may have. */
export const MAX_RANGE = 100_000;

/** A MAC as 12 lower-case hex digits. */
const mac = z.string(GIVE_MAC).transform((text, context) => {
  const reading = parseMac(text);
  if (reading.ok) return reading.mac;
  context.addIssue({ code: "custom", message: `"${text}" ${reading.problem}. ${GIVE_MAC}` });
  return z.NEVER;
});

/** MACs that count up from a first one within the maker's half of the address. */
export const macRange = z
  .strictObject({
    mac: mac.describe("The first MAC, in quotes."),
    count: z.int().min(1).max(MAX_RANGE).describe("How many MACs there are."),
  })
  .superRefine(({ mac: first, count }, context) => {
    if (Number.parseInt(first.slice(6), 16) + count <= 1 << 24) return;
    const message = `counting ${count} up runs over the maker's part, the first three bytes. Count less, or begin a second pool.`;
    context.addIssue({ code: "custom", path: ["count"], message });
  });
