package dev.weft.bench.page;

/** Two visits of the same page, one right after the other. */
record Pair(Visit with, Visit without) {}
