/** This package holds what speaks to clients and servers in their own protocols, one package for each; it has no code of its own. */
@NullMarked
package dev.paceline.wire;

import org.jspecify.annotations.NullMarked;
