import type { StepName } from "../../libs/failure/step-name.ts";
import {
  type Allowance,
  type AllowanceRule,
  type Cause,
  causesIf,
  fatal,
  harmless,
  recoverable,
} from "./allowance.ts";
import { bootloaderOf, isBlankBoard, isBootChecked } from "./board-facts.ts";
import type { MixUpName, StationTroubleName, Trouble } from "./chaos-case.ts";
import type { Evidence } from "./evidence.ts";
import { faultAllowance } from "./fault-allowances.ts";

/** A trouble that comes about some time: until then it is none; when all is proved it comes too late. */
const onceFired =
  (causes: readonly Cause[], tooLate: readonly StepName[]): AllowanceRule =>
  ({ fired }, { name }) => {
    const step = fired.get(name);
    if (step === undefined) return harmless;
    return tooLate.includes(step) ? recoverable(...causes) : fatal(...causes);
  };

/** A log port that hangs matters where something must be seen on it. */
const onceDeaf =
  (...causes: readonly Cause[]): AllowanceRule =>
  (evidence, { name }) =>
    evidence.fired.has(name) && isBootChecked(evidence) ? recoverable(...causes) : harmless;

const STATION_RULES: Readonly<Record<StationTroubleName | MixUpName, AllowanceRule>> = {
  "adapter-unplugged": onceFired(["port-gone"], ["boot", "release"]),
  "adapter-hung": (evidence, trouble) => {
    const { logPort } = evidence.chaosCase.wiring;
    // A board that hears nothing for long restarts itself, and may be heard at that first.
    const { pass, causes } = onceFired(["port-hung", "board-restarted"], ["boot", "release"])(
      evidence,
      trouble,
    );
    const isLogLost = causes.length > 0 && logPort === "flash" && isBootChecked(evidence);
    return { pass, causes: [...causes, ...causesIf(isLogLost, "boot-silent", "boot-wrong")] };
  },
  "log-unplugged": onceFired(["port-gone"], ["boot", "release"]),
  "log-hung": onceDeaf("boot-silent", "boot-wrong"),
  "relay-stuck": onceFired(["relay-failed"], []),
  "operator-abort": onceFired(["aborted"], ["release"]),
  "disk-full": ({ backup, fired }) =>
    backup !== undefined || !fired.has("disk-full") ? harmless : fatal("backup-failed"),
  "other-chip": (evidence) => {
    const { chip, wiring } = evidence.chaosCase;
    // Its download mode may be what is missing in its flash, and its application restarts nothing.
    const isMute = isBlankBoard(evidence) || wiring.control === "none";
    const unlinked = causesIf(isMute, "no-link");
    // Some share a bootloader; what tells them apart then shows when they boot, or not at all.
    if (bootloaderOf(evidence)?.chips.includes(chip) === true)
      return recoverable("wrong-chip", "wrong-key", "boot-silent", "boot-wrong", ...unlinked);
    return fatal("wrong-chip", "unknown-chip", "wrong-key", ...unlinked);
  },
  "already-passed": (evidence) => (isBlankBoard(evidence) ? harmless : fatal("already-passed")),
  "other-version": () => fatal("boot-wrong"),
};

const ruleOf = (trouble: Trouble): AllowanceRule =>
  trouble.kind === "board" ? faultAllowance : STATION_RULES[trouble.name];

/**
 * What a case may end with, by all that is wrong with it together. A cause that none of its troubles
 * allows is a wrong one. The compiler asks for a rule per trouble.
 */
export const allowanceOf = (evidence: Evidence): Allowance => {
  const { troubles } = evidence.chaosCase;
  const all = troubles.map((trouble) => ruleOf(trouble)(evidence, trouble));
  const causes = all.flatMap((allowance) => allowance.causes);
  return all.every(({ pass }) => pass === "legitimate") ? recoverable(...causes) : fatal(...causes);
};
