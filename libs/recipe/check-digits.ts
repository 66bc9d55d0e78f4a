import type { SerialRule } from "./serial-rule.ts";

const worthOf = (character: string): number => Number.parseInt(character, 36);

/**
 * Luhn's check (ISO/IEC 7812-1) over the digits of a serial, the last one being the check digit; letters and
 * signs do not count.
 */
export const passesLuhn = (serial: string): boolean => {
  const digits = [...serial.replace(/[^0-9]/g, "")].reverse().map(Number);
  const sum = digits.reduce((total, digit, place) => {
    const weighted = place % 2 === 0 ? digit : digit * 2;
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return digits.length > 1 && sum % 10 === 0;
};

/**
 * MOD 97-10 (ISO/IEC 7064): the serial as a number, A to Z counting as 10 to 35 in either case, signs left
 * out, has a remainder of 1; its last two digits are the check digits.
 */
export const passesMod97 = (serial: string): boolean => {
  const characters = [...serial.replace(/[^A-Za-z0-9]/g, "")];
  const rest = characters.reduce((sum, character) => {
    const value = worthOf(character);
    return (sum * (value > 9 ? 100 : 10) + value) % 97;
  }, 0);
  const ends = characters.slice(-2).every((character) => worthOf(character) < 10);
  return characters.length > 2 && ends && rest === 1;
};

/** Whether a serial's check digits agree with the others. */
export const passesCheck = (check: SerialRule["check"], serial: string): boolean => {
  switch (check) {
    case "none":
      return true;
    case "luhn":
      return passesLuhn(serial);
    case "mod97-10":
      return passesMod97(serial);
  }
};
