#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a program on a display of its own, with a window manager: on_display.sh PROGRAM ARGUMENTS...
# Ends with 77, which ctest takes as "skipped", where the tools for that are not installed.
for tool in xvfb-run openbox xdotool; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed: nothing was tested"; exit 77; }
done
exec xvfb-run -a -n 82 -s "-screen 0 1600x1000x24" sh -c '
    openbox >/dev/null 2>&1 &
    manager=$!
    for attempt in $(seq 50); do xdotool get_desktop >/dev/null 2>&1 && break; sleep 0.1; done
    "$@"
    result=$?
    kill $manager
    exit $result' display "$@"
