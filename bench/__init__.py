"""`make bench`: how fast it is, as ratios within one run and against the promises of docs/performance.md."""
