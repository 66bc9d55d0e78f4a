import { z } from "zod";
import { parseMessage } from "./parse-message.ts";
import type { Version } from "./version.ts";

/** What a coordinator says of itself while its session lives. */
export interface SessionMark {
  /** `stopping`: its runs are called off, and no new ones are taken. */
  readonly mode: "running" | "stopping";
  readonly version: Version;
  /** `line`: its lot takes all fixtures of the line; absent: those of its jig. */
  readonly scope?: "line";
}

const markSchema = z.object({
  mode: z.enum(["running", "stopping"]),
  version: z.object({ protocol: z.int().nonnegative(), program: z.string().exactOptional() }),
  scope: z.literal("line").exactOptional(),
}) satisfies z.ZodType<SessionMark>;

/** A session's key as it stands in Redis; one that cannot be read was written by a program of another version. */
export const readSessionMark = (text: string): SessionMark =>
  parseMessage(markSchema, text) ?? {
    mode: "running",
    version: { protocol: 0, program: "of another version" },
  };
