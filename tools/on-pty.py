"""Runs a Python program that uses pyserial on ports without modem lines.

    python3 tools/on-pty.py MODULE-OR-SCRIPT ARGUMENTS...

A pseudo-terminal has no RTS and no DTR. pyserial overlooks that when it opens one, and fails when a
program then sets a line, as flashing tools do to reset the board. The program itself is run as it is.
"""

import errno
import os
import runpy
import sys

from serial import Serial


def overlooking(set_line):
    def attempt(port):
        try:
            set_line(port)
        except OSError as error:
            if error.errno != errno.ENOTTY:
                raise

    return attempt


for name in ("_update_rts_state", "_update_dtr_state"):
    setattr(Serial, name, overlooking(getattr(Serial, name)))

del sys.argv[0]
if not sys.argv:
    sys.exit(__doc__)
program = sys.argv[0]
if os.path.exists(program):
    sys.path.insert(0, os.path.dirname(os.path.abspath(program)))
    runpy.run_path(program, run_name="__main__")
else:
    sys.path.insert(0, os.getcwd())
    runpy.run_module(program, run_name="__main__", alter_sys=True)
