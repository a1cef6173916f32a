# SPDX-License-Identifier: GPL-2.0-or-later
"""The one error every part raises: a single line for the user."""


class Problem(Exception):
    pass


def where(path, line):
    return f"{path}:{line}"
