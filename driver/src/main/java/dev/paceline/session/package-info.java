/** This package knows what a logical connection remembers: its settings, its requirement, its transaction and its pins. */
@NullMarked
package dev.paceline.session;

import org.jspecify.annotations.NullMarked;
