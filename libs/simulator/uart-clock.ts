const UART_CLOCK = 26_000_000;

/** Rounded divider, clamped to 5..8192, as T's bootloader has it (uart-protocol.md section 1). */
export const dividedByBootloader = (asked: number): number => {
  const baud = Math.max(1, asked);
  const divider = Math.floor((UART_CLOCK - 1 + Math.floor(baud / 2)) / baud);
  return UART_CLOCK / Math.min(8192, Math.max(5, divider));
};

/** Divider cut off, not rounded, as BK7236-class ROM code has it (section 1). */
export const dividedByRom = (asked: number): number =>
  UART_CLOCK / Math.max(1, Math.floor(UART_CLOCK / Math.max(1, asked)));
