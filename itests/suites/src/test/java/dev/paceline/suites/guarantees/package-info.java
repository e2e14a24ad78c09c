/** This package knows whether sessions keep their guarantees on real clusters while replicas lag, pause and come back. */
@NullMarked
package dev.paceline.suites.guarantees;

import org.jspecify.annotations.NullMarked;
