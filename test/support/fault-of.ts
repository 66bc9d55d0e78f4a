import type { Fault } from "../../libs/simulator/fault.ts";
import { parseFault } from "../../libs/simulator/parse-fault.ts";

/** A fault as the command line names it. Throws for one that there is not. */
export const faultOf = (text: string): Fault => {
  const reading = parseFault(text);
  if (reading.kind === "bad") throw new Error(reading.problem);
  return reading.fault;
};
