#!/bin/bash
# The libraries of wide instruction sets may define one function each and nothing that could be linked in place of the
# rest of the program's: test_symbols.sh LIBRARY…
status=0
for library in "$@"; do
    names=$(nm -C --defined-only "$library") || exit 1
    [[ $(grep -c ' T ' <<<"$names") == 1 ]] || { echo "$library: not exactly one function:"; grep ' T ' <<<"$names"; status=1; }
    # W and u: functions that are merged with others of their name.
    ! grep -E ' [Wu] ' <<<"$names" || { echo "$library: these may be merged with those of the program"; status=1; }
done
exit $status
