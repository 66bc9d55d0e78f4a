import type { Failure } from "../../../libs/failure/failure.ts";

/** What a process with a stand-in /sys/class/gpio is told to do with one control. */
export interface ControlOrder {
  /** "open", a method of the control, "dispose", "leave-active" by another process, or "unexport". */
  readonly act: string;
  readonly line: {
    readonly use: "power" | "reset";
    readonly line: number;
    readonly activeLow: boolean;
  };
}

/** How that ended. */
export type ControlAnswer =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "broken"; readonly text: string };
