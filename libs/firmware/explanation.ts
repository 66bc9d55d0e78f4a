/**
 * Why a file is refused: `problem` goes on where the file's name stops ("is for BK7231T, ..."),
 * `remedy` says which file to look for or what to change. Both end with a full stop.
 */
export interface Explanation {
  readonly problem: string;
  readonly remedy: string;
}

/** The files a jig flashes. */
export const FLASHABLE =
  "Give the build's firmware.uf2, its app ending in .0x011000.rbl, or its bootloader+app (QIO) file.";

/** For an image that is sound and made for something else. */
export const FOR_THIS_CHIP = "Give the file that was built for this chip and board.";

/** For an image that was sound once. */
export const BUILD_AGAIN = "Copy or build the file again.";
