import { suggestWord } from "../input/suggest-word.ts";
import type { Fault, FaultName } from "./fault.ts";
import { FAULT_FORMS } from "./fault-forms.ts";

/** A fault as written in a jig file, or what is wrong with it and what to write instead. */
export type FaultReading =
  | { readonly kind: "fault"; readonly fault: Fault }
  | { readonly kind: "bad"; readonly problem: string; readonly remedy: string };

const isFaultName = (name: string): name is FaultName => Object.hasOwn(FAULT_FORMS, name);

/** Reads one fault of a jig file, such as `dies-at:0x40000`. Numbers are decimal or 0x-hexadecimal. */
export const parseFault = (text: string): FaultReading => {
  const [name = "", ...args] = text.trim().split(":");
  if (!isFaultName(name)) {
    return {
      kind: "bad",
      problem: `${JSON.stringify(text)} is no fault known here.`,
      remedy: suggestWord(name, Object.keys(FAULT_FORMS)),
    };
  }
  const { form, read } = FAULT_FORMS[name];
  const fault = read(args);
  if (fault !== undefined) return { kind: "fault", fault };
  return {
    kind: "bad",
    problem: `${JSON.stringify(text)} does not fit.`,
    remedy: `Write ${form}.`,
  };
};

/** What is wrong with a fault of a jig file, for people, or undefined if nothing is. */
export const faultProblem = (text: string): string | undefined => {
  const reading = parseFault(text);
  return reading.kind === "fault" ? undefined : `${reading.problem} ${reading.remedy}`;
};
