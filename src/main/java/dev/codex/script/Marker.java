package dev.codex.script;

/**
 * A comment line by which a tool cuts a file.
 *
 * @param name what it says, in lower case
 * @param value what follows the name, or empty
 * @param offset where its line begins in the text
 * @param end where its line ends
 * @param line the number of its line, from 1
 */
record Marker(String name, String value, int offset, int end, int line) {}
