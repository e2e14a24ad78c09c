package dev.paceline.admin;

/**
 * A setting as {@code SHOW CONFIG} tells of it.
 *
 * @param value never a secret
 * @param reloadable whether it can change while the proxy runs
 * @param fingerprint tells two secrets apart whose values are not shown; 0 for what is none
 */
public record ShownSetting(
    String name, String value, String defaultValue, boolean reloadable, int fingerprint) {}
