# SPDX-License-Identifier: GPL-2.0-or-later
"""Hold the text that csdump made of vmlinux against the text in RAM.

    python3 same-text.py RAM_KCORE PATCHED_KCORE LINKED_KCORE

Wherever vmlinux and RAM have text, csdump must have that of RAM, and no other
anywhere else. Only the two
words before a function that can be traced are left out: they are no text, the
tracer keeps a pointer there.
"""
import struct
import sys

NOP = 0xd503201f
BTI = 0xd503245f
SAVE_LR = 0xaa1e03e9  # mov x9, x30: a function that can be traced begins so


def words(path):
    """{address: word} of a kcore"""
    with open(path, "rb") as file:
        data = file.read()
    phoff, = struct.unpack_from("<Q", data, 32)
    count, = struct.unpack_from("<H", data, 56)
    found = {}
    for i in range(count):
        _, _, at, va, _, size = struct.unpack_from("<IIQQQQ", data,
                                                   phoff + 56 * i)
        size -= size % 4
        found.update(zip(range(va, va + size, 4),
                         struct.unpack_from(f"<{size // 4}I", data, at)))
    return found


def begins_function(va, ram):
    return ram.get(va) == SAVE_LR or (
        ram.get(va) == BTI and ram.get(va + 4) == SAVE_LR)


def is_pointer(va, ram, linked):
    return linked.get(va) == NOP and (begins_function(va + 8, ram) or
                                  begins_function(va + 4, ram))


def main():
    ram, patched, linked = map(words, sys.argv[1:])
    common = [va for va in ram if va in linked or va in patched]
    changed = sum(ram[va] != linked.get(va) for va in common)
    wrong = [va for va in common if patched.get(va) != ram[va] and
             not is_pointer(va, ram, linked)]
    print(f"{len(common)} words, {changed} of them patched, {len(wrong)} wrong")
    for va in wrong[:20]:
        print(f"{va:x}: RAM {ram[va]:08x}, csdump {patched.get(va, 0):08x}, "
              f"vmlinux {linked.get(va, 0):08x}")
    sys.exit(bool(wrong) or not changed)


main()
