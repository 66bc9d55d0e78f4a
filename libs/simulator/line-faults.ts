import type { Random } from "./random.ts";
import type { RandomSpans, TimeSpan } from "./random-spans.ts";

/** Bytes on a wire, back to back. Times in ms of the board's clock. */
export interface WirePiece {
  readonly bytes: Uint8Array;
  /** When the first byte's start bit begins. */
  readonly startAt: number;
  readonly byteMs: number;
}

/** What moments of trouble make of bytes on their way: what is left of them, when it passes. */
export type Disturb = (piece: WirePiece) => readonly WirePiece[];

/** Bytes that pass while a contact is open are lost. */
export const losing =
  (spans: RandomSpans): Disturb =>
  (piece) => {
    const left: WirePiece[] = [];
    let from = 0;
    for (const [first, end] of hits(piece, spans)) {
      if (first > from) left.push(partOf(piece, from, first));
      from = end;
    }
    if (from < piece.bytes.length) left.push(partOf(piece, from, piece.bytes.length));
    return left;
  };

/** Bytes that pass while somebody else drives the same wire: a low level wins, bit by bit. */
export const colliding =
  (spans: RandomSpans, random: Random): Disturb =>
  (piece) => {
    const struck = hits(piece, spans);
    if (struck.length === 0) return [piece];
    const bytes = piece.bytes.slice();
    for (const [first, end] of struck)
      for (let at = first; at < end; at += 1)
        bytes[at] = (bytes[at] ?? 0) & Math.floor(random() * 256);
    return [{ ...piece, bytes }];
  };

/** First and end position of the bytes that each span touches. */
const hits = (piece: WirePiece, spans: RandomSpans): (readonly [number, number])[] => {
  const { bytes, startAt, byteMs } = piece;
  return spans
    .touching(startAt, startAt + bytes.length * byteMs)
    .map((span) => hitOf(piece, span))
    .filter(([first, end]) => end > first);
};

const hitOf = (
  { bytes, startAt, byteMs }: WirePiece,
  span: TimeSpan,
): readonly [number, number] => [
  Math.max(0, Math.floor((span.startAt - startAt) / byteMs)),
  Math.min(bytes.length, Math.ceil((span.endAt - startAt) / byteMs)),
];

const partOf = ({ bytes, startAt, byteMs }: WirePiece, from: number, to: number): WirePiece => ({
  bytes: bytes.subarray(from, to),
  startAt: startAt + from * byteMs,
  byteMs,
});
