import { InputError } from "../input/input-error.ts";
import { isSerial, SERIAL_FORM } from "../recipe/serial.ts";

const MAX_COUNT = 100_000;

/**
 * `count` serials from `first` on, its trailing digits counted up at their width: SN008, SN009,
 * SN010. Throws `InputError` when there are no digits, or too few of them to count so far.
 */
export const countSerials = (first: string, count: number): string[] => {
  const source = "--first";
  if (!isSerial(first)) {
    throw new InputError(
      { source },
      `"${first.slice(0, 70)}" is not a serial.`,
      `A serial is ${SERIAL_FORM}.`,
    );
  }
  if (!Number.isInteger(count) || count < 1 || count > MAX_COUNT) {
    const remedy = `Give a whole number from 1 to ${MAX_COUNT}.`;
    throw new InputError({ source: "--count" }, `is ${count}.`, remedy);
  }
  const digits = /\d+$/.exec(first)?.[0];
  if (digits === undefined) {
    const remedy = "Give a first serial that ends in digits, such as SN0001.";
    throw new InputError({ source }, `"${first}" has no digits at its end to count up.`, remedy);
  }
  const prefix = first.slice(0, first.length - digits.length);
  const start = BigInt(digits);
  const last = (start + BigInt(count - 1)).toString();
  if (last.length > digits.length) {
    const problem = `counting ${count} up from ${first} needs more than its ${digits.length} digits.`;
    throw new InputError({ source }, problem, "Give it more leading zeros, or count less.");
  }
  return Array.from(
    { length: count },
    (_, step) => prefix + (start + BigInt(step)).toString().padStart(digits.length, "0"),
  );
};
