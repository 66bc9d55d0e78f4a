import { z } from "zod";

const onOrOff = z.enum(["on", "off"], "Write on or off.").default("on");

/** A station's `sounds`: which bells its terminal rings, for a pass, for anything else, and when the line stops. */
export const soundsSchema = z.strictObject({ pass: onOrOff, fail: onOrOff, stop: onOrOff });

/** Which bells a station's terminal rings. */
export type Sounds = Readonly<z.infer<typeof soundsSchema>>;
