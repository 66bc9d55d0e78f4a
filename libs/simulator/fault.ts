/** What can be wrong with a simulated board. Counts begin anew at each start of the chip. */
export type Fault =
  | { readonly kind: "silent" }
  | { readonly kind: "dies-at"; readonly bytes: number }
  | { readonly kind: "reboots-at"; readonly bytes: number }
  | { readonly kind: "flips"; readonly rate: number }
  | { readonly kind: "stuck"; readonly address: number; readonly mask: number }
  | { readonly kind: "protected" }
  | { readonly kind: "wrong-chip"; readonly id: number }
  | { readonly kind: "drops-reply"; readonly nth: number }
  | { readonly kind: "truncates-reply"; readonly nth: number }
  | { readonly kind: "wrong-crc"; readonly nth: number | "every" }
  | { readonly kind: "noise"; readonly bytes: number }
  | { readonly kind: "slow-erase"; readonly factor: number }
  | { readonly kind: "no-boot-line" };

/** A fault's name, as jig files write it. */
export type FaultName = Fault["kind"];

/** The fault of one kind among a board's faults. */
export const findFault = <Name extends FaultName>(
  faults: readonly Fault[],
  name: Name,
): Extract<Fault, { readonly kind: Name }> | undefined =>
  faults.find((fault): fault is Extract<Fault, { readonly kind: Name }> => fault.kind === name);
