const MARK = [0x01, 0xe0, 0xfc] as const;

/** A little-endian 32-bit number, as frames carry it. */
export const u32 = (value: number): readonly number[] => [
  value & 0xff,
  (value >>> 8) & 0xff,
  (value >>> 16) & 0xff,
  (value >>> 24) & 0xff,
];

/** A short answer (uart-protocol.md section 2). */
export const shortReply = (op: number, payload: ArrayLike<number>): Uint8Array =>
  Uint8Array.from([0x04, 0x0e, payload.length + 4, ...MARK, op, ...Array.from(payload)]);

/** A long answer with its status byte (uart-protocol.md section 2). */
export const longReply = (
  op: number,
  status: number,
  payload: readonly number[],
  data: Uint8Array = new Uint8Array(0),
): Uint8Array => {
  const length = 2 + payload.length + data.length;
  const head = [0x04, 0x0e, 0xff, ...MARK, 0xf4, length & 0xff, length >>> 8, op, status];
  const frame = new Uint8Array(head.length + payload.length + data.length);
  frame.set([...head, ...payload]);
  frame.set(data, head.length + payload.length);
  return frame;
};
