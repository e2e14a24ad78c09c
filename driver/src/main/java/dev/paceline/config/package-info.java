/** This package knows every setting of Paceline: its name, default, bounds and meaning, and refuses what is not one. */
@NullMarked
package dev.paceline.config;

import org.jspecify.annotations.NullMarked;
