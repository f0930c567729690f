/**
 * Offload analytics: what visitors' pages report about where their bytes came from, by the minute
 * for a day, in memory.
 *
 * <p>{@link dev.weft.bootstrap.offload.ReportParser} judges a report, {@link
 * dev.weft.bootstrap.offload.OffloadLedger} keeps the sums. No address and no site name is kept.
 */
@NullMarked
package dev.weft.bootstrap.offload;

import org.jspecify.annotations.NullMarked;
