import { z } from "zod";

const MINUTE_MS = 60_000;

const timeOfDay = z
  .string("Give times of day in quotes.")
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Give a time of day, such as 06:00.");

/** When shifts begin, such as `["06:00", "14:00", "22:00"]`; read as ms after midnight. */
export const shiftsSchema = z
  .array(timeOfDay, "Give a list of times of day.")
  .min(1, "Give one time of day at least.")
  .max(24, "Give 24 times of day at most.")
  .refine((times) => new Set(times).size === times.length, "Give each time of day once.")
  .transform((times) =>
    times.map((time) => {
      const [hours = 0, minutes = 0] = time.split(":").map(Number);
      return (hours * 60 + minutes) * MINUTE_MS;
    }),
  );

/** Three shifts, as most lines have them. */
export const USUAL_SHIFTS: readonly string[] = ["06:00", "14:00", "22:00"];
