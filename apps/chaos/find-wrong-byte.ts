import type { FlashPlan } from "../../libs/firmware/flash-plan.ts";

/** The first address at which a flash is neither as planned nor, outside the plan, as before. */
export const findWrongByte = (
  { regions }: FlashPlan,
  before: Uint8Array,
  after: Uint8Array,
): number | undefined => {
  let at = 0;
  for (const { start, bytes } of regions) {
    const end = start + bytes.length;
    const wrong =
      findDifference(before.subarray(at, start), after.subarray(at, start), at) ??
      findDifference(bytes, after.subarray(start, end), start);
    if (wrong !== undefined) return wrong;
    at = end;
  }
  return findDifference(before.subarray(at), after.subarray(at), at);
};

const findDifference = (
  expected: Uint8Array,
  found: Uint8Array,
  address: number,
): number | undefined =>
  Buffer.compare(expected, found) === 0
    ? undefined
    : address + expected.findIndex((byte, index) => byte !== found[index]);
