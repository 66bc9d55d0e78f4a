import { z } from "zod";

/** What to write for a port, as a remedy. */
export const GIVE_PORT =
  "Give the whole path of the tty, such as /dev/serial/by-path/...; `npx flashline ports` lists them.";

/** A tty of this machine by its whole path; it need not be there. */
export const portSchema = z.string(GIVE_PORT).regex(/^\/[^\0]{1,4000}$/, { error: GIVE_PORT });
