import { isOwnMac, macForPeople } from "../bytes/mac.ts";

/**
 * That a serial has another board than those it passed on before (MACs, 12 hex digits), as a sentence's
 * end; undefined where it has one of them, or no MAC tells.
 */
export const tellOtherBoard = (
  mac: string | null,
  passedOn: readonly string[],
): string | undefined => {
  const known = passedOn.filter(isOwnMac);
  if (mac === null || !isOwnMac(mac) || known.length === 0 || known.includes(mac)) return undefined;
  return `passed before on another board: MAC ${known.map(macForPeople).join(", ")}; this one has ${macForPeople(mac)}`;
};
