"""The stack of the thread that crashed, as drgn prints it: what bench/cli.ts holds the verdict against."""
thread = prog.crashed_thread()
print(thread.object.pid, thread.object.comm)
print(prog.stack_trace(thread.object))
