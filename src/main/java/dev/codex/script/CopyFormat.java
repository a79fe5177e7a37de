package dev.codex.script;

import java.util.Set;

/**
 * How the data of a COPY are written.
 *
 * @param csv whether they are CSV; otherwise PostgreSQL's own text format
 * @param delimiter what stands between two values
 * @param nullText what stands for NULL
 * @param header whether the first row holds names
 * @param quote around a value of CSV
 * @param escape before a quote inside a value of CSV
 * @param forceNull columns in which the text for NULL means it in quotes too
 * @param forceNotNull columns in which the text for NULL is a text
 */
record CopyFormat(
    boolean csv,
    char delimiter,
    String nullText,
    boolean header,
    char quote,
    char escape,
    Set<String> forceNull,
    Set<String> forceNotNull) {}
