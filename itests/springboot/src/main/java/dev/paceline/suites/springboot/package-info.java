/**
 * This package knows how to be an ordinary application: a shop with Spring Data, Hibernate and Flyway. It has no word of
 * Paceline in it.
 */
@NullMarked
package dev.paceline.suites.springboot;

import org.jspecify.annotations.NullMarked;
