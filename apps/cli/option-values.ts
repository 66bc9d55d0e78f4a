import { InvalidArgumentError } from "commander";
import { BAUD_RATES } from "../../libs/recipe/recipe-schema.ts";
import { isSerial, SERIAL_FORM } from "../../libs/recipe/serial.ts";

/** A whole number of 1 or more, from an option's text. Throws `InvalidArgumentError`. */
export const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("Give a whole number of 1 or more.");
};

/** A lot id, from an option's text: of the same form as a serial. Throws `InvalidArgumentError`. */
export const lotId = (text: string): string => {
  if (isSerial(text)) return text;
  throw new InvalidArgumentError(`A lot id is ${SERIAL_FORM}.`);
};

/** Serials joined by commas, from an option's text. Throws `InvalidArgumentError`. */
export const serialList = (text: string): readonly string[] => {
  const serials = text.split(",");
  if (serials.every(isSerial)) return serials;
  throw new InvalidArgumentError(`A serial is ${SERIAL_FORM}; put commas between several.`);
};

/** A pool's name, from an option's text: as recipes write it. Throws `InvalidArgumentError`. */
export const poolName = (text: string): string => {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) return text;
  throw new InvalidArgumentError("Use 1 to 64 letters, digits, dots, dashes or underscores.");
};

/** No control characters, and not blanks alone. */
const NAME = /^(?=.*\S)\P{C}{1,64}$/u;

/** A person's name, from an option's text. Throws `InvalidArgumentError`. */
export const personName = (text: string): string => {
  if (NAME.test(text)) return text;
  throw new InvalidArgumentError("Give a name of 1 to 64 printable characters.");
};

/** A rate of the recipes, from an option's text. Throws `InvalidArgumentError`. */
export const baudRate = (text: string): number => {
  const rate = BAUD_RATES.find((known) => String(known) === text);
  if (rate !== undefined) return rate;
  throw new InvalidArgumentError(`Rates: ${BAUD_RATES.join(", ")}.`);
};

const HIGHEST = 0xffffffff;

/** An address or a length in a flash, decimal or 0x..., from an option's text. Throws `InvalidArgumentError`. */
export const wholeFlashNumber = (text: string): number => {
  const value = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
  if (Number.isInteger(value) && value <= HIGHEST) return value;
  throw new InvalidArgumentError("Give a whole number, such as 69632 or 0x11000.");
};
