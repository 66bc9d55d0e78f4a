import { fromHex } from "../bytes/hex.ts";
import { macForPeople } from "../bytes/mac.ts";
import type { BoardField, BoardIdentity } from "./board-identity.ts";
import type { IdentityProgress } from "./board-journal.ts";
import type { IdentityRecord } from "./run-record.ts";

/** Of a secret, behind dots. */
const SHOWN_OF_SECRET = 4;
/** Of a shorter secret nothing is shown. */
const SECRET_AT_LEAST = 8;

/** What the record keeps of a board's own values: no secret whole. */
export const recordIdentity = (
  own: BoardIdentity | undefined,
  { state, board }: IdentityProgress,
): IdentityRecord | null => {
  if (own === undefined) return null;
  const { pool, entry } = own;
  const fields = own.fields.map((field) => ({ field: field.field, shown: shownOf(field) }));
  return { pool, entry, fields, state, board };
};

const shownOf = ({ place, value, secret }: BoardField): string => {
  const whole = place.kind === "calibration" ? macForPeople(value) : readable(value);
  if (!secret) return whole;
  return whole.length < SECRET_AT_LEAST ? "..." : `...${whole.slice(-SHOWN_OF_SECRET)}`;
};

/** As text where it is one, padded with 00, else as hex. */
const readable = (value: string): string => {
  const bytes = fromHex(value);
  const text = new TextDecoder().decode(
    bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1),
  );
  return /^[\p{L}\p{N}\p{P}\p{S} ]+$/u.test(text) && !text.includes("\ufffd") ? text : value;
};
