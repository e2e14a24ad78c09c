/** This package knows whether what we pack for people works outside of our build. */
@NullMarked
package dev.paceline.suites.packaging;

import org.jspecify.annotations.NullMarked;
