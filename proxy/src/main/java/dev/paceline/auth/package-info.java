/**
 * This package knows how a client proves who it is: the rules that say which proof is asked of whom, the secrets to compare with, and
 * the exchanges by which they are compared. It sends nothing itself.
 */
@NullMarked
package dev.paceline.auth;

import org.jspecify.annotations.NullMarked;
