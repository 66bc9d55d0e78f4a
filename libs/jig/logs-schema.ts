import { z } from "zod";

/** A station's `logs`: how long they are kept, and how much of them. */
export const logsSchema = z.strictObject({
  keepDays: z.int().min(1).max(3650).default(60),
  maxMegabytes: z.int().min(10).max(1_000_000).default(1000),
});

/** What a station keeps of its logs: days, and megabytes of all together. */
export type LogKeeping = Readonly<z.infer<typeof logsSchema>>;
