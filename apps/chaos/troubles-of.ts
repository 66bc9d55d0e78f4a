import type { Fault } from "../../libs/simulator/fault.ts";
import { parseFault } from "../../libs/simulator/parse-fault.ts";
import type { ChaosCase, Trouble, TroubleName } from "./chaos-case.ts";

/** The trouble of one name in a case. */
export const troubleOf = <Name extends TroubleName>(
  { troubles }: ChaosCase,
  name: Name,
): Extract<Trouble, { readonly name: Name }> | undefined =>
  troubles.find(
    (trouble): trouble is Extract<Trouble, { readonly name: Name }> => trouble.name === name,
  );

/** The faults of a case's board. @throws Error for a fault that is not written as it should be */
export const faultsOf = ({ troubles }: ChaosCase): readonly Fault[] =>
  troubles.flatMap((trouble) => (trouble.kind === "board" ? [faultOf(trouble.fault)] : []));

/** A fault as a jig file writes it. @throws Error for one that is not written as it should be */
export const faultOf = (text: string): Fault => {
  const reading = parseFault(text);
  if (reading.kind === "bad") throw new Error(`${reading.problem} ${reading.remedy}`);
  return reading.fault;
};
