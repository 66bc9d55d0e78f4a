import { suggestWord } from "../input/suggest-word.ts";
import type { Fault, FaultName } from "./fault.ts";

/** A fault as written in a jig file, or what is wrong with it and what to write instead. */
export type FaultReading =
  | { readonly kind: "fault"; readonly fault: Fault }
  | { readonly kind: "bad"; readonly problem: string; readonly remedy: string };

interface FaultForm {
  /** How it is written. */
  readonly form: string;
  /** The fault its arguments make; undefined when they do not fit. */
  readonly read: (args: readonly string[]) => Fault | undefined;
}

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^(0x[0-9a-f]+|\d+(\.\d+)?(e-?\d+)?)$/i.test(text)
    ? Number(text)
    : undefined;

/** A fault without arguments. */
const plain = (fault: Fault): FaultForm => ({
  form: fault.kind,
  read: (args) => (args.length === 0 ? fault : undefined),
});

/** A fault with one number. */
const withNumber = (
  form: string,
  isValid: (value: number) => boolean,
  make: (value: number) => Fault,
): FaultForm => ({
  form,
  read: (args) => {
    const value = numberOf(args[0]);
    return args.length === 1 && value !== undefined && isValid(value) ? make(value) : undefined;
  },
});

const isCount = (value: number): boolean => Number.isInteger(value) && value > 0;
const isWord = (value: number): boolean => Number.isInteger(value) && value <= 0xffffffff;

const FORMS: Readonly<Record<FaultName, FaultForm>> = {
  silent: plain({ kind: "silent" }),
  "dies-at": withNumber("dies-at:BYTES", isCount, (bytes) => ({ kind: "dies-at", bytes })),
  "reboots-at": withNumber("reboots-at:BYTES", isCount, (bytes) => ({ kind: "reboots-at", bytes })),
  flips: withNumber(
    "flips:RATE",
    (rate) => rate > 0 && rate <= 1,
    (rate) => ({ kind: "flips", rate }),
  ),
  stuck: {
    form: "stuck:ADDRESS:MASK",
    read: (args) => {
      const [address, mask] = [numberOf(args[0]), numberOf(args[1])];
      if (args.length !== 2 || address === undefined || mask === undefined) return undefined;
      return isWord(address) && isCount(mask) && mask <= 0xff
        ? { kind: "stuck", address, mask }
        : undefined;
    },
  },
  protected: plain({ kind: "protected" }),
  "wrong-chip": withNumber("wrong-chip:ID", isWord, (id) => ({ kind: "wrong-chip", id })),
  "drops-reply": withNumber("drops-reply:N", isCount, (nth) => ({ kind: "drops-reply", nth })),
  "truncates-reply": withNumber("truncates-reply:N", isCount, (nth) => ({
    kind: "truncates-reply",
    nth,
  })),
  "wrong-crc": {
    form: "wrong-crc[:N]",
    read: (args) => {
      if (args.length === 0) return { kind: "wrong-crc", nth: "every" };
      const nth = numberOf(args[0]);
      return args.length === 1 && nth !== undefined && isCount(nth)
        ? { kind: "wrong-crc", nth }
        : undefined;
    },
  },
  noise: withNumber("noise:N", isCount, (bytes) => ({ kind: "noise", bytes })),
  "slow-erase": withNumber(
    "slow-erase:X",
    (factor) => factor > 0,
    (factor) => ({ kind: "slow-erase", factor }),
  ),
  "no-boot-line": plain({ kind: "no-boot-line" }),
};

const isFaultName = (name: string): name is FaultName => Object.hasOwn(FORMS, name);

/** Every fault as it is written, such as `dies-at:BYTES`. */
export const FAULT_FORMS: readonly string[] = Object.values(FORMS).map(({ form }) => form);

/** Reads one fault of a jig file, such as `dies-at:0x40000`. Numbers are decimal or 0x-hexadecimal. */
export const parseFault = (text: string): FaultReading => {
  const [name = "", ...args] = text.trim().split(":");
  if (!isFaultName(name)) {
    return {
      kind: "bad",
      problem: `${JSON.stringify(text)} is no fault known here.`,
      remedy: suggestWord(name, Object.keys(FORMS)),
    };
  }
  const { form, read } = FORMS[name];
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
