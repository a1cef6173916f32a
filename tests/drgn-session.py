# SPDX-License-Identifier: GPL-2.0-or-later
#
# What a user of drgn asks a dump first, one answer a line, separated by tabs:
#
#   drgn -c DUMP -s VMLINUX tests/drgn-session.py

from drgn.helpers.linux.cpumask import for_each_present_cpu
from drgn.helpers.linux.percpu import per_cpu


def answer(name, value):
    print(name, value, sep="\t")


uts = prog["init_uts_ns"].name
answer("release", uts.release.string_().decode())
answer("version", uts.version.string_().decode())
answer("cpus", len(list(for_each_present_cpu(prog))))

cpu = prog["panic_cpu"].counter.value_()
task = per_cpu(prog["runqueues"], cpu).curr
answer("cpu", cpu)
answer("pid", task.pid.value_())
answer("comm", task.comm.string_().decode())

for frame in prog.stack_trace(task):
    if not frame.is_inline:
        answer("frame", frame.name or frame.symbol().name)
