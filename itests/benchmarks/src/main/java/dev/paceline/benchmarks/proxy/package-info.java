/** This package asks how fast the proxy is, beside the direct path, PgBouncer and a forwarder that does nothing. */
@NullMarked
package dev.paceline.benchmarks.proxy;

import org.jspecify.annotations.NullMarked;
