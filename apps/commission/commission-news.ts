import type { AnswerTimes } from "../../libs/survey/answer-times.ts";
import type { Finding } from "../../libs/survey/finding.ts";
import type { NestMap, PortPlace } from "../../libs/survey/nest-map.ts";
import type { Survey } from "../../libs/survey/survey.ts";

/** A port that was woken, and how many ms after its control was told to switch on. */
export interface Woken extends PortPlace {
  readonly afterMs: number;
}

/** What is told while a jig is proved; the last is `commission-ended` or `commission-stopped`. */
export type CommissionNews =
  | { readonly kind: "operator-asked"; readonly fixture: string; readonly instruction: string }
  | {
      readonly kind: "commission-started";
      readonly jig: string;
      readonly fixtures: readonly string[];
      /** Those whose supply or reset can be moved. */
      readonly controls: readonly string[];
    }
  /** A control was moved on and off: who answered, and who showed a log. */
  | {
      readonly kind: "control-moved";
      readonly fixture: string;
      readonly answered: readonly Woken[];
      readonly logged: readonly Woken[];
    }
  /** Everything was seen. */
  | {
      readonly kind: "survey-taken";
      readonly survey: Survey;
      readonly nests: readonly NestMap[];
      readonly findings: readonly Finding[];
      readonly times: readonly AnswerTimes[];
    }
  /** `mark`: the file that says so, where the whole jig is proven. */
  | {
      readonly kind: "commission-ended";
      readonly proven: boolean;
      readonly mark: string | null;
      readonly durationMs: number;
    }
  /** Somebody stopped it. `unswitched`: fixtures whose supply the station does not switch; all other boards are off. */
  | { readonly kind: "commission-stopped"; readonly unswitched: readonly string[] };

/** Takes what happens; must not throw. */
export type TellCommission = (news: CommissionNews) => void;
