/** This package knows how connections are encrypted: which certificates are shown, and which are believed. */
@NullMarked
package dev.paceline.tls;

import org.jspecify.annotations.NullMarked;
